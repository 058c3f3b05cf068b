package org.numakerbench.lab.store;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The lab's time, which all its hosts agree on: the database's, counted on by the monotonic clock. A host whose wall clock is
 * set in mid-night neither loses its leases nor takes others' away.
 */
public final class LabClock implements Clock {
    /** Monotonic clocks drift by some seconds a day; a difference of more means that the database's clock was set. */
    static final Duration DRIFT = Duration.ofSeconds(5);

    private volatile Reading reading;

    private record Reading(Instant at, long nanos) {
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    private LabClock(Reading reading) {
        this.reading = reading;
    }

    static LabClock from(Instant now) {
        return new LabClock(new Reading(now, System.nanoTime()));
    }

    @Override
    public Instant now() {
        return reading.now();
    }

    /**
     * Follows the database's clock. One that was set is not followed: boards would be found dead in mid-run.
     *
     * @param database what it shows now
     * @return whether it was followed
     */
    boolean follow(Instant database) {
        Reading fresh = new Reading(database, System.nanoTime());
        if (Duration.between(now(), database).abs().compareTo(DRIFT) > 0) {
            return false;
        }
        reading = fresh;
        return true;
    }
}
