package org.numakerbench.firmware;

import java.nio.file.Path;

/**
 * A firmware image that was found, read, and whose bytes fit its manifest.
 *
 * @param id name of its directory
 * @param path the image file
 */
public record Image(String id, Path path, Manifest manifest) {}
