package org.numakerbench.web.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.report.measure.MeasureGlance;
import org.numakerbench.text.Figures;

/**
 * All measurements at a glance.
 *
 * @param leftOut how many more there are; empty when all stand here
 */
public record MeasurementsPage(List<Series> series, String leftOut) {
    /** One series' measurements. */
    public record Series(String name, List<Row> rows) {}

    /** @param href of its chart */
    public record Row(MeasureGlance glance, String href) {}

    public MeasurementsPage {
        series = List.copyOf(series);
    }

    /** @param trends those without a build are passed over */
    public static MeasurementsPage of(List<HeapTrend> trends, int leftOut) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (HeapTrend trend : trends) {
            if (!trend.builds().isEmpty()) {
                MeasureGlance glance = MeasureGlance.of(trend);
                rows.computeIfAbsent(glance.series(), it -> new ArrayList<>())
                        .add(new Row(
                                glance,
                                "/measurements?series="
                                        + Links.part(trend.series().name()) + "&name="
                                        + Links.part(trend.metric().option())));
            }
        }
        List<Series> all = new ArrayList<>();
        rows.forEach((name, its) -> all.add(new Series(name, its)));
        return new MeasurementsPage(
                all,
                leftOut == 0 ? "" : Figures.count(leftOut, "more measurement") + " left out; bench trend shows all");
    }
}
