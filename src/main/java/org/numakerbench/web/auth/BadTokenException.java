package org.numakerbench.web.auth;

/** A token file that cannot be used: one line, what is wrong and what would be right. */
public final class BadTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    BadTokenException(String line) {
        super(line);
    }

    BadTokenException(String line, Throwable cause) {
        super(line, cause);
    }
}
