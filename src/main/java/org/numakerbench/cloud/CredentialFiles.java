package org.numakerbench.cloud;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that AWS IoT hands out for a device, PEM all.
 *
 * @param ca root CA of the endpoint
 * @param certificate the client's own
 * @param privateKey belongs to it
 * @param publicKey belongs to both; nothing needs it
 */
public record CredentialFiles(Path ca, Path certificate, Path privateKey, Optional<Path> publicKey) {}
