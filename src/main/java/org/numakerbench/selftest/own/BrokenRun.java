package org.numakerbench.selftest.own;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.selftest.own.Course.Turn;
import org.numakerbench.uart.expect.LineTest;

/**
 * The lines of a run that breaks one thing.
 *
 * @param text of the line that breaks it; null: that none comes
 * @param step on which it is told; empty: whichever runs
 */
record BrokenRun(List<Turn> turns, @Nullable String text, String step) {
    /** Of a line that may take its time. */
    private static final Duration LONG = Duration.ofSeconds(60);

    /** More than clock and wire leave open. */
    private static final Duration SURELY = Duration.ofSeconds(2);

    /** Null for what this board cannot break: it prints the line anyway, or does not print it. */
    static @Nullable BrokenRun of(Breach breach, Course course, List<Turn> honest) {
        List<Turn> turns = new ArrayList<>(honest);
        Expected it = breach.expected();
        if (it == null) {
            return forbidden(Objects.requireNonNull(breach.never()), course, turns);
        }
        LineTest test = course.test(it.line());
        List<Integer> places = places(turns, test);
        boolean own = course.printer(it.line()).isPresent() && !places.isEmpty();
        if (breach.kind() == Breach.Kind.LATE && !places.isEmpty()) {
            int place = late(it, course, turns, places);
            Turn late = turns.get(place);
            Duration pause = it.within() == null ? LONG : it.within().plus(SURELY);
            turns.set(place, new Turn(late.said().behind(pause), late.claims()));
            return new BrokenRun(turns, late.said().text(), it.step());
        }
        if (!own) {
            return null;
        }
        return switch (breach.kind()) {
            case MISSING -> {
                places.stream()
                        .skip(Math.max(0, it.least() - 1))
                        .forEach(place -> turns.set(place, silent(turns.get(place))));
                yield new BrokenRun(turns, null, it.step());
            }
            case TOO_OFTEN -> {
                int last = places.get(places.size() - 1);
                int more = it.most() == Integer.MAX_VALUE ? 1 : it.most() + 1 - places.size();
                for (int i = 0; i < more; i++) {
                    course.again(turns.get(last)).ifPresent(turn -> turns.add(last + 1, turn));
                }
                // The first that was one too many is the one that is printed first.
                List<Integer> now = places(turns, test);
                int most = Math.min(it.most(), now.size() - 1);
                yield new BrokenRun(turns, turns.get(now.get(most)).said().text(), it.step());
            }
            case EARLY -> early(it, course, turns, places);
            case LATE, FORBIDDEN -> null;
        };
    }

    /** Place of the print that is late when it waits. */
    private static int late(Expected it, Course course, List<Turn> turns, List<Integer> places) {
        Integer behind = reference(it, course, turns);
        return places.stream()
                .filter(place -> behind == null || place > behind)
                .skip(Math.max(0, it.least() - 1))
                .findFirst()
                .orElse(places.get(0));
    }

    /** All of it ahead of what it comes behind; null where it comes behind the banner, or what this board does not print. */
    private static @Nullable BrokenRun early(Expected it, Course course, List<Turn> turns, List<Integer> places) {
        Integer behind = reference(it, course, turns);
        if (behind == null && (it.inOrder() || it.after() != null)) {
            return null;
        }
        int to = behind == null ? (turns.get(0).said().line() == null ? 1 : 0) : behind;
        List<Turn> moved = places.stream().map(turns::get).toList();
        List<Turn> others = new ArrayList<>(turns);
        places.stream().sorted((a, b) -> b - a).forEach(place -> others.remove((int) place));
        long before = places.stream().filter(place -> place < to).count();
        others.addAll(to - (int) before, moved);
        return new BrokenRun(
                others,
                it.sort() == Expected.Sort.ANSWER ? null : moved.get(0).said().text(),
                it.step());
    }

    /** Place of what it comes behind; null for the banner, and for what is not this board's. */
    private static @Nullable Integer reference(Expected it, Course course, List<Turn> turns) {
        String before = course.before(it);
        if (before == null || course.printer(before).isEmpty()) {
            return null;
        }
        return places(turns, course.test(before)).stream().findFirst().orElse(null);
    }

    private static List<Integer> places(List<Turn> turns, LineTest test) {
        return IntStream.range(0, turns.size())
                .filter(it -> turns.get(it).isOne(test))
                .boxed()
                .toList();
    }

    /** It does what it does, and prints nothing. */
    private static Turn silent(Turn turn) {
        return new Turn(turn.said().saying(""), List.of());
    }

    private static BrokenRun forbidden(String never, Course course, List<Turn> turns) {
        int place = 0;
        String step = "";
        for (int i = 0; i < turns.size() && step.isEmpty(); i++) {
            Line line = turns.get(i).said().line();
            place = Math.min(1, turns.size());
            if (line != null && line.step() != null) {
                place = i + 1;
                step = line.step();
            }
        }
        Turn turn = course.made(never);
        turns.add(place, turn);
        return new BrokenRun(turns, turn.said().text(), step);
    }
}
