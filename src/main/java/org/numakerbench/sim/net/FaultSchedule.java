package org.numakerbench.sim.net;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Which connections meet which fault: a pure function of the seed and the connection's number, so that a run is
 * repeated by its seed, whatever order its connections came in.
 *
 * @param every one connection in so many meets a fault: 0, {@code every}, 2 {@code every}, ...
 * @param patterns what the faults are drawn from, by their shares; none: there are no faults
 */
public record FaultSchedule(long seed, int every, List<FaultPattern> patterns) {
    /** No connection meets a fault. */
    public static final FaultSchedule NONE = new FaultSchedule(0, 1, List.of());

    /** The odd number nearest to 2^64 divided by the golden ratio: spreads neighbouring numbers over all 64 bits. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** @throws IllegalArgumentException when {@code every} is below 1 */
    public FaultSchedule {
        if (every < 1) {
            throw new IllegalArgumentException("a fault on every " + every + "th connection is not possible");
        }
        patterns = List.copyOf(patterns);
    }

    /**
     * The fault a connection meets.
     *
     * @param connection its number, counted from 0 since the schedule began
     */
    public Optional<FaultPlan> plan(long connection) {
        if (patterns.isEmpty() || connection % every != 0) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(mix(seed, connection));
        return Optional.of(pick(random.nextDouble()).draw(random));
    }

    private FaultPattern pick(double fraction) {
        double left =
                fraction * patterns.stream().mapToDouble(FaultPattern::share).sum();
        for (FaultPattern pattern : patterns) {
            left -= pattern.share();
            if (left < 0) {
                return pattern;
            }
        }
        return patterns.get(patterns.size() - 1);
    }

    /** Scrambles both, as SplittableRandoms whose seeds differ by a multiple of its step share their sequence. */
    private static long mix(long seed, long connection) {
        long z = scramble(seed) + (connection + 1) * GOLDEN;
        return scramble(z);
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long scramble(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
