package org.numakerbench.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What the report page shows, ready to be printed. */
public record ReportPage(
        RunContext context,
        Judgement judgement,
        String started,
        String took,
        List<Row> rows,
        List<WireLine> wire,
        List<LogLine> log,
        HeapBar heap) {

    /** One finding with the evidence beside it. */
    public record Row(Finding finding, String claim, List<LogLine> evidence) {}

    /** One line of UART text with the verdict of the claim that begins there; empty when none was judged. */
    public record WireLine(int number, String text, String verdict, boolean damaged) {}

    /** One evidence entry in words. */
    public record LogLine(long seq, String time, String what, String detail) {}

    /** Widths in percent of the target's RAM; {@code label} says it in words. */
    public record HeapBar(double staticPercent, double heapPercent, String label) {}

    static ReportPage of(RunRecord record) {
        Map<Long, LogLine> log = new HashMap<>();
        List<LogLine> lines = new ArrayList<>();
        for (EvidenceEntry entry : record.entries()) {
            LogLine line = EvidenceWords.line(entry);
            log.put(entry.seq(), line);
            lines.add(line);
        }
        List<Row> rows = new ArrayList<>();
        for (Finding finding : record.judgement().findings()) {
            List<LogLine> evidence = finding.evidence().stream()
                    .map(log::get)
                    .filter(line -> line != null && !line.what().equals("UART"))
                    .toList();
            rows.add(new Row(finding, SafeText.block(finding.claim() == null ? "" : finding.claim()), evidence));
        }
        return new ReportPage(
                record.context(),
                record.judgement(),
                record.started().toString().substring(0, 19).replace('T', ' ') + " UTC",
                String.format(
                        Locale.ROOT,
                        "%.1f s",
                        Duration.between(record.started(), record.ended()).toMillis() / 1000.0),
                rows,
                wire(record),
                lines,
                heap(record.judgement().heap()));
    }

    private static List<WireLine> wire(RunRecord record) {
        Map<Integer, String> verdicts = new HashMap<>();
        record.judgement().findings().forEach(finding -> {
            if (finding.line() != null) {
                verdicts.merge(finding.line(), finding.verdict().name(), (one, other) -> other);
            }
        });
        Map<Integer, Boolean> damaged = new HashMap<>();
        for (Claim claim : record.claims()) {
            damaged.merge(claim.line(), claim.kind() == ClaimKind.UNRECOGNISED, Boolean::logicalOr);
        }
        List<WireLine> lines = new ArrayList<>();
        for (String line : textSinceReset(record).split("\n", -1)) {
            int number = lines.size() + 1;
            lines.add(new WireLine(
                    number,
                    SafeText.line(line.replaceAll("\r+$", "")),
                    verdicts.getOrDefault(number, ""),
                    damaged.getOrDefault(number, false)));
        }
        return lines;
    }

    private static String textSinceReset(RunRecord record) {
        StringBuilder text = new StringBuilder();
        for (EvidenceEntry entry : record.entries()) {
            if (entry.fact() instanceof Fact.ResetIssued) {
                text.setLength(0);
            } else if (entry.fact() instanceof Fact.UartReceived it) {
                text.append(it.bytes().latin1());
            }
        }
        return text.toString();
    }

    private static HeapBar heap(Judgement.Heap heap) {
        Long max = heap.maxBytes();
        double ram = Math.max(1, heap.ramBytes());
        if (max == null) {
            return new HeapBar(0, 0, "The device reported no heap figures.");
        }
        long fixed = heap.staticBytes() == null ? 0 : heap.staticBytes();
        String label = String.format(
                Locale.ROOT,
                "%speak heap %,d of %,d bytes RAM (%.1f %%), %,d in use at the end, %,d bytes headroom",
                fixed == 0 ? "" : String.format(Locale.ROOT, "static %,d and ", fixed),
                max,
                heap.ramBytes(),
                100 * (max + fixed) / ram,
                heap.currentBytes() == null ? 0 : heap.currentBytes(),
                heap.ramBytes() - max - fixed);
        return new HeapBar(Math.min(100, 100 * fixed / ram), Math.min(100, 100 * max / ram), label);
    }

    /** The step's claims confirmed or not, for a count. */
    public long count(String verdict) {
        return rows.stream()
                .filter(row -> row.finding().verdict().name().equals(verdict))
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
