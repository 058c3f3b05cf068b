package org.numakerbench.lab.night;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Outcome;

/** What an item of a night came to after all its attempts. From good to grave. */
public enum ItemOutcome {
    PASS(Outcome.PASS),
    /** Passed, but not at the first attempt. */
    FLAKY(Outcome.PASS),
    /** Never begun: the night closed, the board was in quarantine, somebody cancelled it. Says least of all that follow. */
    NOT_RUN(Outcome.BENCH_FAULT),
    /** Nothing could be known. */
    INCONCLUSIVE(Outcome.INCONCLUSIVE),
    /** The endpoint was away. */
    CLOUD_FAULT(Outcome.CLOUD_FAULT),
    BENCH_FAULT(Outcome.BENCH_FAULT),
    /** Device and cloud disagree. */
    MISMATCH(Outcome.MISMATCH),
    DEVICE_FAIL(Outcome.DEVICE_FAIL);

    private final Outcome countsAs;

    ItemOutcome(Outcome countsAs) {
        this.countsAs = countsAs;
    }

    /** The outcome of a run that it is, or is to be treated as. */
    public Outcome countsAs() {
        return countsAs;
    }

    /** Of an item with one attempt. */
    public static ItemOutcome of(Outcome outcome) {
        return valueOf(outcome.name());
    }

    public boolean isPass() {
        return countsAs == Outcome.PASS;
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
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * For an item after all its attempts. A device that failed once failed, even if the bench failed at the next look.
     *
     * @return null for an item without an attempt that ended
     */
    public static @Nullable ItemOutcome of(List<AttemptRow> attempts) {
        Outcome last = null;
        Outcome device = null;
        boolean alwaysPassed = true;
        for (AttemptRow attempt : attempts) {
            if (attempt.outcome() == null) {
                continue;
            }
            last = attempt.outcome();
            device = last.isOfDevice() ? last : device;
            alwaysPassed &= last == Outcome.PASS;
        }
        if (last == null) {
            return null;
        }
        if (last == Outcome.PASS) {
            return alwaysPassed ? PASS : FLAKY;
        }
        return of(device != null ? device : last);
    }
}
