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

    private final PrintStream out;
    private final boolean live;
    private final Ansi ansi;
    private int drawn;
    private int printed;
    private String stage = "";

    /**
     * @param live whether lines already printed can be drawn again
     * @param colour whether to use colours
     */
    public TerminalSummary(PrintStream out, boolean live, boolean colour) {
        this.out = out;
        this.live = live;
        this.ansi = colour ? Ansi.ON : Ansi.OFF;
    }

    @Override
    public void stage(String words) {
        stage = SafeText.line(words);
        if (live) {
            draw(List.of(ansi.string("@|faint ... " + plain(stage) + "|@")));
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
            lines.add(ansi.string("@|faint ... " + plain(stage) + "|@"));
            draw(lines);
        } else {
            printSettled(judgement);
        }
    }

    private void printSettled(Judgement judgement) {
        List<Finding> found = judgement.findings();
        for (Finding finding : found.subList(Math.min(printed, found.size()), found.size())) {
            out.println(finding(finding));
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
                .map(this::finding)
                .toList();
    }

    private String finding(Finding finding) {
        String step = plain(pad(finding.step()));
        if (finding.verdict() == Verdict.CONFIRMED) {
            return ansi.string("@|green " + mark(finding.verdict()) + "|@  " + step + " " + plain(said(finding)));
        }
        String colour = switch (finding.verdict()) {
            case REFUTED, UNCLAIMED -> "red";
            case UNCHECKABLE -> "faint";
            default -> "yellow";
        };
        return ansi.string("@|" + colour + " " + mark(finding.verdict()) + "|@  " + step + " "
                + plain(finding.verdict() + ": " + SafeText.line(finding.reason())));
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
            draw(steps(judgement.findings()));
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
        out.println(ansi.string("@|bold," + colour + " " + judgement.outcome() + "|@") + who + ": "
                + SafeText.line(judgement.reason()));
        if (judgement.wire() != null) {
            out.println("wire: " + judgement.wire().words());
        }
        judgement.notes().forEach(note -> out.println("note: " + SafeText.line(note)));
        out.println(heap(judgement.heap()) + times(judgement.timings()));
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
