package org.numakerbench.report.night;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.model.Owner;
import org.numakerbench.text.SafeText;

/**
 * Boards × builds as the page shows them; text is harmless.
 *
 * @param columns heads of columns
 */
public record MatrixView(List<String> columns, List<Row> rows) {
    /**
     * One board.
     *
     * @param bench empty for a place that is any board of a target
     * @param quiet everything passed at once
     */
    public record Row(String bench, String board, boolean quiet, List<@Nullable Cell> cells) {}

    /**
     * @param word short; empty for a pass
     * @param label all of it, for whoever cannot see the cell
     * @param count passed repeats of all; empty for a single run
     * @param retries attempts beyond the first; empty without
     * @param href report of the run that decides; null without one
     * @param runs anchor of the list of all its attempts
     */
    public record Cell(
            String css,
            String sign,
            String word,
            String label,
            String count,
            String retries,
            @Nullable String href,
            String runs) {
        /** Where the cell leads: to a report, or to the list where there is none. */
        public String main() {
            return href == null ? "#" + runs : href;
        }

        /** More than one attempt was made. */
        public boolean hasMore() {
            return !count.isEmpty() || !retries.isEmpty();
        }
    }

    static MatrixView of(NightReport report, RunLinks links) {
        List<NightCell.Key> columns = report.columns();
        Map<String, Long> kinds =
                columns.stream().collect(Collectors.groupingBy(NightCell.Key::build, Collectors.counting()));
        Map<NightCell.Key, Integer> numbers = Runs.numbers(report);
        List<Row> rows = new ArrayList<>();
        for (String place : report.places()) {
            List<@Nullable Cell> cells = new ArrayList<>();
            boolean quiet = true;
            for (NightCell.Key column : columns) {
                Integer number = numbers.get(new NightCell.Key(place, column.build(), column.phases()));
                if (number == null) {
                    cells.add(null);
                    continue;
                }
                NightCell cell = report.cells().get(number);
                quiet &= cell.word() == ItemOutcome.PASS && !cell.isOpen();
                cells.add(cell(cell, Runs.anchor(number), links));
            }
            int slash = place.indexOf('/');
            rows.add(new Row(
                    SafeText.line(place.substring(0, slash + 1)),
                    SafeText.line(place.substring(slash + 1)),
                    quiet,
                    cells));
        }
        return new MatrixView(
                columns.stream()
                        .map(it -> SafeText.line(
                                kinds.get(it.build()) == 1 ? it.build() : it.build() + " (" + it.phases() + ")"))
                        .toList(),
                rows);
    }

    /** A pass on retry is no doubt about the device where the device was not at fault before. */
    private static String others(NightCell cell) {
        Owner owner = cell.worst().owner();
        return cell.word() == ItemOutcome.FLAKY && owner != Owner.DEVICE ? " (" + owner.word() + ")" : "";
    }

    private static Cell cell(NightCell cell, String anchor, RunLinks links) {
        boolean waits = cell.isOpen() && !cell.word().isFailure();
        ItemOutcome word = cell.word();
        int runs = cell.results().size();
        int retries = cell.retries();
        String label = cell.place() + ", " + cell.build() + ": "
                + (waits ? "not finished yet" : word.words() + others(cell))
                + (runs == 1 ? "" : ", " + cell.passed() + " of " + runs + " runs passed")
                + (retries == 0 ? "" : ", " + retries + (retries == 1 ? " retry" : " retries"));
        return new Cell(
                waits ? "open" : word.css(),
                waits ? "…" : Symbols.sign(word),
                waits ? "open" : word == ItemOutcome.PASS ? "" : Symbols.shortWord(word) + others(cell),
                SafeText.line(label),
                runs == 1 ? "" : cell.passed() + "/" + runs,
                retries == 0 ? "" : "+" + retries,
                Runs.href(links, cell.worst().telling()),
                anchor);
    }
}
