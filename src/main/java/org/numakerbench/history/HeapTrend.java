package org.numakerbench.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series as it is shown.
 *
 * @param builds in order
 * @param orderedByCommit true when a manifest knows its commit's place; {@link #placedByTime} names those that do not. Else builds are
 *     in the order of their first runs
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

    /** Images without a commit number among others that have one: they stand where their first run was. */
    public List<String> placedByTime() {
        return orderedByCommit
                ? builds.stream()
                        .filter(it -> it.commitNumber() == null)
                        .map(BuildPoint::image)
                        .toList()
                : List.of();
    }

    /** How the builds are ordered, in words, with those that are not. */
    public String orderWords() {
        if (!orderedByCommit) {
            return "in the order of their first runs";
        }
        List<String> placed = placedByTime();
        return "in the order of their commits"
                + (placed.isEmpty()
                        ? ""
                        : "; without a commit number, and so where their first runs were: " + String.join(", ", placed)
                                + " (bench firmware add --commit-number gives one)");
    }
}
