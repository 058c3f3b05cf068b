package org.numakerbench.lab.night;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs that did not pass for what looks like one reason.
 *
 * @param owner who has to act: {@code device}, {@code cloud}, {@code bench}
 * @param word the gravest of its cells
 * @param where stage and step, as far as known
 * @param reason of the first of them, in full
 */
public record Cause(String owner, Word word, String where, String reason, List<NightCell> cells) {
    public Cause {
        cells = List.copyOf(cells);
    }

    /** Runs of one cause tell it with other numbers, topics and names. */
    private record Key(String owner, Word word, String where, String kind) {}

    /** The causes of what did not pass, the device's first, then by how many cells. */
    static List<Cause> of(List<NightCell> cells) {
        Map<Key, List<NightCell>> groups = new LinkedHashMap<>();
        for (NightCell cell : cells) {
            if (cell.word() != Word.PASS) {
                groups.computeIfAbsent(key(cell), it -> new ArrayList<>()).add(cell);
            }
        }
        List<Cause> causes = new ArrayList<>();
        groups.forEach((key, its) -> causes.add(new Cause(
                key.owner(), key.word(), key.where(), its.get(0).worst().reason(), its)));
        causes.sort(java.util.Comparator.comparing(Cause::word)
                .reversed()
                .thenComparing(it -> -it.cells().size()));
        return causes;
    }

    private static Key key(NightCell cell) {
        NightCell.Result worst = cell.worst();
        AttemptRow attempt = worst.telling();
        String owner = attempt == null || attempt.owner() == null ? "bench" : attempt.owner();
        String where = attempt == null ? "" : where(attempt.stage(), attempt.step());
        // A step says more than a sentence whose words differ from board to board.
        String kind = attempt != null && attempt.step() != null ? "" : kind(worst.reason(), cell);
        return new Key(owner, worst.word(), where, kind);
    }

    private static String where(@Nullable String stage, @Nullable String step) {
        return step != null ? step : stage == null ? "" : stage;
    }

    private static String kind(String reason, NightCell cell) {
        String board = cell.place().substring(cell.place().indexOf('/') + 1);
        return reason.replace(cell.place(), "BOARD")
                .replace(board, "BOARD")
                .replaceAll("/[^\\s;:,)]+", "PATH")
                .replaceAll("[0-9]+", "#");
    }
}
