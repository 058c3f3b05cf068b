package org.numakerbench.crosscheck.claim;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.model.Step;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;

/** A claim, when it was heard, and its ruling once there is one. */
public final class PendingClaim {
    private final Claim claim;
    private final Step step;
    private final int boot;
    private final long seq;
    private final long sinceNanos;
    private final long nanos;
    private @Nullable Settled ruling;
    private int place;

    /**
     * @param step where it belongs, by its topic where it names one
     * @param boot how often the board has started, or begun its tests again, from 1
     * @param seq log entry that completed it
     * @param sinceNanos when the claim before it was heard: what it tells of happened after that
     * @param nanos when it was heard, monotonic
     */
    public PendingClaim(Claim claim, Step step, int boot, long seq, long sinceNanos, long nanos) {
        this.claim = claim;
        this.step = step;
        this.boot = boot;
        this.seq = seq;
        this.sinceNanos = sinceNanos;
        this.nanos = nanos;
    }

    /** The same, unsettled, as one of another boot. */
    PendingClaim ofBoot(int other) {
        return new PendingClaim(claim, step, other, seq, sinceNanos, nanos);
    }

    public Claim claim() {
        return claim;
    }

    public Step step() {
        return step;
    }

    /** Of the step. */
    public String phase() {
        return step.phase();
    }

    public int boot() {
        return boot;
    }

    public long seq() {
        return seq;
    }

    public long sinceNanos() {
        return sinceNanos;
    }

    public long nanos() {
        return nanos;
    }

    public @Nullable Settled ruling() {
        return ruling;
    }

    /** Where it stands among the claims of its run. */
    int place() {
        return place;
    }

    void place(int place) {
        this.place = place;
    }

    /** Claims settled so. */
    public static Predicate<PendingClaim> settledAs(Verdict verdict) {
        return claim -> {
            Settled ruling = claim.ruling();
            return ruling != null && ruling.verdict() == verdict;
        };
    }

    /** Settles it, once. */
    void settle(Settled settled) {
        if (ruling != null) {
            throw new IllegalStateException("settled already: " + claim.text());
        }
        ruling = settled;
    }
}
