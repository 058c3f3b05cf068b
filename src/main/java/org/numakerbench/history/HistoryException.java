package org.numakerbench.history;

import java.io.IOException;

/** The history cannot be read or written now. Its message says what to do; no run is lost by it. */
public final class HistoryException extends IOException {
    private static final long serialVersionUID = 1L;

    public HistoryException(String message) {
        super(message);
    }

    public HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
