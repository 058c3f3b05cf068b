package org.numakerbench.uart.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;

/** Rows of a description that get in each other's way, shown by lines that the grammar itself looks up. */
public final class Overlaps {
    /**
     * Two rows that fit one line.
     *
     * @param loser place of the row that does not get it among the description's lines, from 0; -1: one of the base's
     * @param winner the row that gets it; as its text
     * @param winnerPlace its place, from 0; -1: one of the base's, or banner or end
     * @param line that both fit
     * @param always true when the loser never gets a line
     * @param words text of the loser
     */
    public record Overlap(int loser, String winner, int winnerPlace, String line, boolean always, String words) {}

    private Overlaps() {}

    /**
     * @param own rows of the description's lines, by their place
     * @param others banner and end
     */
    static List<Overlap> of(Map<Integer, GrammarRow> own, List<GrammarRow> others, FirmwareDescription description) {
        List<GrammarRow> rows = new ArrayList<>();
        Map<String, Integer> places = new LinkedHashMap<>();
        own.forEach((place, row) -> {
            if (places.putIfAbsent(row.pattern(), place) == null) {
                rows.add(row);
            }
        });
        others.stream().filter(it -> !places.containsKey(it.pattern())).forEach(rows::add);
        List<GrammarRow> all = OwnRows.onBase(rows, description);
        LineMatcher matcher = new LineMatcher(new Grammar(all));
        List<Overlap> overlaps = new ArrayList<>();
        for (GrammarRow row : all) {
            Overlap overlap = overlap(row, matcher, places);
            if (overlap != null && (overlap.loser() >= 0 || overlap.winnerPlace() >= 0)) {
                overlaps.add(overlap);
            }
        }
        return overlaps;
    }

    private static @Nullable Overlap overlap(GrammarRow row, LineMatcher matcher, Map<String, Integer> places) {
        GrammarRow winner = null;
        String line = "";
        int lost = 0;
        int tried = 0;
        for (LinePattern pattern : LinePattern.of(row)) {
            for (byte[] sample : Samples.of(pattern)) {
                tried++;
                LinePattern found = matcher.find(sample, 0, sample.length);
                if (found == null || !found.row().equals(row)) {
                    lost++;
                    if (winner == null) {
                        winner = found == null ? null : found.row();
                        line = new String(sample, StandardCharsets.UTF_8);
                    }
                }
            }
        }
        if (lost == 0) {
            return null;
        }
        return new Overlap(
                places.getOrDefault(row.pattern(), -1),
                winner == null ? "" : winner.pattern(),
                winner == null ? -1 : places.getOrDefault(winner.pattern(), -1),
                line,
                lost == tried,
                row.pattern());
    }
}
