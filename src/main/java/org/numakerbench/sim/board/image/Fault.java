package org.numakerbench.sim.board.image;

import org.jspecify.annotations.Nullable;

/**
 * One fault of an image.
 *
 * @param phase where it happens; null: the kind's default
 * @param seed for what is random; null: 1
 * @param rate part of the bytes that is damaged, 0 to 1; null: 0.002, some ten bytes a run
 */
public record Fault(
        FaultKind kind,
        @Nullable String phase,
        @Nullable Long seed,
        @Nullable Double rate) {
    private static final long DEFAULT_SEED = 1;
    private static final double DEFAULT_RATE = 0.002;

    public Fault {
        if (rate != null && !(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate of fault " + kind.jsonName() + " is " + rate + ", must be 0 to 1");
        }
    }

    /** With every parameter at its default. */
    public static Fault of(FaultKind kind) {
        return new Fault(kind, null, null, null);
    }

    String phaseOrDefault() {
        return phase == null ? kind.phase() : phase;
    }

    long seedOrDefault() {
        return seed == null ? DEFAULT_SEED : seed;
    }

    double rateOrDefault() {
        return rate == null ? DEFAULT_RATE : rate;
    }
}
