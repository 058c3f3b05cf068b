package org.numakerbench.firmware;

/** An image that cannot be used: what is wrong and what would be right, in one line. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public ImageException(String line) {
        super(line);
    }

    public ImageException(String line, Throwable cause) {
        super(line, cause);
    }
}
