package org.numakerbench.crosscheck.rule;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.uart.Claim;

/** A claim, when it was heard, and its ruling once there is one. */
public final class PendingClaim {
    private final Claim claim;
    private final String step;
    private final String phase;
    private final int boot;
    private final long seq;
    private final long sinceNanos;
    private final long nanos;
    private @Nullable Settled ruling;
    private int place;

    /**
     * @param step where it belongs, by its topic where it names one
     * @param boot how often the board has started, from 1
     * @param seq log entry that completed it
     * @param sinceNanos when the claim before it was heard: what it tells of happened after that
     * @param nanos when it was heard, monotonic
     */
    public PendingClaim(Claim claim, String step, int boot, long seq, long sinceNanos, long nanos) {
        this.claim = claim;
        this.step = step;
        this.phase = Steps.phase(step);
        this.boot = boot;
        this.seq = seq;
        this.sinceNanos = sinceNanos;
        this.nanos = nanos;
    }

    public Claim claim() {
        return claim;
    }

    public String step() {
        return step;
    }

    /** Of the step. */
    String phase() {
        return phase;
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

    /** Settles it, once. */
    public void settle(Settled settled) {
        if (ruling != null) {
            throw new IllegalStateException("settled already: " + claim.text());
        }
        ruling = settled;
    }
}
