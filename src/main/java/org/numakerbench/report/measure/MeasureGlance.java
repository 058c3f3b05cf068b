package org.numakerbench.report.measure;

import java.util.List;
import java.util.Locale;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.model.Samples;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;

/**
 * A measurement at a glance, in words.
 *
 * @param now median of the newest build, with the unit
 * @param builds how many
 * @param change what changed last; empty when nothing did
 * @param worse true when that change is for the worse and nobody accepted it
 */
public record MeasureGlance(String series, String name, String now, String builds, String change, boolean worse) {
    /** @param trend with a build at least */
    public static MeasureGlance of(HeapTrend trend) {
        List<BuildPoint> builds = trend.builds();
        double now = Samples.of(builds.get(builds.size() - 1).runs().stream()
                        .map(RunPoint::bytes)
                        .toList())
                .median();
        List<HeapFinding> findings = trend.findings();
        HeapFinding last = findings.isEmpty() ? null : findings.get(findings.size() - 1);
        return new MeasureGlance(
                SafeText.line(trend.series().name()),
                SafeText.line(trend.metric().option()),
                SafeText.line(Figures.with(trend.metric().unit(), now)),
                Figures.count(builds.size(), "build"),
                last == null
                        ? ""
                        : last.change().kind().name().toLowerCase(Locale.ROOT) + ": "
                                + SafeText.line(FindingWords.of(last)),
                last != null && last.isGrowth() && last.accepted() == null);
    }
}
