package org.numakerbench.report.measure;

import java.util.List;
import java.util.Locale;
import org.numakerbench.history.HeapTrend;

/** All measurements of a series at a glance: a line each, the newest build's median, and what changed last. */
public final class MeasureTable {
    private MeasureTable() {}

    /** @param trends of one series, each with a build */
    public static String write(List<HeapTrend> trends) {
        StringBuilder text = new StringBuilder();
        String series = "";
        for (HeapTrend trend : trends) {
            MeasureGlance it = MeasureGlance.of(trend);
            if (!it.series().equals(series)) {
                series = it.series();
                text.append(series).append('\n');
            }
            String change = it.change().isEmpty() ? "" : "; " + it.change();
            text.append(String.format(Locale.ROOT, "  %-44s %16s  %s%s%n", it.name(), it.now(), it.builds(), change));
        }
        return text.toString();
    }
}
