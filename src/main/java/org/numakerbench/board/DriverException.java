package org.numakerbench.board;

/** A flash or reset driver failed: the cause in one line (what was tried, on what, what came back), and a remedy. */
public final class DriverException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public DriverException(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    public DriverException(String cause, String remedy, Throwable because) {
        super(cause, because);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
