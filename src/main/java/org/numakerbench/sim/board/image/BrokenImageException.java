package org.numakerbench.sim.board.image;

/** Bytes that are no image for a virtual board. The message says what is wrong, for {@code FAIL.TXT}. */
public final class BrokenImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public BrokenImageException(String message) {
        super(message);
    }

    public BrokenImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
