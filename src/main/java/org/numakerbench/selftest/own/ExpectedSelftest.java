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
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.HostText;
import org.numakerbench.model.Outcome;
import org.numakerbench.selftest.own.OwnSelftest.Result;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.expect.ExpectedOrder;
import org.numakerbench.uart.expect.Forbidden;

/** What a description expects and forbids, broken once each. */
final class ExpectedSelftest {
    private static final String UNTOUCHED = ": banner, end and the example firmware's lines are not tampered with";

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

    /** What comes behind the banner cannot come ahead of it. */
    private void early(Breach breach, Course course) {
        Expected expected = Objects.requireNonNull(breach.expected());
        String before = course.before(expected);
        if (before != null && course.printer(expected.line()).isPresent()) {
            untried.add(breach.name() + ", ahead of " + before + UNTOUCHED);
        }
    }

    /** Each broken once; what this board does not print by itself is told of in {@code untried}. */
    List<Result> results(long seed) {
        List<Result> results = new ArrayList<>();
        for (Breach breach : Breach.of(description)) {
            long its = seed + results.size();
            Course course = course(description, its);
            BrokenRun planted = BrokenRun.of(breach, course, course.honest());
            if (planted != null) {
                results.add(result(breach, planted, course, its));
            } else if (breach.kind() == Breach.Kind.MISSING) {
                untried.add(breach.name() + UNTOUCHED);
            } else if (breach.kind() == Breach.Kind.EARLY) {
                early(breach, course);
            }
        }
        return results;
    }

    private Result result(Breach breach, BrokenRun planted, Course course, long seed) {
        List<EvidenceEntry> log = log(description, course.said(planted.turns()), seed);
        Judgement judgement = RunShell.judged(log);
        Judgement claims = RunShell.judged(RunShell.of(log, description.withoutExpectations()));
        List<Finding> others = RunShell.blamed(claims);
        List<Finding> broken = RunShell.blamed(judgement).stream()
                .filter(it -> !others.contains(it))
                .toList();
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
                RunShell.words(
                        answer.or(() -> broken.stream().findFirst())
                                .or(() -> others.stream().findFirst()),
                        judgement),
                judgement.outcome(),
                caught);
    }
}
