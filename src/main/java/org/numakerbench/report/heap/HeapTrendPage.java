package org.numakerbench.report.heap;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.change.Change;
import org.numakerbench.report.HtmlText;
import org.numakerbench.report.PackagedText;
import org.numakerbench.text.Figures;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;

/** One self-contained page with a chart for each trend, from the template {@code src/main/jte/report/heap/heap-trend.jte}. */
public final class HeapTrendPage {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * A chart and what stands below it, ready to be written.
     *
     * @param facts how much is used and left
     */
    public record Chart(String title, String series, String facts, List<FindingRow> findings, List<BuildRow> builds) {}

    /** @param tone {@code bad}, {@code good} or {@code soft} */
    public record FindingRow(
            String kind,
            String size,
            String interval,
            String from,
            String before,
            String chance,
            String why,
            String tone) {}

    /** A build in the plain table. */
    public record BuildRow(
            String image, String build, String commit, int runs, String median, String span, String first) {}

    private HeapTrendPage() {}

    /**
     * The page as text; it asks nothing of any network.
     *
     * @param title of the page
     */
    public static String write(String title, List<HeapTrend> trends) {
        List<Data> data = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        for (HeapTrend trend : trends) {
            if (!trend.builds().isEmpty()) {
                Medians medians = Medians.of(trend);
                data.add(Data.of(trend, medians));
                charts.add(chart(trend, medians));
            }
        }
        Map<String, Object> model = Map.of(
                "title",
                title,
                "charts",
                charts,
                "data",
                harmless(JsonText.line(data)),
                "library",
                PackagedText.of(UPLOT + "uPlot.iife.min.js"),
                "style",
                PackagedText.of(UPLOT + "uPlot.min.css"));
        return HtmlText.of("report/heap/heap-trend.jte", model);
    }

    /** JSON that cannot end the element it stands in, whatever names are in it. */
    private static String harmless(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /**
     * What the script draws: arrays of numbers, a run each, so that a hundred thousand of them open at once.
     *
     * @param unit of all values
     * @param builds words, runs, median, lowest, highest, first run of each
     * @param at index of each run's build
     * @param median of a build at its first run, null at its others
     * @param findings kind, index of the first and the last build, size, whether accepted
     */
    private record Data(
            String unit,
            List<List<Object>> builds,
            List<Integer> at,
            List<Double> values,
            List<@Nullable Double> median,
            List<List<Object>> findings,
            @Nullable Long limit) {
        static Data of(HeapTrend trend, Medians medians) {
            Data data = new Data(
                    trend.metric().unit(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    trend.limitBytes());
            for (int i = 0; i < trend.builds().size(); i++) {
                BuildPoint build = trend.builds().get(i);
                double median = medians.medians()[i];
                data.builds.add(List.of(
                        SafeText.line(build.words()),
                        build.runs().size(),
                        median,
                        lowest(build),
                        highest(build),
                        TIME.format(build.first())));
                for (int run = 0; run < build.runs().size(); run++) {
                    data.at.add(i);
                    data.values.add(build.runs().get(run).bytes());
                    data.median.add(run == 0 ? median : null);
                }
            }
            for (HeapFinding finding : trend.findings()) {
                Change change = finding.change();
                data.findings.add(List.of(
                        change.kind().name(),
                        change.firstBad(),
                        change.last(),
                        change.bytes(),
                        finding.accepted() != null));
            }
            return data;
        }
    }

    private static double lowest(BuildPoint build) {
        return build.runs().stream().mapToDouble(RunPoint::bytes).min().orElse(0);
    }

    private static double highest(BuildPoint build) {
        return build.runs().stream().mapToDouble(RunPoint::bytes).max().orElse(0);
    }

    private static Chart chart(HeapTrend trend, Medians medians) {
        double now = medians.medians()[medians.medians().length - 1];
        String limit = trend.limitBytes() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.1f %% of %,d; headroom %,.0f bytes",
                        100 * now / trend.limitBytes(),
                        trend.limitBytes(),
                        trend.limitBytes() - now);
        String order = SafeText.line(trend.orderWords());
        String unit = trend.metric().unit();
        return new Chart(
                trend.metric().words(),
                SafeText.line(trend.series().words()),
                String.format(
                        Locale.ROOT,
                        "now %s%s. %s, %s.",
                        Figures.with(unit, now),
                        limit,
                        Figures.count(trend.builds().size(), "build"),
                        order),
                trend.findings().stream().map(it -> row(unit, it)).toList(),
                rows(trend, medians));
    }

    private static FindingRow row(String unit, HeapFinding finding) {
        Acceptance accepted = finding.accepted();
        String why = String.join("; ", finding.differences());
        String words = accepted == null
                ? why
                : (why.isEmpty() ? "" : why + "; ") + "accepted by " + accepted.who() + ": " + accepted.reason();
        return new FindingRow(
                (finding.isLeak() ? "leak, " : "")
                        + finding.change().kind().name().toLowerCase(Locale.ROOT),
                Figures.signed(finding.change().bytes()) + (unit.isEmpty() ? "" : " " + unit),
                span(finding.change().lowBytes(), finding.change().highBytes()),
                SafeText.line(finding.firstBad().words()),
                SafeText.line(finding.lastGood().words()),
                FindingWords.chance(finding.change().falseAlarm()),
                SafeText.line(words),
                accepted != null ? "soft" : finding.isGrowth() ? "bad" : "good");
    }

    private static String span(double low, double high) {
        return Figures.of(low) + " to " + Figures.of(high);
    }

    private static List<BuildRow> rows(HeapTrend trend, Medians medians) {
        List<BuildRow> rows = new ArrayList<>();
        for (int i = 0; i < trend.builds().size(); i++) {
            BuildPoint build = trend.builds().get(i);
            double low = lowest(build);
            double high = highest(build);
            rows.add(new BuildRow(
                    SafeText.line(build.image()),
                    SafeText.line(Objects.requireNonNullElse(build.buildId(), "")),
                    SafeText.line(Objects.requireNonNullElse(build.commit(), "")),
                    build.runs().size(),
                    Figures.of(medians.medians()[i]),
                    low == high ? "" : span(low, high),
                    TIME.format(build.first())));
        }
        return rows;
    }
}
