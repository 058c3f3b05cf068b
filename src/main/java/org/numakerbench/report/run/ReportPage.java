package org.numakerbench.report.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.report.HtmlText;
import org.numakerbench.report.chart.Svg;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.Standing;
import org.numakerbench.uart.WireStandings;

/** What {@code report.html} shows, one self-contained file from the template {@code src/main/jte/report/run/report.jte}. */
public record ReportPage(
        RunContext context,
        Judgement judgement,
        String started,
        String took,
        @Nullable RunCause cause,
        List<Group> groups,
        Fold<WireLine> wire,
        Fold<LogLine> log,
        HeapBar heap,
        List<MeasurementRow> measurements) {
    /** Characters of each part; together a page that every browser opens at once. */
    private static final int ROWS_ROOM = 120_000;

    private static final int WIRE_ROOM = 500_000;
    private static final int LOG_ROOM = 700_000;
    /** What the markup of one takes. */
    private static final int ROW_MARKUP = 400;

    private static final int LINE_MARKUP = 130;
    private static final int ENTRY_MARKUP = 70;
    private static final int LONGEST_LINE = 4000;
    /** A finding rests on a few entries; one about a flood on a thousand. */
    private static final int MOST_EVIDENCE = 20;

    /** As the page counts them, the gravest first. */
    public static final List<String> VERDICTS = List.of("refuted", "unclaimed", "unseen", "uncheckable", "confirmed");

    /** All findings with one verdict, by its word in lower case. */
    public record Group(String verdict, Fold<Row> rows) {
        /** As it should be, or not to be known: opened on demand. */
        public boolean isFolded() {
            return verdict.equals("confirmed") || verdict.equals("uncheckable");
        }
    }

    /**
     * One finding with the evidence beside it.
     *
     * @param moreEvidence entries that are not shown
     */
    public record Row(Finding finding, String claim, List<LogLine> evidence, int moreEvidence) {
        int weight() {
            return ROW_MARKUP
                    + Fold.inHtml(claim)
                    + Fold.inHtml(finding.reason())
                    + evidence.stream().mapToInt(LogLine::weight).sum();
        }
    }

    /**
     * One line of UART text.
     *
     * @param verdict of the claim that begins there; empty when none was judged
     * @param standing what is made of the line
     */
    public record WireLine(int number, String text, String verdict, Standing standing) {
        /** Against what it is held, or why it carries no claim. */
        public String why() {
            return standing.sort().word() + ": " + standing.words();
        }

        /** No line of the firmware. */
        public boolean damaged() {
            return standing.sort() == Standing.Sort.NOT_UNDERSTOOD;
        }

        int weight() {
            return LINE_MARKUP + why().length() + Fold.inHtml(text);
        }
    }

    /** One evidence entry in words. */
    public record LogLine(long seq, String time, String what, String detail) {
        int weight() {
            return ENTRY_MARKUP + Fold.inHtml(what) + Fold.inHtml(detail);
        }
    }

    /** A bar as wide as the target's RAM, empty where there is nothing to draw; {@code label} says it in words. */
    public record HeapBar(String drawing, String label) {
        static HeapBar of(String label, double staticPercent, double heapPercent) {
            Svg bar = Svg.bar("bar", label).rect("fixed", 0, staticPercent).rect("used", staticPercent, heapPercent);
            return new HeapBar(bar.text(), label);
        }
    }

    /** The page as text. */
    public static String write(RunRecord record) {
        return HtmlText.of("report/run/report.jte", Map.of("page", of(record)));
    }

    static ReportPage of(RunRecord record) {
        Judgement judgement = ShortTexts.of(record.judgement());
        Map<Long, LogLine> evidence = evidence(record.entries(), judgement.findings());
        return new ReportPage(
                record.context(),
                judgement,
                record.started().toString().substring(0, 19).replace('T', ' ') + " UTC",
                String.format(
                        Locale.ROOT,
                        "%.1f s",
                        Duration.between(record.started(), record.ended()).toMillis() / 1000.0),
                RunCause.of(record, judgement).orElse(null),
                groups(judgement, evidence),
                wire(record),
                Fold.of(record.entries(), EvidenceWords::line, LogLine::weight, LOG_ROOM),
                heap(judgement.heap()),
                judgement.measurements().stream().map(MeasurementRow::of).toList());
    }

    private static Map<Long, LogLine> evidence(List<EvidenceEntry> entries, List<Finding> findings) {
        Set<Long> wanted = new HashSet<>();
        findings.forEach(it -> it.evidence().stream().limit(MOST_EVIDENCE + 1L).forEach(wanted::add));
        Map<Long, LogLine> lines = new HashMap<>();
        for (EvidenceEntry entry : entries) {
            if (!(entry.fact() instanceof Fact.UartReceived) && wanted.contains(entry.seq())) {
                lines.put(entry.seq(), EvidenceWords.line(entry));
            }
        }
        return lines;
    }

    private static List<Group> groups(Judgement judgement, Map<Long, LogLine> evidence) {
        List<Group> groups = new ArrayList<>();
        for (String verdict : VERDICTS) {
            List<Finding> findings = judgement.findings().stream()
                    .filter(it -> css(it.verdict()).equals(verdict))
                    .toList();
            if (!findings.isEmpty()) {
                groups.add(new Group(
                        verdict, Fold.of(findings, finding -> row(finding, evidence), Row::weight, ROWS_ROOM)));
            }
        }
        return List.copyOf(groups);
    }

    private static Row row(Finding finding, Map<Long, LogLine> lines) {
        List<LogLine> evidence = finding.evidence().stream()
                .limit(MOST_EVIDENCE)
                .map(lines::get)
                .filter(Objects::nonNull)
                .toList();
        return new Row(
                finding,
                RunCause.lineEnds(finding.claim() == null ? "" : finding.claim()),
                evidence,
                Math.max(0, finding.evidence().size() - MOST_EVIDENCE));
    }

    private static Fold<WireLine> wire(RunRecord record) {
        Map<Integer, String> verdicts = new HashMap<>();
        record.judgement().findings().forEach(finding -> {
            if (finding.line() != null) {
                verdicts.merge(finding.line(), finding.verdict().name(), (one, other) -> other);
            }
        });
        TextLines lines = new TextLines(record.captureSinceReset());
        Judgement.Wire wire = record.judgement().wire();
        WireStandings standings = new WireStandings(
                record.context().firmware(), record.claims(), lines.size(), wire == null ? lines.size() : wire.until());
        return Fold.of(
                lines,
                line -> new WireLine(
                        line.number(),
                        RunCause.lineEnds(Shortened.to(LONGEST_LINE, line.text())),
                        verdicts.getOrDefault(line.number(), ""),
                        Objects.requireNonNullElse(standings.of(line.number()), Standing.UNKNOWN)),
                WireLine::weight,
                WIRE_ROOM);
    }

    private static HeapBar heap(Judgement.Heap heap) {
        Long max = heap.maxBytes();
        if (max == null) {
            return new HeapBar("", "The device reported no heap figures.");
        }
        long fixed = heap.staticBytes() == null ? 0 : heap.staticBytes();
        if (heap.ramBytes() == null) {
            return new HeapBar(
                    "", String.format(Locale.ROOT, "peak heap %,d bytes; the target's RAM is not known", max));
        }
        double ram = Math.max(1, heap.ramBytes());
        String label = String.format(
                Locale.ROOT,
                "%speak heap %,d of %,d bytes RAM (%.1f %%), %,d in use at the end, %,d bytes headroom",
                fixed == 0 ? "" : String.format(Locale.ROOT, "static %,d and ", fixed),
                max,
                heap.ramBytes(),
                100 * (max + fixed) / ram,
                heap.currentBytes() == null ? 0 : heap.currentBytes(),
                heap.ramBytes() - max - fixed);
        return HeapBar.of(label, Math.min(100, 100 * fixed / ram), Math.min(100, 100 * max / ram));
    }

    /** Who has to act and where, of what did not pass; empty for a pass. */
    public String causeWords() {
        return CauseLine.of(
                judgement,
                cause == null || cause.finding() == null
                        ? null
                        : cause.finding().step());
    }

    /** The step's claims confirmed or not, for a count. */
    public long count(String verdict) {
        return judgement.findings().stream()
                .filter(it -> it.verdict().name().equals(verdict))
                .count();
    }

    /** The first digits of the image's SHA-256, enough to tell images apart. */
    public String shaBegins() {
        String sha = context.image().sha256();
        return sha.substring(0, Math.min(16, sha.length()));
    }

    /** Lower case, for a CSS class. */
    public static String css(@Nullable Object word) {
        return String.valueOf(word).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
