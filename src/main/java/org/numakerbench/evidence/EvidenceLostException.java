package org.numakerbench.evidence;

import java.io.IOException;
import java.nio.file.Path;

/** The evidence log cannot be written any more (disk full, say). Nothing may be claimed of what happens after it. */
public final class EvidenceLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvidenceLostException(Path file, IOException cause) {
        super("cannot write the evidence log " + file + ": " + cause.getMessage(), cause);
    }
}
