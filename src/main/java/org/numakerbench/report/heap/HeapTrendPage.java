package org.numakerbench.report.heap;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.report.HtmlText;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.SafeText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One self-contained page with a chart for each trend, from the template {@code src/main/jte/report/heap-trend.jte}. */
public final class HeapTrendPage {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = JsonText.MAPPER;

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

    /** The page as text; it asks nothing of any network. */
    public static String write(List<HeapTrend> trends) {
        ArrayNode data = MAPPER.createArrayNode();
        List<Chart> charts = new ArrayList<>();
        for (HeapTrend trend : trends) {
            if (!trend.builds().isEmpty()) {
                Medians medians = Medians.of(trend);
                data(data.addObject(), trend, medians);
                charts.add(chart(trend, medians));
            }
        }
        Map<String, Object> model = Map.of(
                "charts",
                charts,
                "data",
                harmless(JsonText.line(data)),
                "library",
                resource("uPlot.iife.min.js"),
                "style",
                resource("uPlot.min.css"));
        return HtmlText.of(page -> Pages.ENGINE.render("heap-trend.jte", model, page));
    }

    /** JSON that cannot end the element it stands in, whatever names are in it. */
    private static String harmless(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** Arrays of numbers, a run each: a hundred thousand of them open at once. */
    private static void data(ObjectNode json, HeapTrend trend, Medians medians) {
        ArrayNode builds = json.putArray("builds");
        ArrayNode at = json.putArray("at");
        ArrayNode bytes = json.putArray("bytes");
        ArrayNode middle = json.putArray("median");
        for (int i = 0; i < trend.builds().size(); i++) {
            BuildPoint build = trend.builds().get(i);
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            boolean first = true;
            for (RunPoint run : build.runs()) {
                at.add(i);
                bytes.add(run.bytes());
                if (first) {
                    middle.add(medians.medians()[i]);
                } else {
                    middle.addNull();
                }
                first = false;
                low = Math.min(low, run.bytes());
                high = Math.max(high, run.bytes());
            }
            builds.addArray()
                    .add(SafeText.line(build.words()))
                    .add(build.runs().size())
                    .add(medians.medians()[i])
                    .add(low)
                    .add(high)
                    .add(TIME.format(build.first()));
        }
        ArrayNode findings = json.putArray("findings");
        for (HeapFinding finding : trend.findings()) {
            findings.addArray()
                    .add(finding.change().kind().name())
                    .add(finding.change().firstBad())
                    .add(finding.change().last())
                    .add(finding.change().bytes())
                    .add(finding.accepted() != null);
        }
        json.put("limit", trend.limitBytes());
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
        String order = trend.orderedByCommit() ? "in the order of their commits" : "in the order of their first runs";
        return new Chart(
                trend.metric().words(),
                SafeText.line(trend.series().name()),
                String.format(
                        Locale.ROOT,
                        "now %,.0f bytes%s. %,d builds, %s.",
                        now,
                        limit,
                        trend.builds().size(),
                        order),
                trend.findings().stream().map(HeapTrendPage::row).toList(),
                rows(trend, medians));
    }

    private static FindingRow row(HeapFinding finding) {
        Acceptance accepted = finding.accepted();
        String why = String.join("; ", finding.differences());
        String words = accepted == null
                ? why
                : (why.isEmpty() ? "" : why + "; ") + "accepted by " + accepted.who() + ": " + accepted.reason();
        return new FindingRow(
                (finding.isLeak() ? "leak, " : "")
                        + finding.change().kind().name().toLowerCase(Locale.ROOT),
                String.format(Locale.ROOT, "%+,.0f bytes", finding.change().bytes()),
                String.format(
                        Locale.ROOT,
                        "%,.0f to %,.0f",
                        finding.change().lowBytes(),
                        finding.change().highBytes()),
                SafeText.line(finding.firstBad().words()),
                SafeText.line(finding.lastGood().words()),
                String.format(Locale.ROOT, "%.1g", finding.change().falseAlarm()),
                SafeText.line(words),
                accepted != null ? "soft" : finding.isGrowth() ? "bad" : "good");
    }

    private static List<BuildRow> rows(HeapTrend trend, Medians medians) {
        List<BuildRow> rows = new ArrayList<>();
        for (int i = 0; i < trend.builds().size(); i++) {
            BuildPoint build = trend.builds().get(i);
            double low =
                    build.runs().stream().mapToDouble(RunPoint::bytes).min().orElse(0);
            double high =
                    build.runs().stream().mapToDouble(RunPoint::bytes).max().orElse(0);
            rows.add(new BuildRow(
                    SafeText.line(build.image()),
                    SafeText.line(Objects.requireNonNullElse(build.buildId(), "")),
                    SafeText.line(Objects.requireNonNullElse(build.commit(), "")),
                    build.runs().size(),
                    String.format(Locale.ROOT, "%,.0f", medians.medians()[i]),
                    low == high ? "" : String.format(Locale.ROOT, "%,.0f to %,.0f", low, high),
                    TIME.format(build.first())));
        }
        return rows;
    }

    private static String resource(String name) {
        try (InputStream in = HeapTrendPage.class.getResourceAsStream(UPLOT + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loaded with the first page. */
    private static final class Pages {
        private static final TemplateEngine ENGINE =
                TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.numakerbench.report.page");
    }
}
