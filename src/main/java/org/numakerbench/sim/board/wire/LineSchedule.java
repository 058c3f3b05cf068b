package org.numakerbench.sim.board.wire;

/**
 * When the bytes of a serial line are through: 10 bits a byte (start, 8 data, stop), one after the other. Times are
 * nanoseconds of {@link System#nanoTime}. Not safe for several threads.
 */
public final class LineSchedule {
    private static final long BITS_A_BYTE = 10;
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    /** Bytes go out in groups this long: finer than any reader can see, and the host sleeps in between. */
    private static final long GROUP_NANOS = 4_000_000L;

    private final int baud;
    private long idleSince;
    private long sentSinceIdle;
    private boolean started;

    /** @param baud bits a second; 0: the line takes no time */
    public LineSchedule(int baud) {
        if (baud < 0) {
            throw new IllegalArgumentException("baud is " + baud + ", must be 0 (no pace) or more");
        }
        this.baud = baud;
    }

    /** How many bytes to hand over at a time: at least one, about 4 ms of line time. */
    public int groupBytes() {
        return baud == 0 ? Integer.MAX_VALUE : (int) Math.max(1, GROUP_NANOS * baud / (BITS_A_BYTE * NANOS_A_SECOND));
    }

    /** Puts {@code bytes} on the line at {@code now}, behind what is on it, and returns when the last one is through. */
    public long send(long now, int bytes) {
        if (baud == 0) {
            return now;
        }
        if (!started || busyUntil() - now < 0) {
            started = true;
            idleSince = now;
            sentSinceIdle = 0;
        }
        sentSinceIdle += bytes;
        return busyUntil();
    }

    /** Computed from the count, so that rounding does not add up over a long run. */
    private long busyUntil() {
        return idleSince + sentSinceIdle * BITS_A_BYTE * NANOS_A_SECOND / baud;
    }
}
