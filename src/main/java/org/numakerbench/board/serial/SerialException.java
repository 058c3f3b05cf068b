package org.numakerbench.board.serial;

import java.io.IOException;

/** A serial port could not be opened: the cause in one line, and what a person can do. */
public final class SerialException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public SerialException(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
