package org.numakerbench.firmware;

/** An image cannot be used: the message is one line a cause, each with what to do. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public ImageException(String causeAndRemedy) {
        super(causeAndRemedy);
    }

    public ImageException(String causeAndRemedy, Throwable because) {
        super(causeAndRemedy, because);
    }
}
