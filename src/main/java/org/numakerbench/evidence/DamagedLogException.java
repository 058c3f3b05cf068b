package org.numakerbench.evidence;

import java.io.IOException;

/** A log's own content is wrong, so that trying again is no use; the message names file and line. */
public final class DamagedLogException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedLogException(String message) {
        super(message);
    }

    public DamagedLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
