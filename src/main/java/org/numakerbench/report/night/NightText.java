package org.numakerbench.report.night;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.numakerbench.lab.night.Cause;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.HeapChange;
import org.numakerbench.model.Owner;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Help.Ansi;

/** A night in a terminal: what is new first, then the causes, then the boards that had trouble. */
public final class NightText {
    private final NightReport report;
    private final Ansi ansi;
    private final List<String> lines = new ArrayList<>();

    private NightText(NightReport report, boolean colour) {
        this.report = report;
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
    }

    /** The text, its lines ended. */
    public static String write(NightReport report, boolean colour) {
        return new NightText(report, colour).text();
    }

    private String text() {
        boolean failed = report.counts().keySet().stream().anyMatch(ItemOutcome::isFailure);
        line(styled("bold," + (failed ? "red" : "green"), Verdict.of(report)) + "  "
                + plain(report.night().night()));
        line(plain(report.headline()));
        List<CauseWords> causes =
                report.causes().stream().map(it -> new CauseWords(report, it)).toList();
        causes(
                "New"
                        + (report.before() == null
                                ? ""
                                : " since " + report.before().night()),
                causes.stream().filter(CauseWords::isNew).toList());
        cells("Fixed", report.fixed(), "green");
        flaky();
        memory();
        causes(
                "As before",
                causes.stream()
                        .filter(it -> !it.isNew() && it.cause().word().isFailure())
                        .toList());
        causes(
                "Not run",
                causes.stream()
                        .filter(it -> it.cause().word() == ItemOutcome.NOT_RUN)
                        .toList());
        if (!report.remarks().isEmpty()) {
            head("The lab");
            report.remarks()
                    .forEach(it -> line(
                            "  " + it.at().toString().substring(11, 16) + "  " + plain(it.host() + ": " + it.words())));
        }
        boards();
        return String.join("\n", lines) + "\n";
    }

    private void causes(String title, List<CauseWords> causes) {
        if (causes.isEmpty()) {
            return;
        }
        head(title);
        for (CauseWords words : causes) {
            Cause cause = words.cause();
            String whose = cause.owner() == Owner.NOBODY ? "" : cause.owner().word() + ": ";
            line("  " + signed(cause.word()) + "  " + styled("bold", whose + words.title()) + "  "
                    + plain(words.extent()));
            line("      " + plain(cause.reason()));
            words.since().forEach(it -> line("      " + plain(it)));
            words.contrast().forEach(it -> line("      " + plain(it)));
        }
    }

    private void cells(String title, List<NightCell> cells, String colour) {
        if (cells.isEmpty()) {
            return;
        }
        head(title);
        for (NightCell cell : cells) {
            line("  " + styled(colour, Symbols.plainSign(cell.word())) + "  "
                    + plain(cell.place() + " " + cell.build() + "  " + report.before(cell)));
        }
    }

    private void flaky() {
        if (report.flaky().isEmpty()) {
            return;
        }
        head("Flaky");
        for (NightCell cell : report.flaky()) {
            cell.results().stream()
                    .filter(it -> it.word() == ItemOutcome.FLAKY)
                    .forEach(it -> line("  " + signed(ItemOutcome.FLAKY) + "  "
                            + plain(cell.place() + " " + cell.build() + "  " + it.reason())));
        }
    }

    private void memory() {
        List<HeapChange> changes = report.heapChanges();
        if (changes.isEmpty()
                && report.heapRegressions().isEmpty()
                && report.heapSuspects().isEmpty()) {
            return;
        }
        head("Memory and measurements");
        report.heapRegressions().forEach(it -> line("  " + styled("red", "XX") + "  " + plain(it)));
        report.heapSuspects().forEach(it -> line("  " + styled("yellow", "??") + "  " + plain(it)));
        for (HeapChange each : changes) {
            line(String.format(Locale.ROOT, "      %+,d bytes  ", each.growthBytes())
                    + plain(each.cell().place() + " " + each.cell().build())
                    + (each.isSameBuild() ? "  (the same build)" : ""));
        }
    }

    /** Rows in which everything passed at once are counted only: a terminal is narrow and mornings are short. */
    private void boards() {
        List<NightCell.Key> columns = report.columns();
        head("Boards");
        int width = report.places().stream()
                .mapToInt(it -> SafeText.line(it).length())
                .max()
                .orElse(0);
        List<String> rows = new ArrayList<>();
        int quiet = 0;
        for (String place : report.places()) {
            List<NightCell> its = new ArrayList<>();
            StringBuilder row = new StringBuilder();
            for (NightCell.Key column : columns) {
                NightCell cell = report.at(place, column);
                row.append("  ").append(cell == null ? "      " : cell(cell));
                if (cell != null) {
                    its.add(cell);
                }
            }
            if (its.stream().allMatch(it -> it.word() == ItemOutcome.PASS && !it.isOpen())) {
                quiet++;
            } else {
                rows.add("  " + pad(plain(place), width) + row.toString().stripTrailing());
            }
        }
        if (!rows.isEmpty()) {
            IntStream.range(0, columns.size())
                    .forEach(it -> line("  " + (it + 1) + "  "
                            + plain(columns.get(it).build() + " ("
                                    + columns.get(it).phases() + ")")));
            StringBuilder heads = new StringBuilder("  " + " ".repeat(width));
            IntStream.range(0, columns.size()).forEach(it -> heads.append("  ").append(pad(String.valueOf(it + 1), 6)));
            line(heads.toString().stripTrailing());
            rows.forEach(this::line);
        }
        line("  " + quiet + (rows.isEmpty() ? "" : " more") + (quiet == 1 ? " board" : " boards")
                + ": everything passed at once");
    }

    private String cell(NightCell cell) {
        String count = cell.results().size() == 1
                ? ""
                : " " + cell.passed() + "/" + cell.results().size();
        boolean waits = cell.isOpen() && !cell.word().isFailure();
        String sign = waits ? ".." : signed(cell.word());
        return sign + pad(count, 4);
    }

    private String signed(ItemOutcome word) {
        String colour = word == ItemOutcome.PASS ? "green" : word.countsAs().exitCode() == 1 ? "red" : "yellow";
        return styled(colour, Symbols.plainSign(word));
    }

    private void head(String title) {
        line("");
        line(styled("bold", title));
    }

    private void line(String text) {
        lines.add(text);
    }

    private String styled(String style, String text) {
        return ansi.string("@|" + style + " " + marked(SafeText.line(text)) + "|@");
    }

    private static String plain(String text) {
        return SafeText.line(text);
    }

    /** Keeps picocli's markup out of foreign text. */
    private static String marked(String text) {
        return text.replace("@|", "@ |").replace("|@", "| @");
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
