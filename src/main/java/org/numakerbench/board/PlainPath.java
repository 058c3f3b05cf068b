package org.numakerbench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A copy of a file in a directory of its own, under a name that every tool's own command language takes as one word.
 * Closing removes it.
 */
public final class PlainPath implements AutoCloseable {
    private final Path directory;
    private final Path file;

    private PlainPath(Path directory, Path file) {
        this.directory = directory;
        this.file = file;
    }

    /**
     * @param extension of the copy, with its dot: tools tell formats apart by it
     * @throws DriverException when there is no room, or the system's temporary directory has no plain name itself
     */
    public static PlainPath copyOf(Path original, String extension) throws DriverException {
        try {
            Path directory = Files.createTempDirectory("numaker-bench-");
            PlainPath plain = new PlainPath(directory, directory.resolve("image" + extension));
            try {
                if (!directory.toString().matches("[\\w./:\\\\+~-]+")) {
                    throw new DriverException(
                            "the temporary directory " + directory + " has blanks or special characters in its name",
                            "start Java with -Djava.io.tmpdir=DIRECTORY, one without");
                }
                Files.copy(original, plain.file);
            } catch (IOException | DriverException failure) {
                plain.close();
                throw failure;
            }
            return plain;
        } catch (IOException failure) {
            throw new DriverException(
                    "cannot copy " + original + " to the temporary directory: " + failure.getMessage(),
                    "make room there",
                    failure);
        }
    }

    public Path file() {
        return file;
    }

    /** The directory, for what a tool writes; its files go with it. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        try (var files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            // A file left in the temporary directory harms no run.
            directory.toFile().deleteOnExit();
        }
    }
}
