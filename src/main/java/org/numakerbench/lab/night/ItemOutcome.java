package org.numakerbench.lab.night;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an item of a night came to, in one word. From good to grave. */
public enum ItemOutcome {
    PASS(0),
    /** Passed, but not at the first attempt. */
    FLAKY(0),
    /** Never begun: the night closed, the board was in quarantine, somebody cancelled it. Says least of all that follow. */
    NOT_RUN(3),
    /** Nothing could be known. */
    INCONCLUSIVE(4),
    /** The endpoint was away. */
    CLOUD_FAULT(4),
    BENCH_FAULT(3),
    /** Device and cloud disagree. */
    MISMATCH(1),
    DEVICE_FAIL(1);

    private static final Set<ItemOutcome> OF_THE_DEVICE = Set.of(DEVICE_FAIL, MISMATCH);

    private final int exitCode;

    ItemOutcome(int exitCode) {
        this.exitCode = exitCode;
    }

    /** Exit code of a night in which this was the gravest. */
    public int exitCode() {
        return exitCode;
    }

    public boolean isPass() {
        return this == PASS || this == FLAKY;
    }

    /** Ran, and did not pass. */
    public boolean isFailure() {
        return !isPass() && this != NOT_RUN;
    }

    /** For people: {@code DEVICE FAIL}. */
    public String words() {
        return name().replace('_', ' ');
    }

    /** Lower case with hyphens, for style sheets. */
    public String css() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * The word for an item after all its attempts. A device that failed once failed, even if the bench failed at the next
     * look.
     *
     * @return null for an item without an attempt that ended
     */
    public static @Nullable ItemOutcome of(List<AttemptRow> attempts) {
        ItemOutcome last = null;
        ItemOutcome device = null;
        boolean alwaysPassed = true;
        for (AttemptRow attempt : attempts) {
            if (attempt.outcome() == null) {
                continue;
            }
            last = valueOf(attempt.outcome());
            device = OF_THE_DEVICE.contains(last) ? last : device;
            alwaysPassed &= last == PASS;
        }
        if (last == PASS) {
            return alwaysPassed ? PASS : FLAKY;
        }
        return device != null ? device : last;
    }

    /** Exit code of a night: 1 for a device, else 3 for a bench, else 4, else 0. */
    public static int exitCode(Iterable<ItemOutcome> words) {
        int code = 0;
        for (ItemOutcome word : words) {
            int its = word.exitCode();
            code = code == 0 || its != 0 && its < code ? its : code;
        }
        return code;
    }
}
