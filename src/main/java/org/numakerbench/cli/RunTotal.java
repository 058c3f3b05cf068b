package org.numakerbench.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Outcome;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;

/** What several runs of one command came to. */
final class RunTotal {
    private final int planned;
    private final Map<String, List<Outcome>> boards = new LinkedHashMap<>();

    RunTotal(int planned) {
        this.planned = planned;
    }

    /** @param outcome null for a run that was stopped */
    void add(String board, @Nullable Outcome outcome) {
        if (outcome != null) {
            boards.computeIfAbsent(board, it -> new ArrayList<>()).add(outcome);
        }
    }

    int exitCode() {
        return Outcome.exitCode(all());
    }

    /** {@code total of 10 runs: 8 PASS, 2 DEVICE FAIL}, and a line a board where there are several; none for one run. */
    List<String> lines() {
        if (planned < 2) {
            return List.of();
        }
        List<Outcome> all = all();
        List<String> lines = new ArrayList<>();
        lines.add("total of " + (all.size() == planned ? "" : all.size() + " of ") + Figures.count(planned, "run")
                + counts(all));
        if (boards.size() > 1) {
            boards.forEach((board, its) -> lines.add("  " + SafeText.line(board) + counts(its)));
        }
        return lines;
    }

    private List<Outcome> all() {
        return boards.values().stream().flatMap(List::stream).toList();
    }

    private static String counts(List<Outcome> outcomes) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        outcomes.forEach(it -> counts.merge(it, 1, Integer::sum));
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(it -> it.getValue() + " " + it.getKey().words())
                        .collect(Collectors.joining(", ", ": ", ""));
    }
}
