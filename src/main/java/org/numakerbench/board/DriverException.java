package org.numakerbench.board;

import org.jspecify.annotations.Nullable;
import org.numakerbench.model.FailureCode;

/** A flash or reset driver failed: the cause in one line (what was tried, on what, what came back), and a remedy. */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;
    private final FailureCode code;
    private final String remedy;

    public DriverException(FailureCode code, String cause, String remedy, @Nullable Throwable because) {
        super(cause, because);
        this.code = code;
        this.remedy = remedy;
    }

    public DriverException(FailureCode code, String cause, String remedy) {
        this(code, cause, remedy, null);
    }

    public FailureCode code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
