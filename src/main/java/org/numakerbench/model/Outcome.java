package org.numakerbench.model;

import org.jspecify.annotations.Nullable;

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

    /** The device's, whether it says so itself or not. */
    public boolean isOfDevice() {
        return this == DEVICE_FAIL || this == MISMATCH;
    }

    /** For people: {@code DEVICE FAIL}. */
    public String words() {
        return name().replace('_', ' ');
    }

    /**
     * Exit code of a command with several runs: a device that failed before a bench that did, before what nobody knows.
     *
     * @param outcomes null for what came to nothing
     */
    public static int exitCode(Iterable<? extends @Nullable Outcome> outcomes) {
        int code = 0;
        for (Outcome outcome : outcomes) {
            int its = outcome == null ? 0 : outcome.exitCode;
            code = code == 0 || its != 0 && its < code ? its : code;
        }
        return code;
    }
}
