package org.numakerbench.model;

/** Of a whole run. */
public enum Outcome {
    PASS(0),
    /** The device itself reports failure, hangs or crashes. */
    DEVICE_FAIL(1),
    /** Device and cloud disagree. */
    MISMATCH(1),
    /** Port gone, flash tool failed, disk full. */
    BENCH_FAULT(3),
    /** Endpoint unreachable for the host too. */
    CLOUD_FAULT(4),
    INCONCLUSIVE(4);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of a command whose run ended so. */
    public int exitCode() {
        return exitCode;
    }
}
