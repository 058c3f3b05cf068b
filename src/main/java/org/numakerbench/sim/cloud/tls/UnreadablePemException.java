package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is missing or does not hold what it should. */
final class UnreadablePemException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Path file;
    private final String fault;

    UnreadablePemException(Path file, String fault, @Nullable Throwable cause) {
        super(file + ": " + fault, cause);
        this.file = file;
        this.fault = fault;
    }

    Path file() {
        return file;
    }

    /** What is wrong with the file, without its name. */
    String fault() {
        return fault;
    }
}
