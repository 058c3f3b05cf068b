package org.numakerbench.report.heap;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.SeriesKey;

/** What the JSON of every trend has, of the heap or of any measurement. */
public final class TrendParts {
    private TrendParts() {}

    /** A series by its name and by what makes it one. */
    public record Series(String name, @JsonUnwrapped SeriesKey key) {
        public static Series of(HeapTrend it) {
            return new Series(it.series().name(), it.series());
        }
    }

    /** How sure a finding is, and of which builds it tells, by their images. */
    public record Builds(double falseAlarm, String lastGood, String firstBad, String last) {
        public static Builds of(HeapFinding it) {
            return new Builds(
                    it.change().falseAlarm(),
                    it.lastGood().image(),
                    it.firstBad().image(),
                    it.last().image());
        }
    }
}
