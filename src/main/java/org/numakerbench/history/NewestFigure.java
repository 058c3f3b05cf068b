package org.numakerbench.history;

import java.time.Instant;

/**
 * What the newest run of a series measured.
 *
 * @param started when that run began
 * @param median of its samples, in the measure's unit
 */
public record NewestFigure(SeriesKey series, Instant started, NamedMeasure measure, double median) {}
