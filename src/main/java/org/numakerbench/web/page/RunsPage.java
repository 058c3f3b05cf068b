package org.numakerbench.web.page;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.RunFound;
import org.numakerbench.model.Outcome;

/**
 * What was looked for in the history, and found.
 *
 * @param wrong what cannot be looked for; empty for nothing
 * @param newer address of the page before; null on the first
 */
public record RunsPage(
        String board,
        String image,
        String build,
        String from,
        String to,
        List<Choice> outcomes,
        String wrong,
        List<RunRowFound> rows,
        @Nullable String newer,
        @Nullable String older) {
    public RunsPage {
        outcomes = List.copyOf(outcomes);
        rows = List.copyOf(rows);
    }

    /** An outcome to look for. */
    public record Choice(String value, String words, boolean chosen) {}

    public static RunsPage of(Search search, RunFound.Page found, String wrong) {
        List<Choice> outcomes = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            outcomes.add(new Choice(
                    outcome.name(),
                    outcome.name().replace('_', ' '),
                    outcome.name().equals(search.outcome())));
        }
        return new RunsPage(
                search.board(),
                search.image(),
                search.build(),
                search.from(),
                search.to(),
                outcomes,
                wrong,
                found.runs().stream().map(RunRowFound::of).toList(),
                search.page() > 1 ? search.address(search.page() - 1) : null,
                found.more() ? search.address(search.page() + 1) : null);
    }
}
