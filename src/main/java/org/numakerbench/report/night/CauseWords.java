package org.numakerbench.report.night;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.numakerbench.lab.night.Cause;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.model.Owner;

/** What is told of a cause, in all forms. Foreign text in it is as it came; make it harmless where it goes. */
record CauseWords(NightReport report, Cause cause) {
    private static final int NAMES_TOLD = 6;

    /** "MISMATCH at mqtt.user.publish". */
    String title() {
        String what = cause.word() == ItemOutcome.NOT_RUN ? "NOT RUN" : outcome();
        return cause.where().isEmpty() ? what : what + " at " + cause.where();
    }

    /** Of those that passed on retry, what they had been before. */
    private String outcome() {
        if (cause.word() != ItemOutcome.FLAKY) {
            return cause.word().words();
        }
        var telling = cause.hits().get(0).result().telling();
        return "FLAKY, at first "
                + (telling == null || telling.outcome() == null
                        ? "something"
                        : telling.outcome().words());
    }

    /** "5 runs on 2 boards (lab/a, lab/b) with nightly-43". */
    String extent() {
        int runs = cause.hits().size();
        List<String> boards = cause.boards();
        List<String> builds = cause.builds();
        return runs + (runs == 1 ? " run on " : " runs on ")
                + (boards.size() == 1 ? boards.get(0) : boards.size() + " boards (" + some(boards) + ")") + " with "
                + (builds.size() == 1 ? builds.get(0) : builds.size() + " builds (" + some(builds) + ")");
    }

    private static String some(List<String> names) {
        return names.size() <= NAMES_TOLD
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES_TOLD)) + " and " + (names.size() - NAMES_TOLD) + " more";
    }

    /** Since when and which build, one sentence each, with the boards where they differ. */
    List<String> since() {
        Map<String, List<String>> places = new LinkedHashMap<>();
        for (NightCell cell : cause.cells()) {
            if (isDecidedByThis(cell)) {
                places.computeIfAbsent(report.since(cell).sentence(), it -> new ArrayList<>())
                        .add(cell.place());
            }
        }
        List<String> sentences = new ArrayList<>();
        places.forEach((sentence, its) -> sentences.add(
                places.size() == 1
                        ? sentence
                        : sentence + " (" + some(its.stream().distinct().toList()) + ")"));
        return sentences;
    }

    /** A cell that fails for something graver is told of there. */
    private boolean isDecidedByThis(NightCell cell) {
        return cell.word().isFailure()
                && cell.worst().owner() == cause.owner()
                && cell.worst().where().equals(cause.where());
    }

    /** What tells a bad build from a bad board: where else the build passed, and what else passed on the board. */
    List<String> contrast() {
        List<String> lines = new ArrayList<>();
        if (!cause.word().isFailure()) {
            return lines;
        }
        Set<String> builds = new HashSet<>(cause.builds());
        Set<String> places = cause.cells().stream().map(NightCell::place).collect(Collectors.toSet());
        if (builds.size() == 1) {
            lines.addAll(told(
                    it -> builds.contains(it.build()) && !places.contains(it.place()),
                    cause.builds().get(0),
                    "on",
                    "other board"));
        }
        if (places.size() == 1) {
            lines.addAll(told(
                    it -> places.contains(it.place()) && !builds.contains(it.build()),
                    cause.cells().get(0).place(),
                    "with",
                    "other image"));
        }
        return lines;
    }

    private List<String> told(Predicate<NightCell> which, String subject, String preposition, String what) {
        List<NightCell> others = report.cells().stream()
                .filter(which)
                .filter(it -> it.word() != ItemOutcome.NOT_RUN)
                .toList();
        long passed = others.stream().filter(it -> it.word().isPass()).count();
        return others.isEmpty()
                ? List.of()
                : List.of(subject + " passed " + preposition + " " + passed + " of " + others.size() + " " + what
                        + (others.size() == 1 ? "" : "s"));
    }

    /** What its cells were before, each once. */
    List<String> before() {
        return cause.cells().stream().map(report::before).distinct().toList();
    }

    /** Some of its cells fail for the first time. */
    boolean isNew() {
        return cause.cells().stream()
                .anyMatch(it -> isDecidedByThis(it)
                        && (report.news(it) == NightReport.News.NEW_FAILURE
                                || report.news(it) == NightReport.News.FAILS_OTHERWISE));
    }

    /** "the device", and so on. */
    String whose() {
        return cause.owner() == Owner.NOBODY ? "nobody" : "the " + cause.owner().word();
    }
}
