package org.numakerbench.sim.net;

import java.util.SplittableRandom;

/**
 * What {@link FaultPlan}s are drawn from.
 *
 * @param share the weight of this pattern among the others, above 0
 * @param fromBytes the fewest bytes from the client before the fault; drawn uniformly
 * @param toBytes the most, inclusive
 * @param fromMs the shortest duration in ms; drawn log-uniformly, as a hiccup of 50 ms and one of 50 s are both worth
 *     meeting. When 0 or equal to {@code toMs}, the duration is {@code toMs} always
 * @param toMs the longest, inclusive
 * @param bytesPerSecond as in {@link FaultPlan}
 */
public record FaultPattern(
        FaultKind kind, double share, long fromBytes, long toBytes, long fromMs, long toMs, long bytesPerSecond) {

    /** @throws IllegalArgumentException when a range is empty or some plan of it would not be valid */
    public FaultPattern {
        if (!(share > 0 && share <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("the share of a fault is a number above 0, not " + share);
        }
        if (fromBytes > toBytes || toBytes == Long.MAX_VALUE) {
            throw new IllegalArgumentException("no bytes lie from " + fromBytes + " to " + toBytes);
        }
        if (fromMs > toMs) {
            throw new IllegalArgumentException("no duration lies from " + fromMs + " to " + toMs + " ms");
        }
        new FaultPlan(kind, fromBytes, toMs, bytesPerSecond);
        if (fromMs < 0) {
            throw new IllegalArgumentException("a fault cannot last " + fromMs + " ms");
        }
    }

    FaultPlan draw(SplittableRandom random) {
        long afterBytes = random.nextLong(fromBytes, toBytes + 1);
        return new FaultPlan(kind, afterBytes, duration(random.nextDouble()), bytesPerSecond);
    }

    private long duration(double fraction) {
        if (fromMs == 0 || fromMs == toMs) {
            return toMs;
        }
        long drawn = Math.round(fromMs * Math.pow((double) toMs / fromMs, fraction));
        return Math.max(fromMs, Math.min(toMs, drawn));
    }
}
