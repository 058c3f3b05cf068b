package org.numakerbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where images are. */
final class ImagesDirectory {
    @Option(names = "--images", paramLabel = "DIR", description = "Directory of images; default: ${DEFAULT-VALUE}.")
    private Path path = Path.of("firmware-images");

    Path path() {
        return path;
    }
}
