package org.numakerbench.history;

import java.time.Instant;

/**
 * A change that somebody takes as it is.
 *
 * @param sha256 of the first image that has it
 * @param bytes its size when it was accepted
 * @param reason in the words of {@code who}
 */
public record Acceptance(
        SeriesKey series, Metric metric, String sha256, long bytes, String reason, String who, Instant at) {}
