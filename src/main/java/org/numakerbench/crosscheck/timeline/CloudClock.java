package org.numakerbench.crosscheck.timeline;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the clock by which the cloud stamps lifecycle events stands to the host's monotonic one, within bounds: an event had happened when
 * it was received, and not before what caused it. So it can be told of most events whether they were before the reset, however late and
 * in what order they came.
 */
final class CloudClock {
    private static final long NANOS_PER_MS = 1_000_000;

    /** More than a clock drifts, or is steered, within a run. */
    private static final long SET_NANOS = 1_000_000_000L;

    /** Of cloud time over monotonic time; a stamp is cut off to milliseconds. */
    private long leastAheadNanos = Long.MIN_VALUE;

    private long mostAheadNanos = Long.MAX_VALUE;

    private @Nullable Long hostAheadNanos;
    private boolean set;

    /**
     * A host whose clock was set may have had the cloud's set with it: a local one goes by the same clock. From then on nothing is for
     * sure.
     */
    void hostShows(Instant at, long monoNanos) {
        long aheadNanos = at.getEpochSecond() * 1_000_000_000L + at.getNano() - monoNanos;
        if (hostAheadNanos == null) {
            hostAheadNanos = aheadNanos;
        }
        set |= Math.abs(aheadNanos - hostAheadNanos) > SET_NANOS;
    }

    /** An event with this stamp was received then. */
    void received(long stampMs, long monoNanos) {
        leastAheadNanos = Math.max(leastAheadNanos, stampMs * NANOS_PER_MS - monoNanos);
    }

    /** What caused the event with this stamp was not done before. */
    void causedAfter(long stampMs, long monoNanos) {
        mostAheadNanos = Math.min(mostAheadNanos, (stampMs + 1) * NANOS_PER_MS - monoNanos);
    }

    /** True when an event with this stamp happened before, for sure. */
    boolean isBefore(long stampMs, long monoNanos) {
        return isKnown() && (stampMs + 1) * NANOS_PER_MS - leastAheadNanos <= monoNanos;
    }

    /** True when it happened after, for sure. */
    boolean isAfter(long stampMs, long monoNanos) {
        return isKnown() && stampMs * NANOS_PER_MS - mostAheadNanos >= monoNanos;
    }

    /** Without both bounds, or when they contradict each other, nothing is for sure. */
    private boolean isKnown() {
        return !set
                && leastAheadNanos != Long.MIN_VALUE
                && mostAheadNanos != Long.MAX_VALUE
                && leastAheadNanos <= mostAheadNanos;
    }
}
