package org.numakerbench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One directory of this process for inputs that are read from files; gone when the process ends. */
final class Scratch {
    private static final Path DIRECTORY = make();

    private Scratch() {}

    /** A file of it; directories above it are there. */
    static Path file(String name) {
        Path file = DIRECTORY.resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        file.toFile().deleteOnExit();
        return file;
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("fuzz");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
