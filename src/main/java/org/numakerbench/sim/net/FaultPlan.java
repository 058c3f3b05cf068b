package org.numakerbench.sim.net;

/**
 * One fault of one connection.
 *
 * @param afterBytes bytes from the client that are forwarded before the fault begins; the next one is subject to it. At
 *     0 the fault begins with the connection
 * @param durationMs how much later bytes arrive (delay), how long nothing is forwarded (stall), or after how long both
 *     sides are reset (drop; 0: never), in ms; of no meaning to the other kinds
 * @param bytesPerSecond what both directions together carry at most (throttle); of no meaning to the other kinds
 */
public record FaultPlan(FaultKind kind, long afterBytes, long durationMs, long bytesPerSecond) {
    /** The longest a fault may last: a day, in ms. Longer is a slip of the pen, and nanoseconds must not overflow. */
    public static final long LONGEST_MS = 86_400_000;

    /** @throws IllegalArgumentException when a number is out of its range, or the kind needs one that is 0 */
    public FaultPlan {
        check(afterBytes >= 0, "a fault cannot begin after " + afterBytes + " bytes");
        check(
                durationMs >= 0 && durationMs <= LONGEST_MS,
                "a fault cannot last " + durationMs + " ms (0 to " + LONGEST_MS + ")");
        check(bytesPerSecond >= 0, "a link cannot carry " + bytesPerSecond + " bytes/s");
        check(kind != FaultKind.THROTTLE || bytesPerSecond > 0, "a throttle needs at least 1 byte/s");
        check(
                durationMs > 0 || kind != FaultKind.DELAY && kind != FaultKind.STALL,
                "a " + kind.word() + " needs a duration of at least 1 ms");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
