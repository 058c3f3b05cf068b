package org.numakerbench.selftest.own;

import java.util.List;
import org.numakerbench.selftest.own.OwnSelftest.Outcomes;
import org.numakerbench.selftest.own.OwnSelftest.Result;
import org.numakerbench.text.JsonText;

/** What would be caught of a user's own claims, for people (Markdown) and as JSON. */
public final class OwnTable {
    private OwnTable() {}

    /** A row a lie with evidence, then a row a lie without, then the clean runs. */
    public static String markdown(Outcomes outcomes) {
        List<Result> covered =
                outcomes.lies().stream().filter(it -> it.uncovered() == null).toList();
        List<Result> uncovered =
                outcomes.lies().stream().filter(it -> it.uncovered() != null).toList();
        StringBuilder text =
                new StringBuilder("| line | planted | step | found | outcome | caught |\n|---|---|---|---|---|---|\n");
        for (Result it : covered) {
            text.append("| %s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            cell(it.line()),
                            cell(it.planted()),
                            it.step().isEmpty() ? "-" : it.step(),
                            it.found(),
                            it.outcome(),
                            it.caught() ? "yes" : "NO"));
        }
        long caught = covered.stream().filter(Result::caught).count();
        text.append(String.format("%ncaught %d of %d lies of which there is evidence%n", caught, covered.size()));
        if (!uncovered.isEmpty()) {
            text.append("\n| line | not covered | why |\n|---|---|---|\n");
            uncovered.forEach(it -> text.append("| %s | %s | %s |%n"
                    .formatted(cell(it.line()), cell(it.planted()), cell(String.valueOf(it.uncovered())))));
            text.append(String.format("%n%d lies that nobody would notice%n", uncovered.size()));
        }
        outcomes.untried().forEach(it -> text.append("not tried: ").append(it).append('\n'));
        if (!outcomes.conclusive()) {
            text.append("no run can pass: no line has evidence in the cloud; add published: or received: to one\n");
        }
        text.append(String.format(
                "false alarms: %d of %d clean runs%n", outcomes.falseAlarms().size(), outcomes.cleanRuns()));
        outcomes.falseAlarms().forEach(it -> text.append("  ").append(it).append('\n'));
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace('|', '/');
    }

    /** One object: {@code lies}, {@code untried}, {@code cleanRuns}, {@code falseAlarms}, {@code conclusive}, {@code good}. */
    public static String json(Outcomes outcomes) {
        return JsonText.indented(new Json(
                outcomes.lies(),
                outcomes.untried(),
                outcomes.cleanRuns(),
                outcomes.falseAlarms(),
                outcomes.conclusive(),
                outcomes.isGood()));
    }

    private record Json(
            List<Result> lies,
            List<String> untried,
            int cleanRuns,
            List<String> falseAlarms,
            boolean conclusive,
            boolean good) {}
}
