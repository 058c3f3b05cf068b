package org.numakerbench.selftest.edit;

/** The run to edit is none that passed. */
public final class NotPassedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotPassedException(String message) {
        super(message);
    }
}
