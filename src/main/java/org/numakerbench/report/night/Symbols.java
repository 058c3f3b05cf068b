package org.numakerbench.report.night;

import org.numakerbench.lab.night.ItemOutcome;

/** How words look: a sign and a short word beside the colour, which is never the only thing that tells. */
final class Symbols {
    private Symbols() {}

    static String sign(ItemOutcome word) {
        return switch (word) {
            case PASS -> "✓";
            case FLAKY -> "↻";
            case NOT_RUN -> "–";
            case INCONCLUSIVE -> "?";
            case CLOUD_FAULT -> "☁";
            case BENCH_FAULT -> "⚠";
            case MISMATCH -> "≠";
            case DEVICE_FAIL -> "✗";
        };
    }

    /** For terminals: two characters that every one of them has. */
    static String plainSign(ItemOutcome word) {
        return switch (word) {
            case PASS -> "ok";
            case FLAKY -> "~~";
            case NOT_RUN -> "--";
            case INCONCLUSIVE -> "??";
            case CLOUD_FAULT -> "CL";
            case BENCH_FAULT -> "BN";
            case MISMATCH -> "!!";
            case DEVICE_FAIL -> "XX";
        };
    }

    static String shortWord(ItemOutcome word) {
        return switch (word) {
            case PASS -> "pass";
            case FLAKY -> "flaky";
            case NOT_RUN -> "not run";
            case INCONCLUSIVE -> "unclear";
            case CLOUD_FAULT -> "cloud";
            case BENCH_FAULT -> "bench";
            case MISMATCH -> "mismatch";
            case DEVICE_FAIL -> "fail";
        };
    }
}
