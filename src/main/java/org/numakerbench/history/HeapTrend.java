package org.numakerbench.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series as it is shown.
 *
 * @param builds in order
 * @param orderedByCommit true when every manifest knows its commit's place; else builds are in the order of their first runs
 * @param findings in order of builds
 * @param limitBytes what may not be exceeded: the target's RAM, less static data where the figure is heap alone; null when
 *     not known
 */
public record HeapTrend(
        SeriesKey series,
        Measure metric,
        List<BuildPoint> builds,
        boolean orderedByCommit,
        List<HeapFinding> findings,
        @Nullable Long limitBytes) {
    public HeapTrend {
        builds = List.copyOf(builds);
        findings = List.copyOf(findings);
    }
}
