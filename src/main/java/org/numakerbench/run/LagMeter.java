package org.numakerbench.run;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.Fact;

/** Adds up how late the beats of a heartbeat come, and says when that is worth an entry in the log. Any thread. */
final class LagMeter implements AwakeClock {
    /** Between two beats: short, because a thread that wakes up often loses as much as one that has work to do. */
    static final Duration BEAT = Duration.ofMillis(10);

    /** A sleep takes so much longer on a host that has nothing else to do. */
    private static final long ROUGHLY_NANOS = 1_000_000;

    private static final long TELLING_NANOS = 500_000_000;
    private static final long REGULAR_NANOS = 30_000_000_000L;
    private static final long NANOS_PER_MS = 1_000_000;

    private final LongSupplier monotonic;
    private final long mostNanos;
    private long beatNanos;
    private long toldNanos;
    private long lateNanos;
    private long lostNanos;

    /**
     * @param monotonic nanoseconds
     * @param most how much all waits of a run together may grow by
     */
    LagMeter(LongSupplier monotonic, Duration most) {
        this.monotonic = monotonic;
        this.mostNanos = most.toNanos();
        this.beatNanos = monotonic.getAsLong();
        this.toldNanos = beatNanos;
    }

    /**
     * A beat.
     *
     * @param asleepNanos for how long the whole host slept since the last one; the monotonic clock stood still meanwhile
     * @return what to put on record; null when there is nothing to tell
     */
    synchronized Fact.@Nullable HostLag beat(long asleepNanos) {
        long late = count(asleepNanos);
        return lateNanos >= TELLING_NANOS || beatNanos - toldNanos >= REGULAR_NANOS ? told(late) : null;
    }

    private long count(long asleepNanos) {
        long now = monotonic.getAsLong();
        long late = lateNanos(now);
        beatNanos = now;
        lostNanos += late;
        lateNanos += late + asleepNanos;
        return late + asleepNanos;
    }

    /** The last beat: whatever has not been told. */
    synchronized Fact.HostLag last() {
        return told(count(0));
    }

    private Fact.HostLag told(long stalledNanos) {
        long lateMs = lateNanos / NANOS_PER_MS;
        Fact.HostLag lag = new Fact.HostLag(
                Math.max((beatNanos - toldNanos) / NANOS_PER_MS, lateMs), lateMs, stalledNanos / NANOS_PER_MS);
        toldNanos = beatNanos;
        lateNanos = 0;
        return lag;
    }

    private long lateNanos(long now) {
        return Math.max(0, now - beatNanos - BEAT.toNanos() - ROUGHLY_NANOS);
    }

    @Override
    public synchronized long nanos() {
        long now = monotonic.getAsLong();
        // A beat that is overdue counts: whoever looks first after a stall must know of it.
        return now - Math.min(mostNanos, lostNanos + lateNanos(now));
    }
}
