package org.numakerbench.history;

import java.time.Instant;

/**
 * A change that somebody takes as it is.
 *
 * @param sha256 of the first image that has it
 * @param metric key of what changed
 * @param bytes how much worse it was when it was accepted, in the unit of the figure, rounded up
 * @param reason in the words of {@code who}
 */
public record Acceptance(
        SeriesKey series, String metric, String sha256, long bytes, String reason, String who, Instant at) {
    /** Of this figure. */
    public Acceptance(
            SeriesKey series, Measure measure, String sha256, long bytes, String reason, String who, Instant at) {
        this(series, measure.key(), sha256, bytes, reason, who, at);
    }
}
