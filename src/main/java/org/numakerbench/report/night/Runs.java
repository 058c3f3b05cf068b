package org.numakerbench.report.night;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.model.Stage;
import org.numakerbench.text.SafeText;

/**
 * Every attempt at every run of one board, for whoever wants to see them all; text is harmless.
 *
 * @param words what they came to
 */
public record Runs(String place, String words, List<Line> lines) {
    /**
     * One attempt, or a run that had none.
     *
     * @param anchor of the first line of a cell; null in others
     * @param board where it ran, if the place does not say it
     * @param took empty while it goes on
     */
    public record Line(
            @Nullable String anchor,
            String build,
            int repeat,
            String attempt,
            String board,
            String css,
            String sign,
            String outcome,
            String took,
            String where,
            String reason,
            @Nullable String href) {}

    /** The place of each cell in the night; its anchor is called after it. */
    static Map<NightCell.Key, Integer> numbers(NightReport report) {
        Map<NightCell.Key, Integer> numbers = new HashMap<>();
        for (int i = 0; i < report.cells().size(); i++) {
            numbers.put(report.cells().get(i).key(), i);
        }
        return numbers;
    }

    static String anchor(int cell) {
        return "cell-" + cell;
    }

    /** Only addresses that lead to a page: what a link says may come from another host's database. */
    static @Nullable String href(RunLinks links, @Nullable AttemptRow attempt) {
        String href = attempt == null ? null : links.to(attempt);
        boolean leads = href != null && (href.matches("(?i)https?://.*") || !href.matches("[^/?#]*:.*"));
        return leads ? href : null;
    }

    static List<Runs> of(NightReport report, RunLinks links) {
        Map<NightCell.Key, Integer> numbers = numbers(report);
        List<Runs> all = new ArrayList<>();
        for (String place : report.places()) {
            List<Line> lines = new ArrayList<>();
            int runs = 0;
            int passed = 0;
            for (NightCell.Key column : report.columns()) {
                Integer number = numbers.get(new NightCell.Key(place, column.build(), column.phases()));
                if (number != null) {
                    NightCell cell = report.cells().get(number);
                    lines.addAll(lines(cell, anchor(number), links));
                    runs += cell.results().size();
                    passed += cell.passed();
                }
            }
            String words = runs
                    + (runs == 1 ? " run" : " runs")
                    + (passed == runs ? "" : ", " + (runs - passed) + " not passed")
                    + (lines.size() == runs ? "" : ", " + lines.size() + " attempts");
            all.add(new Runs(SafeText.line(place), words, lines));
        }
        return all;
    }

    private static List<Line> lines(NightCell cell, String anchor, RunLinks links) {
        List<Line> lines = new ArrayList<>();
        for (NightCell.Result result : cell.results()) {
            if (result.attempts().isEmpty()) {
                lines.add(unrun(cell, result, lines.isEmpty() ? anchor : null));
            }
            for (AttemptRow attempt : result.attempts()) {
                lines.add(line(cell, result, attempt, lines.isEmpty() ? anchor : null, links));
            }
        }
        return lines;
    }

    private static Line unrun(NightCell cell, NightCell.Result result, @Nullable String anchor) {
        ItemOutcome word = result.word();
        return new Line(
                anchor,
                SafeText.line(cell.build()),
                result.item().repeat(),
                "",
                "",
                result.isOpen() ? "open" : word.css(),
                result.isOpen() ? "…" : Symbols.sign(word),
                result.isOpen() ? "WAITS" : word.words(),
                "",
                "",
                SafeText.line(result.reason()),
                null);
    }

    private static Line line(
            NightCell cell, NightCell.Result result, AttemptRow attempt, @Nullable String anchor, RunLinks links) {
        ItemOutcome word = attempt.outcome() == null ? null : ItemOutcome.of(attempt.outcome());
        Long ended = attempt.endedMs();
        Stage stage = attempt.stage();
        String where = attempt.step() != null ? attempt.step() : stage == null ? null : stage.word();
        return new Line(
                anchor,
                SafeText.line(cell.build()),
                result.item().repeat(),
                String.valueOf(attempt.number()),
                attempt.place().equals(cell.place()) ? "" : SafeText.line(attempt.place()),
                word == null ? "open" : word.css(),
                word == null ? "…" : Symbols.sign(word),
                word == null ? "RUNS" : word.words(),
                ended == null ? "" : took(Duration.ofMillis(ended - attempt.startedMs())),
                where == null ? "" : SafeText.line(where),
                SafeText.line(attempt.reason() == null ? "" : attempt.reason()),
                href(links, attempt));
    }

    static String took(Duration time) {
        if (time.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toMinutes() < 60
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
