package org.numakerbench.tune.build;

/** A setting has no image; the message ends with the compiler's last lines. */
public final class BuildFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public BuildFailedException(String message) {
        super(message);
    }
}
