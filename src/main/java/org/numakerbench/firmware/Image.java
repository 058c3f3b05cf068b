package org.numakerbench.firmware;

import java.nio.file.Path;
import java.util.Optional;
import org.numakerbench.firmware.footprint.Footprint;

/**
 * A firmware image that was found, read, and whose bytes fit its manifest.
 *
 * @param id name of its directory
 * @param path the image file
 */
public record Image(String id, Path path, Manifest manifest) {
    /**
     * What it takes of RAM and flash by its map file; empty when the manifest names none.
     *
     * @throws ImageException when the map is missing, cannot be read, or is another image's
     */
    public Optional<Footprint> footprint() throws ImageException {
        return ImageMap.of(this);
    }
}
