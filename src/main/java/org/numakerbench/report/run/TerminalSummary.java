package org.numakerbench.report.run;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Help.Ansi;

/** The step list that fills in while a run goes on: redrawn in place on a terminal, one line per step elsewhere. */
public final class TerminalSummary implements TerminalView {
    private static final int STEP_WIDTH = 30;
    private static final int STEP_INDENT = STEP_WIDTH + 5;
    private static final int STAGE_INDENT = 4;
    private static final int LEAST_COLUMNS = 20;

    private final PrintStream out;
    private final boolean live;
    private final Ansi ansi;
    private final int columns;
    private int drawn;
    private int printed;
    private String stage = "";

    /** Lines of any length. */
    public TerminalSummary(PrintStream out, boolean live, boolean colour) {
        this(out, live, colour, Integer.MAX_VALUE);
    }

    /**
     * @param live whether lines already printed can be drawn again
     * @param colour whether to use colours
     * @param columns how long a line may be: one that the terminal breaks cannot be drawn again
     */
    public TerminalSummary(PrintStream out, boolean live, boolean colour, int columns) {
        this.columns = columns;
        this.out = out;
        this.live = live;
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
    }

    @Override
    public void stage(String words) {
        stage = SafeText.line(words);
        if (live) {
            draw(List.of(ansi.string("@|faint ... " + plain(cut(stage, STAGE_INDENT)) + "|@")));
        } else {
            out.println("... " + stage);
        }
    }

    @Override
    public void update(Judgement judgement) {
        if (live) {
            List<String> lines = new ArrayList<>(steps(judgement.findings()));
            judgement.open().stream()
                    .map(Judgement.OpenClaim::step)
                    .distinct()
                    .forEach(step -> lines.add(ansi.string("@|faint ?  " + plain(pad(step)) + "|@")));
            lines.add(ansi.string("@|faint ... " + plain(cut(stage, STAGE_INDENT)) + "|@"));
            draw(lines);
        } else {
            printSettled(judgement);
        }
    }

    private void printSettled(Judgement judgement) {
        List<Finding> found = judgement.findings();
        for (Finding finding : found.subList(Math.min(printed, found.size()), found.size())) {
            out.println(finding(finding, words(finding)));
        }
        printed = found.size();
    }

    private void draw(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append("A\u001b[J");
        }
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    /** One line a step, its worst finding deciding. */
    private List<String> steps(List<Finding> findings) {
        return Finding.gravestByStep(findings).values().stream()
                .map(it -> finding(it, cut(words(it), STEP_INDENT)))
                .toList();
    }

    /** One row a step; what is not confirmed is told in full, below itself where the line is too short. */
    private List<String> finalSteps(List<Finding> findings) {
        return Finding.gravestByStep(findings).values().stream()
                .map(it -> finding(
                        it,
                        it.verdict() == Verdict.CONFIRMED
                                ? cut(words(it), STEP_INDENT)
                                : wrapped(words(it), STEP_INDENT)))
                .toList();
    }

    private String finding(Finding finding, String words) {
        String step = plain(pad(finding.step()));
        if (finding.verdict() == Verdict.CONFIRMED) {
            return ansi.string("@|green " + mark(finding.verdict()) + "|@  " + step + " " + plain(words));
        }
        String colour = switch (finding.verdict()) {
            case REFUTED, UNCLAIMED -> "red";
            case UNCHECKABLE -> "faint";
            default -> "yellow";
        };
        return ansi.string("@|" + colour + " " + mark(finding.verdict()) + "|@  " + step + " " + plain(words));
    }

    private static String words(Finding finding) {
        return finding.verdict() == Verdict.CONFIRMED
                ? said(finding)
                : finding.verdict() + ": " + SafeText.line(finding.reason());
    }

    /** What of {@code text} fits beside {@code indent} columns. */
    private String cut(String text, int indent) {
        int room = Math.max(LEAST_COLUMNS, columns - indent);
        return text.length() <= room ? text : text.substring(0, room - 1) + "…";
    }

    /** {@code text} broken between words, all lines but the first {@code indent} columns in. */
    private String wrapped(String text, int indent) {
        int room = Math.max(LEAST_COLUMNS, columns - indent);
        if (text.length() <= room) {
            return text;
        }
        int space = text.lastIndexOf(' ', room);
        int end = space > 0 ? space : room;
        return text.substring(0, end) + "\n" + " ".repeat(indent)
                + wrapped(text.substring(end).strip(), indent);
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case CONFIRMED -> "ok";
            case REFUTED -> "XX";
            case UNCLAIMED -> "!!";
            case UNSEEN -> "??";
            case UNCHECKABLE -> "--";
        };
    }

    private static String said(Finding finding) {
        String claim = finding.claim() == null ? "" : finding.claim();
        return SafeText.line(claim.lines().findFirst().orElse(""));
    }

    @Override
    public void finish(Judgement judgement, Path directory) {
        if (live) {
            draw(finalSteps(judgement.findings()));
        } else {
            printSettled(judgement);
        }
        String colour = judgement.outcome() == Outcome.PASS
                ? "green"
                : judgement.outcome().exitCode() == 1 ? "red" : "yellow";
        String who = judgement.owner() == null
                ? ""
                : " (" + judgement.owner().word()
                        + (judgement.stage() == null
                                ? ""
                                : ", stage " + judgement.stage().word()) + ")";
        out.println();
        String outcome = String.valueOf(judgement.outcome());
        String told = wrapped(outcome + who + ": " + SafeText.line(judgement.reason()), 0);
        out.println(ansi.string("@|bold," + colour + " " + outcome + "|@") + told.substring(outcome.length()));
        if (judgement.wire() != null) {
            out.println(wrapped("wire: " + judgement.wire().words(), 2));
        }
        judgement.notes().forEach(note -> out.println(wrapped("note: " + SafeText.line(note), 2)));
        out.println(wrapped(heap(judgement.heap()) + times(judgement.timings()), 2));
        Path report = directory.resolve("report.html");
        // A log that somebody else sent has none.
        if (Files.exists(report)) {
            out.println("report: " + report);
        }
        out.flush();
    }

    private static String heap(Judgement.Heap heap) {
        Long max = heap.maxBytes();
        Long ram = heap.ramBytes();
        if (max == null) {
            return "heap: not reported";
        }
        String used = String.format(Locale.ROOT, "heap: now %d, peak %d bytes", heap.currentBytes(), max);
        return ram == null
                ? used + " (the target's RAM is not known)"
                : used + String.format(Locale.ROOT, ", %.1f %% of %d", 100.0 * max / Math.max(1, ram), ram);
    }

    private static String times(Judgement.Timings timings) {
        StringBuilder text = new StringBuilder();
        if (timings.uartMs() != null) {
            text.append(String.format(Locale.ROOT, "; UART %.1f s", timings.uartMs() / 1000.0));
        }
        if (timings.lastByteToReportMs() != null) {
            text.append("; judged ").append(timings.lastByteToReportMs()).append(" ms after the last byte");
        }
        return text.toString();
    }

    private static String pad(String step) {
        return String.format("%-" + STEP_WIDTH + "s", step);
    }

    /** Keeps picocli's markup out of foreign text. */
    private static String plain(String text) {
        return text.replace("@|", "@ |").replace("|@", "| @");
    }
}
