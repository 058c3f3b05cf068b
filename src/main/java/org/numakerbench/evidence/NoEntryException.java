package org.numakerbench.evidence;

import java.io.IOException;

/** A line of a log is no entry; the message says what is wrong with it, not where it stands. */
public final class NoEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    NoEntryException(String message) {
        super(message);
    }

    NoEntryException(String message, Throwable cause) {
        super(message, cause);
    }
}
