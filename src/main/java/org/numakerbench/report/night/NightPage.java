package org.numakerbench.report.night;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.lab.night.Cause;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.HeapChange;
import org.numakerbench.lab.night.NightReport.News;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.model.Owner;
import org.numakerbench.report.HtmlText;
import org.numakerbench.text.SafeText;

/**
 * The morning page, one self-contained HTML file, from the template {@code src/main/jte/report/night/night.jte}. It asks nothing of
 * any network.
 */
public final class NightPage {
    /** How many runs came to a word. */
    public record Tile(String css, String sign, String words, long count) {}

    /** Something about one cell. */
    public record Line(
            String css,
            String sign,
            String what,
            String words,
            @Nullable String href) {}

    /** A memory figure that changed. */
    public record HeapLine(String what, String change, String words, boolean grew) {}

    /** What happened to the lab, and how often. */
    public record RemarkLine(String time, String host, String words, int times) {}

    private final NightReport report;
    private final RunLinks links;

    private NightPage(NightReport report, RunLinks links) {
        this.report = report;
        this.links = links;
    }

    /**
     * The page as text.
     *
     * @param exitCode of the night: whether it is good, and by whose fault it is not
     */
    public static String write(NightReport report, RunLinks links, int exitCode) {
        return HtmlText.of("report/night/night.jte", new NightPage(report, links).model(exitCode));
    }

    private Map<String, Object> model(int exitCode) {
        List<CauseCard> causes = causes();
        NightRow night = report.night();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("plan", SafeText.line(night.plan()));
        model.put("night", SafeText.line(night.night()));
        model.put("when", when(night));
        model.put(
                "against",
                report.before() == null ? "" : SafeText.line(report.before().night()));
        model.put("verdict", Verdict.of(report));
        model.put("tone", tone(exitCode));
        model.put("size", size());
        model.put("tiles", tiles());
        model.put("open", report.open());
        model.put("fresh", causes.stream().filter(CauseCard::isNew).toList());
        int still = report.with(News.STILL_FAILING).size();
        model.put("stillFailing", still == 0 ? "" : Verdict.known(still));
        model.put("fixed", report.fixed().stream().map(this::fixed).toList());
        model.put("flakyDevice", flaky(true));
        model.put("flakyOthers", flaky(false));
        model.put("regressions", safe(report.heapRegressions()));
        model.put("suspects", safe(report.heapSuspects()));
        model.put("heap", report.heapChanges().stream().map(NightPage::heap).toList());
        model.put("device", of(causes, Owner.DEVICE));
        model.put("cloud", of(causes, Owner.CLOUD));
        model.put("bench", of(causes, Owner.BENCH));
        model.put("setup", of(causes, Owner.SETUP));
        model.put("notRun", of(causes, Owner.NOBODY));
        model.put("remarks", remarks(report.remarks()));
        model.put("matrix", MatrixView.of(report, links));
        model.put("runs", Runs.of(report, links));
        model.put("retries", report.retries());
        return model;
    }

    private static String when(NightRow night) {
        Long ended = night.endedMs();
        String began = minute(night.startedMs());
        return ended == null
                ? began + " UTC, still under way"
                : began + " to " + minute(ended) + " UTC, "
                        + Runs.took(Duration.ofMillis(Math.max(0, ended - night.startedMs())))
                        + (night.cancelledMs() == null ? "" : ", cancelled");
    }

    private static String minute(long ms) {
        return Instant.ofEpochMilli(ms).toString().substring(0, 16).replace('T', ' ');
    }

    private static String tone(int exitCode) {
        return switch (exitCode) {
            case 0 -> "good";
            case 1 -> "bad";
            default -> "warn";
        };
    }

    /** "144 runs, 12 boards, 4 images". */
    private String size() {
        int places = report.places().size();
        int builds = report.columns().size();
        return report.runs()
                + (report.runs() == 1 ? " run, " : " runs, ")
                + places
                + (places == 1 ? " board, " : " boards, ")
                + builds
                + (builds == 1 ? " image" : " images");
    }

    private List<Tile> tiles() {
        Map<ItemOutcome, Long> counts = report.counts();
        return java.util.Arrays.stream(ItemOutcome.values())
                .sorted(Comparator.reverseOrder())
                .filter(it -> it == ItemOutcome.PASS || counts.containsKey(it))
                .map(it -> new Tile(it.css(), Symbols.sign(it), it.words(), counts.getOrDefault(it, 0L)))
                .toList();
    }

    private List<CauseCard> causes() {
        List<CauseCard> cards = new ArrayList<>();
        for (Cause cause : report.causes()) {
            cards.add(CauseCard.of(
                    "cause-" + (cards.size() + 1),
                    new CauseWords(report, cause),
                    hit -> Runs.href(links, hit.result().telling())));
        }
        return cards;
    }

    private static List<CauseCard> of(List<CauseCard> causes, Owner owner) {
        return causes.stream().filter(it -> it.owner() == owner).toList();
    }

    private Line fixed(NightCell cell) {
        return new Line(
                ItemOutcome.PASS.css(),
                Symbols.sign(ItemOutcome.PASS),
                what(cell),
                SafeText.line("passes; " + report.before(cell)),
                Runs.href(links, cell.worst().telling()));
    }

    /** A device that failed at first is another matter than a bench that did. */
    private List<Line> flaky(boolean byDevice) {
        List<Line> lines = new ArrayList<>();
        for (NightCell cell : report.flaky()) {
            for (NightCell.Result result : cell.results()) {
                if (result.word() == ItemOutcome.FLAKY && (result.owner() == Owner.DEVICE) == byDevice) {
                    lines.add(new Line(
                            ItemOutcome.FLAKY.css(),
                            Symbols.sign(ItemOutcome.FLAKY),
                            what(cell)
                                    + (cell.results().size() == 1
                                            ? ""
                                            : ", run " + result.item().repeat()),
                            SafeText.line(result.reason()),
                            Runs.href(links, result.telling())));
                }
            }
        }
        return lines;
    }

    private static String what(NightCell cell) {
        return SafeText.line(cell.place() + " · " + cell.build());
    }

    private static HeapLine heap(HeapChange change) {
        return new HeapLine(
                what(change.cell()),
                String.format(Locale.ROOT, "%+,d bytes", change.growthBytes()),
                String.format(Locale.ROOT, "peak %,d, was %,d", change.nowBytes(), change.beforeBytes())
                        + (change.isSameBuild() ? "; the same build" : ""),
                change.growthBytes() > 0);
    }

    private static List<RemarkLine> remarks(List<Remark> remarks) {
        Map<String, RemarkLine> lines = new LinkedHashMap<>();
        for (Remark each : remarks) {
            lines.merge(
                    each.host() + "\n" + each.words(),
                    new RemarkLine(
                            each.at().toString().substring(0, 16).replace('T', ' '),
                            SafeText.line(each.host()),
                            SafeText.line(each.words()),
                            1),
                    (first, again) -> new RemarkLine(first.time(), first.host(), first.words(), first.times() + 1));
        }
        return List.copyOf(lines.values());
    }

    private static List<String> safe(List<String> lines) {
        return lines.stream().map(SafeText::line).toList();
    }
}
