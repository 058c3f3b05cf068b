package org.numakerbench.tune;

import java.io.IOException;

/** The endpoint could not be reached for long: no board is to blame, and no loop can be judged. */
public final class CloudFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    public CloudFailedException(String message) {
        super(message);
    }
}
