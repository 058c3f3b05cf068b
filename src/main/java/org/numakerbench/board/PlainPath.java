package org.numakerbench.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.numakerbench.model.FailureCode;
import org.numakerbench.scratch.Scratch;
import org.numakerbench.scratch.ScratchDirectory;

/**
 * A copy of a file in a directory of its own, under a name that every tool's own command language takes as one word.
 * Closing removes it.
 */
public final class PlainPath implements AutoCloseable {
    private final ScratchDirectory directory;
    private final Path file;

    private PlainPath(ScratchDirectory directory, Path file) {
        this.directory = directory;
        this.file = file;
    }

    /**
     * @param extension of the copy, with its dot: tools tell formats apart by it
     * @throws DriverException when there is no room, or the system's temporary directory has no plain name itself
     */
    public static PlainPath copyOf(Path original, String extension) throws DriverException {
        try {
            ScratchDirectory directory = Scratch.directory("image");
            PlainPath plain = new PlainPath(directory, directory.path().resolve("image" + extension));
            try {
                if (!directory.path().toString().matches("[\\w./:\\\\+~-]+")) {
                    throw new DriverException(
                            FailureCode.RECORD_FAILED,
                            "the temporary directory " + directory.path()
                                    + " has blanks or special characters in its name",
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
                    FailureCode.RECORD_FAILED,
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
        return directory.path();
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (IOException left) {
            // Harms no run, and goes with this process.
            return;
        }
    }
}
