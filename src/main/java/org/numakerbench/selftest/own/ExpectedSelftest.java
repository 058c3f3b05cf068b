package org.numakerbench.selftest.own;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.HostText;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.selftest.own.Course.Turn;
import org.numakerbench.selftest.own.OwnSelftest.Result;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.expect.ExpectedOrder;
import org.numakerbench.uart.expect.Forbidden;
import org.numakerbench.uart.expect.LineTest;

/** What a description expects and forbids, broken once each. */
final class ExpectedSelftest {
    /** Of a line that may take its time. */
    private static final Duration LONG = Duration.ofSeconds(60);

    /** More than clock and wire leave open. */
    private static final Duration SURELY = Duration.ofSeconds(2);

    private final RunShell shell;
    private final UartParser reader;
    private final List<Claim> recorded;
    private final List<String> untried = new ArrayList<>();
    /** With what an honest run keeps. */
    private final FirmwareDescription description;

    ExpectedSelftest(FirmwareDescription whole, RunShell shell, long seed) {
        this.shell = shell;
        reader = new UartParser(whole);
        recorded = whole.extendsExample() ? claims(whole, shell.log(List.of(), new Random(seed))) : List.of();
        description = kept(whole, seed);
    }

    /** The same without what an honest run breaks, or does not have. */
    private FirmwareDescription kept(FirmwareDescription whole, long seed) {
        Course course = course(whole, seed);
        List<Claim> claims = claims(whole, log(whole, course.said(course.honest()), seed));
        Set<Integer> unmet = ExpectedOrder.of(whole, claims.subList(Claim.firstOfBoot(claims), claims.size())).stream()
                .filter(it -> it.state() != ExpectedOrder.State.MET)
                .map(ExpectedOrder.Found::number)
                .collect(Collectors.toSet());
        List<String> never =
                Forbidden.of(whole, claims).stream().map(Forbidden.Hit::pattern).toList();
        List<HostText> unanswered = whole.send().stream()
                .filter(it -> Stream.of(it.after(), Objects.requireNonNullElse(it.answer(), it.after()))
                        .map(course::test)
                        .anyMatch(test -> claims.stream().noneMatch(test::takes)))
                .toList();
        if (unmet.isEmpty() && never.isEmpty() && unanswered.isEmpty()) {
            return whole;
        }
        unmet.stream().sorted().forEach(it -> {
            ExpectedLine line = whole.expected().get(it);
            untried.add("expect " + line.line() + ": " + why(whole, line.line()));
        });
        never.forEach(it -> untried.add("failOn " + it + ": it stands in what a good run prints"));
        unanswered.forEach(it -> untried.add("send after " + it.after() + ": "
                + why(whole, it.answer() == null ? it.after() : Objects.requireNonNull(it.answer()))));
        List<ExpectedLine> met = IntStream.range(0, whole.expect().size())
                .filter(it -> !unmet.contains(it))
                .mapToObj(whole.expect()::get)
                .toList();
        boolean phases = unmet.stream().allMatch(it -> it < whole.expect().size());
        return kept(
                (phases ? whole : whole.withoutPhases())
                        .expecting(
                                met,
                                whole.failOn().stream()
                                        .filter(it -> !never.contains(it))
                                        .toList(),
                                whole.send().stream()
                                        .filter(it -> !unanswered.contains(it))
                                        .toList()),
                seed);
    }

    private static String why(FirmwareDescription whole, String name) {
        Line line = whole.line(name);
        if (line != null && line.pattern() == null) {
            return "a regular expression cannot be printed";
        }
        return line != null && line.says() == FirmwareDescription.Says.FAILED
                ? "it is a failure, which no good run prints"
                : "no run that was tried meets it";
    }

    private Course course(FirmwareDescription of, long seed) {
        Board board = new Board(of, new Random(seed), new DeviceSession(shell.clientId()), reader);
        return new Course(of, board, reader, recorded);
    }

    private List<EvidenceEntry> log(FirmwareDescription of, List<Said> said, long seed) {
        Duration least = Stream.concat(
                        of.expected().stream().map(ExpectedLine::within),
                        of.send().stream().map(HostText::patience))
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .orElse(null);
        return RunShell.of(shell.log(said, new Random(~seed), least), of);
    }

