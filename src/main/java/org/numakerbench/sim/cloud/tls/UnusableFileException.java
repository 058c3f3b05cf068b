package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.nio.file.Path;

/** A file in the cloud's directory that cannot be used as it is and that the bench does not replace: it is the user's. */
public final class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says all of it in one sentence.
     *
     * @param fault what is wrong with it
     * @param remedy what to do
     */
    public UnusableFileException(Path file, String fault, String remedy) {
        super(file + ": " + fault + "; " + remedy);
    }
}
