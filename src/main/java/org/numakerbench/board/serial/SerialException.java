package org.numakerbench.board.serial;

import java.io.IOException;
import org.numakerbench.model.FailureCode;

/** A serial port could not be opened: the cause in one line, and what a person can do. */
public final class SerialException extends IOException {
    private static final long serialVersionUID = 1L;
    private final FailureCode code;
    private final String remedy;

    public SerialException(FailureCode code, String cause, String remedy) {
        super(cause);
        this.code = code;
        this.remedy = remedy;
    }

    public FailureCode code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
