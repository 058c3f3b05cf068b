package org.numakerbench.tune;

/** The bench cannot work with a board any more: its port, its flash tool or its reset failed. */
public final class BoardFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what was tried, on what, what came back, what to do */
    public BoardFailedException(String message) {
        super(message);
    }
}
