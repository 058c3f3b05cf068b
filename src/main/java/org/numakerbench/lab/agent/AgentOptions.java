package org.numakerbench.lab.agent;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How an agent works.
 *
 * @param out directory of run directories
 * @param heartbeat how often it says that it is there; the same on all hosts of a lab
 * @param minFreeBytes what must be free on the disk of {@code out} before a run begins
 */
public record AgentOptions(Path out, Duration heartbeat, long minFreeBytes) {
    /** A run of these boards takes a minute or so; a host that died is noticed within half a minute. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** A run's directory takes 1 MB; 32 boards at once, and then some. */
    public static final long MIN_FREE_BYTES = 64L * 1024 * 1024;

    /** A lease outlives two heartbeats that failed. */
    Duration lease() {
        return heartbeat.multipliedBy(3);
    }

    /** A run whose lease could not be renewed for so long is stopped: before anybody else may begin. */
    Duration letGo() {
        return heartbeat.multipliedBy(5).dividedBy(2);
    }
}
