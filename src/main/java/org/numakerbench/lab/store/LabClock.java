package org.numakerbench.lab.store;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Instant;

/**
 * The lab's time: read once, then counted by the monotonic clock. A host whose wall clock is set in mid-night neither
 * loses its leases nor takes others' away.
 */
public final class LabClock implements Clock {
    private final Instant base;
    private final long baseNanos;

    private LabClock(Instant base, long baseNanos) {
        this.base = base;
        this.baseNanos = baseNanos;
    }

    static LabClock from(Instant now) {
        return new LabClock(now, System.nanoTime());
    }

    @Override
    public Instant now() {
        return base.plusNanos(System.nanoTime() - baseNanos);
    }
}