    private static List<Claim> claims(FirmwareDescription of, List<EvidenceEntry> log) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (EvidenceEntry entry : log) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                wire.writeBytes(it.bytes().toByteArray());
            }
        }
        return UartParser.parse(wire.toByteArray(), of);
    }

    /** What cannot be tried, with the reason. */
    List<String> untried() {
        return List.copyOf(untried);
    }

    /** True when something is left that a run can break. */
    boolean isAny() {
        return !description.equals(description.withoutExpectations());
    }

    /** A run in which everything is kept. */
    Judgement clean(long seed) {
        Course course = course(description, seed);
        return RunShell.judged(log(description, course.said(course.honest()), seed));
    }

    /** Each broken once; what this board does not print by itself is told of in {@code untried}. */
    List<Result> results(long seed) {
        List<Result> results = new ArrayList<>();
        for (Breach breach : Breach.of(description)) {
            long its = seed + results.size();
            Course course = course(description, its);
            List<Turn> turns = course.honest();
            Planted planted = planted(breach, course, turns);
            if (planted != null) {
                results.add(result(breach, planted, course, its));
            } else if (breach.kind() == Breach.Kind.MISSING) {
                untried.add(breach.name() + ": banner, end and the example firmware's lines are not tampered with");
            }
        }
        return results;
    }

    /**
     * @param text of the line that breaks it; null: that none comes
     * @param step empty: whichever runs
     */
    private record Planted(List<Turn> turns, @Nullable String text, String step) {}

    private static @Nullable Planted planted(Breach breach, Course course, List<Turn> honest) {
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
            return new Planted(turns, late.said().text(), it.step());
        }
        if (!own) {
            return null;
        }
        return switch (breach.kind()) {
            case MISSING -> {
                places.stream()
                        .skip(Math.max(0, it.least() - 1))
                        .forEach(place -> turns.set(place, silent(turns.get(place))));
                yield new Planted(turns, null, it.step());
            }
            case TOO_OFTEN -> {
                int last = places.get(places.size() - 1);
                int more = it.most() == Integer.MAX_VALUE ? 1 : it.most() + 1 - places.size();
                @Nullable String text = null;
                for (int i = 0; i < more; i++) {
                    Optional<Turn> again = course.again(turns.get(last));
                    again.ifPresent(turn -> turns.add(last + 1, turn));
                    text = again.map(turn -> turn.said().text()).orElse(text);
                }
                // The first that was one too many is the one that is printed first.
                List<Integer> now = places(turns, test);
                int most = Math.min(it.most(), now.size() - 1);
                yield new Planted(turns, turns.get(now.get(most)).said().text(), it.step());
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
    private static @Nullable Planted early(Expected it, Course course, List<Turn> turns, List<Integer> places) {
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
        return new Planted(
                others,
                it.sort() == Expected.Sort.ANSWER ? null : moved.get(0).said().text(),
                it.step());
    }

    /** Place of what it comes behind; null for the banner, and for what is not this board's. */
    private static @Nullable Integer reference(Expected it, Course course, List<Turn> turns) {
        String before = it.after();
        if (before == null && it.inOrder()) {
            before = course.before(it);
        }
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

    private static Planted forbidden(String never, Course course, List<Turn> turns) {
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
        return new Planted(turns, turn.said().text(), step);
    }

    private Result result(Breach breach, Planted planted, Course course, long seed) {
        List<EvidenceEntry> log = log(description, course.said(planted.turns()), seed);
        Judgement judgement = RunShell.judged(log);
        Judgement claims = RunShell.judged(RunShell.of(log, description.withoutExpectations()));
        List<Finding> others = blamed(claims);
        List<Finding> broken =
                blamed(judgement).stream().filter(it -> !others.contains(it)).toList();
        Optional<Finding> answer = broken.stream()
                .filter(it -> Objects.equals(it.claim(), planted.text())
                        && (planted.step().isEmpty() || it.step().equals(planted.step())))
                .findFirst();
        boolean caught = judgement.outcome() == Outcome.DEVICE_FAIL && others.isEmpty() && answer.isPresent();
        return new Result(
                breach.name(),
                planted.step(),
                breach.words(),
                breach.uncovered(),
                answer.or(() -> broken.stream().findFirst())
                        .or(() -> others.stream().findFirst())
                        .map(it -> it.step() + " " + it.verdict())
                        .orElse(
                                judgement.failure() == null
                                        ? "-"
                                        : judgement.failure().code().word()),
                judgement.outcome(),
                caught);
    }

    private static List<Finding> blamed(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .toList();
    }
}
