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

/** All measurements of a series at a glance: a line each, the newest build's median, and what changed last. */
public final class MeasureTable {
    private MeasureTable() {}

    /** @param trends of one series, each with a build */
    public static String write(List<HeapTrend> trends) {
        StringBuilder text = new StringBuilder();
        String series = "";
        for (HeapTrend trend : trends) {
            if (!trend.series().name().equals(series)) {
                series = trend.series().name();
                text.append(SafeText.line(series)).append('\n');
            }
            List<BuildPoint> builds = trend.builds();
            double now = Samples.of(builds.get(builds.size() - 1).runs().stream()
                            .map(RunPoint::bytes)
                            .toList())
                    .median();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-44s %16s  %d builds%s%n",
                    SafeText.line(trend.metric().option()),
                    SafeText.line(Figures.with(trend.metric().unit(), now)),
                    builds.size(),
                    change(trend.findings())));
        }
        return text.toString();
    }

    private static String change(List<HeapFinding> findings) {
        if (findings.isEmpty()) {
            return "";
        }
        HeapFinding last = findings.get(findings.size() - 1);
        return "; " + last.change().kind().name().toLowerCase(Locale.ROOT) + ": "
                + SafeText.line(FindingWords.of(last));
    }
}
