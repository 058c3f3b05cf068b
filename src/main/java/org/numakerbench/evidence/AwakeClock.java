package org.numakerbench.evidence;

import java.time.Duration;

/**
 * Monotonic time without what this host lost by stalling. A wait on it grows by as much as nothing could happen in, so that an answer
 * that came meanwhile is not missed, and nobody is blamed for it.
 */
@FunctionalInterface
public interface AwakeClock {
    /** A host that nobody measures loses nothing. */
    AwakeClock UNMEASURED = System::nanoTime;

    /** Nanoseconds since some moment; never goes back, and never goes faster than {@link System#nanoTime()}. */
    long nanos();

    /** The end of a wait that begins now. */
    default Deadline in(Duration wait) {
        return new Deadline(this, nanos() + wait.toNanos());
    }

    /** The end of a wait, which several attempts may share. */
    record Deadline(AwakeClock clock, long nanos) {
        public boolean isOver() {
            return clock.nanos() >= nanos;
        }

        /** How long to wait before another look, in milliseconds; at least 1, which no library takes for ever. */
        public long leftMs() {
            return Math.max(1, (nanos - clock.nanos()) / 1_000_000);
        }
    }
}
