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

    /** A run whose board has been silent for so many heartbeats is stopped: well before anybody else may begin. */
    static final double LATE_AFTER = 2.5;

    /** A board that has been silent for so many is dead to others, and they let go of what it has. */
    static final int DEAD_AFTER = 6;
}
