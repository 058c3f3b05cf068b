package org.numakerbench.selftest.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.selftest.own.Lie.Kind;
import org.numakerbench.uart.UartParser;

/** Every lie that a description's lines can tell, and everything it expects broken, one a run; and clean runs. */
public final class OwnSelftest {
    private static final String THING = "selftest";

    private final FirmwareDescription whole;
    /** Without what it expects, which a lie might break, too: who is blamed would say nothing of the lie. */
    private final FirmwareDescription description;

    private final ExpectedSelftest expected;

    private final RunShell shell;
    private final long seed;
    private final UartParser reader;

    private OwnSelftest(FirmwareDescription whole, RunShell shell, long seed) {
        this.whole = whole;
        this.description = whole.withoutExpectations();
        this.expected = new ExpectedSelftest(whole, shell, seed);
        this.shell = shell;
        this.seed = seed;
        this.reader = new UartParser(description);
    }

    /** Of firmware from scratch. */
    public static OwnSelftest scratch(FirmwareDescription description, long seed) {
        FirmwareDescription its = description.about(THING);
        return new OwnSelftest(its, RunShell.scratch(its.withoutExpectations()), seed);
    }

    /**
     * Of firmware beside the example.
     *
     * @param recorded a clean run of the example firmware
     */
    public static OwnSelftest beside(FirmwareDescription description, List<EvidenceEntry> recorded, long seed) {
        FirmwareDescription its = description.about(THING);
        return new OwnSelftest(its, RunShell.beside(its.withoutExpectations(), recorded), seed);
    }

    /**
     * What became of one lie.
     *
     * @param step on which it is told; empty when its line names none
     * @param uncovered why nobody can catch it, by the description; null: it must be caught
     * @param found finding that answers it, in words; {@code -} for none
     * @param caught refuted, or failed, on that step, and no other line is blamed
     */
    public record Result(
            String line,
            String step,
            String planted,
            @Nullable String uncovered,
            String found,
            Outcome outcome,
            boolean caught) {
        /** A lie that had to be caught and was not. */
        public boolean isMissed() {
            return uncovered == null && !caught;
        }
    }

    /**
     * @param falseAlarms what was made of clean runs that did not pass, or of whose claims one was not confirmed
     * @param conclusive false when no line has evidence in the cloud, so that no run can pass
     * @param untried lines that the selftest cannot print, with the reason
     */
    public record Outcomes(
            List<Result> lies, int cleanRuns, List<String> falseAlarms, boolean conclusive, List<String> untried) {
        /** Every lie with evidence caught, and no false alarm. */
        public boolean isGood() {
            return falseAlarms.isEmpty() && lies.stream().noneMatch(Result::isMissed);
        }
    }

    /** Plants every lie once, and makes clean runs. */
    public Outcomes run(int cleanRuns) {
        Board board = board(seed);
        List<Result> broken = expected.results(seed);
        List<String> untried = Stream.concat(
                        expected.untried().stream(),
                        description.lines().stream()
                                .filter(it -> !board.canPrint(it))
                                .map(it -> it.row() + ": "
                                        + (it.pattern() == null
                                                ? "a regular expression cannot be printed"
                                                : "no text that was tried is read as this line")))
                .toList();
        List<Lie> tried =
                Lies.of(whole).stream().filter(it -> board.canPrint(it.line())).toList();
        List<Result> lies = new ArrayList<>();
        for (Lie lie : tried) {
            lies.add(result(lie, seed + lies.size()));
        }
        lies.addAll(broken);
        boolean conclusive = description.extendsExample()
                || expected.isAny()
                || tried.stream().anyMatch(it -> it.isCovered() && it.outcome() == Outcome.MISMATCH);
        List<String> alarms = new ArrayList<>();
        for (int i = 0; i < cleanRuns; i++) {
            alarm(conclusive ? Outcome.PASS : Outcome.INCONCLUSIVE, seed + i).ifPresent(alarms::add);
        }
        return new Outcomes(lies, cleanRuns, alarms, conclusive, untried);
    }

    private Board board(long runSeed) {
        return new Board(description, new Random(runSeed), new DeviceSession(shell.clientId()), reader);
    }

    private Judgement judged(List<Said> said, long runSeed) {
        return RunShell.judged(shell.log(said, new Random(~runSeed)));
    }

    private Optional<String> alarm(Outcome right, long runSeed) {
        Judgement judgement = expected.clean(runSeed);
        if (judgement.outcome() != Outcome.PASS && judgement.outcome() != right) {
            return Optional.of(judgement.outcome() + ": " + judgement.reason());
        }
        return judgement.findings().stream()
                .filter(it -> it.verdict() != Verdict.CONFIRMED && it.verdict() != Verdict.UNCHECKABLE)
                .findFirst()
                .map(it -> it.step() + " " + it.verdict() + ": " + it.reason());
    }

    /** Something says it of the line itself. */
    private static boolean isAnswered(Lie lie, Judgement judgement, String text, String step) {
        Measure measure = lie.line().measure();
        if (lie.kind() == Kind.BEYOND_LIMIT && measure != null) {
            return judgement.failure() != null
                    && judgement.failure().code() == FailureCode.OUT_OF_LIMITS
                    && judgement.measurements().stream()
                            .anyMatch(it -> it.name().equals(measure.name())
                                    && Objects.equals(it.step(), lie.line().step()));
        }
        return judgement.findings().stream()
                .filter(it -> text.equals(it.claim()) && (step.isEmpty() || step.equals(it.step())))
                .anyMatch(it -> lie.kind() == Kind.FAILURE_SAID || it.verdict() == Verdict.REFUTED);
    }

    private Result result(Lie lie, long runSeed) {
        List<Said> said = board(runSeed).says(lie);
        Judgement judgement = judged(said, runSeed);
        Line line = lie.line();
        String text = said.stream()
                .filter(it -> line.equals(it.line()))
                .map(Said::text)
                .findFirst()
                .orElse("");
        String step = line.step() == null ? "" : line.step();
        List<Finding> blamed = RunShell.blamed(judgement);
        boolean right =
                blamed.stream().allMatch(it -> text.equals(it.claim()) && (step.isEmpty() || step.equals(it.step())));
        boolean caught = judgement.outcome() == lie.outcome() && right && isAnswered(lie, judgement, text, step);
        Optional<Finding> found = blamed.isEmpty()
                ? judgement.findings().stream()
                        .filter(it -> text.equals(it.claim()))
                        .findFirst()
                : blamed.stream().findFirst();
        return new Result(
                line.row(),
                step,
                lie.words(),
                lie.uncovered(),
                RunShell.words(found, judgement),
                judgement.outcome(),
                caught);
    }
}
