package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/**
 * Logs of real runs of the whole bench, one for each fault of the lie table and a clean one (bench selftest --fast --keep
 * DIR), judged again: today's judgement must be the recorded one, at the end and all along the way.
 *
 * <p>After a wanted change run {@code mvn test -Dtest=RecordedRunsTest -Dgolden.update=true}, then read the diff.
 */
class RecordedRunsTest {
    private static final Path RUNS = RecordedRun.RUNS;

    static Stream<String> names() throws IOException {
        return RecordedRun.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_recorded_run_is_judged_as_it_was(String name) {
        assertGolden(name, journal(entries(name)));
    }

    /** What the bench concludes when one piece of evidence is missing; pieces without consequences are not listed. */
    @Test
    void each_piece_of_evidence_has_the_consequences_it_had() {
        List<EvidenceEntry> whole = entries("clean");
        String complete = verdicts(judged(whole));
        StringBuilder text = new StringBuilder();
        for (int left = 0; left < whole.size(); left++) {
            List<EvidenceEntry> rest = new ArrayList<>(whole);
            EvidenceEntry out = rest.remove(left);
            String verdicts = verdicts(judged(rest));
            if (!verdicts.equals(complete)) {
                text.append("== without ").append(described(out)).append('\n').append(unlike(complete, verdicts));
            }
        }
        assertGolden("clean-without", text.toString());
    }

    /** An adapter may lose a burst between two lines, which leaves no trace: nobody is to be blamed for it. */
    @Test
    void a_burst_lost_on_the_wire_refutes_nothing() {
        List<EvidenceEntry> whole = entries("clean");
        for (EvidenceEntry lost : whole) {
            if (lost.fact() instanceof Fact.UartReceived it) {
                List<EvidenceEntry> rest = new ArrayList<>(whole);
                rest.remove(lost);

                assertThat(judged(rest).findings())
                        .as("without entry %d: %s", lost.seq(), it.bytes().latin1())
                        .noneMatch(finding -> finding.verdict() == Verdict.REFUTED);
            }
        }
    }

    /**
     * The UART and the witness's connection each keep their own order, but either may be behind the other: a slow network
     * or a busy host is no lie of anyone's.
     */
    @ParameterizedTest
    @ValueSource(strings = {"clean", "garbage-at-reset", "https-answer-too-long"})
    void an_honest_run_passes_whichever_of_the_two_is_slower(String name) {
        List<EvidenceEntry> asRecorded = entries(name);
        for (long seed = 1; seed <= 60; seed++) {
            Judgement judgement = judged(withLags(asRecorded, new Random(seed)));
            assertThat(judgement.findings())
                    .as("seed %d", seed)
                    .filteredOn(it -> it.verdict() != Verdict.CONFIRMED && it.verdict() != Verdict.UNCHECKABLE)
                    .isEmpty();
            assertThat(judgement.outcome()).as("seed %d", seed).isEqualTo(Outcome.PASS);
        }
    }

    /**
     * The reset takes effect somewhere between asking for it and the boot banner. When the thread that asked notes that it is done says
     * nothing about what the device does meanwhile.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "clean",
                "garbage-at-reset",
                "honest-connected-before-reset-returned",
                "honest-connected-rr-banner"
            })
    void an_honest_run_passes_however_late_the_reset_is_noted(String name) {
        List<EvidenceEntry> whole = entries(name);
        int returned = index(whole, it -> it.fact() instanceof Fact.ResetReturned);
        int ended = index(whole, it -> it.fact() instanceof Fact.CaptureEnded);
        List<Fact> facts =
                new ArrayList<>(whole.stream().map(EvidenceEntry::fact).toList());
        for (int at = returned; at < ended - 1; at++) {
            Judgement judgement = judged(renumbered(whole, facts));
            assertThat(judgement.outcome())
                    .as("noted as entry %d: %s", at + 1, judgement.reason())
                    .isEqualTo(Outcome.PASS);
            Collections.swap(facts, at, at + 1);
        }
    }

    private static int index(List<EvidenceEntry> entries, Predicate<EvidenceEntry> where) {
        return IntStream.range(0, entries.size())
                .filter(i -> where.test(entries.get(i)))
                .findFirst()
                .orElseThrow();
    }

    /** From the reset to the end of capture, one of the two at a time falls behind by up to forty entries. */
    private static List<EvidenceEntry> withLags(List<EvidenceEntry> entries, Random random) {
        Predicate<EvidenceEntry> begins = it -> it.fact() instanceof Fact.ResetReturned;
        Predicate<EvidenceEntry> ends = it -> it.fact() instanceof Fact.CaptureEnded;
        Deque<EvidenceEntry> uart = new ArrayDeque<>();
        Deque<EvidenceEntry> cloud = new ArrayDeque<>();
        List<Fact> merged = new ArrayList<>();
        boolean underTest = false;
        for (EvidenceEntry entry : entries) {
            boolean within = underTest && !ends.test(entry);
            underTest = within || begins.test(entry);
            if (within) {
                (entry.fact() instanceof Fact.UartReceived ? uart : cloud).add(entry);
                continue;
            }
            while (!uart.isEmpty() || !cloud.isEmpty()) {
                Deque<EvidenceEntry> ahead = random.nextBoolean() ? uart : cloud;
                for (int left = random.nextInt(40); left > 0 && !ahead.isEmpty(); left--) {
                    merged.add(ahead.remove().fact());
                }
            }
            merged.add(entry.fact());
        }
        return renumbered(entries, merged);
    }

    /** Facts in another order, at the times of {@code entries}. */
    private static List<EvidenceEntry> renumbered(List<EvidenceEntry> entries, List<Fact> facts) {
        List<EvidenceEntry> renumbered = new ArrayList<>();
        for (Fact fact : facts) {
            EvidenceEntry like = entries.get(renumbered.size());
            renumbered.add(new EvidenceEntry(like.seq(), like.at(), like.monoNanos(), fact));
        }
        return renumbered;
    }

    /** A witness that never proves it was awake refutes nothing. */
    @ParameterizedTest
    @MethodSource("names")
    void nothing_is_refuted_by_the_absence_of_evidence_alone(String name) {
        List<EvidenceEntry> sleepy = entries(name).stream()
                .filter(it -> !(it.fact() instanceof Fact.CanaryReturned))
                .toList();

        assertThat(judged(sleepy).findings())
                .filteredOn(it -> it.verdict() == Verdict.REFUTED)
                .noneMatch(it -> it.reason().contains("the witness was awake and saw no"));
    }

    private static Judgement judged(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement();
    }

    private static String described(EvidenceEntry entry) {
        Fact fact = entry.fact();
        String detail = fact instanceof Fact.UartReceived it
                ? it.bytes().latin1().strip()
                : fact instanceof Fact.MqttReceived it ? it.topic() : "";
        return entry.seq() + " " + fact.getClass().getSimpleName() + " "
                + detail.replaceAll("\\p{Cntrl}+", " / ").replaceAll("^(.{60}).*", "$1...");
    }

    /** The lines of {@code changed} that are not in {@code before}. */
    private static String unlike(String before, String changed) {
        List<String> known = before.lines().toList();
        StringBuilder text = new StringBuilder();
        changed.lines()
                .filter(line -> !known.contains(line))
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static String verdicts(Judgement judgement) {
        StringBuilder text = new StringBuilder();
        text.append(judgement.outcome())
                .append(" at ")
                .append(judgement.stage())
                .append(", ")
                .append(judgement.owner() == null ? null : judgement.owner().word());
        text.append('\n');
        for (Finding it : judgement.findings()) {
            String claim = String.valueOf(it.claim()).lines().findFirst().orElse("");
            text.append(it.verdict()).append(' ').append(it.step()).append(' ').append(claim);
            text.append('\n');
        }
        return text.toString();
    }

    /** The end, and everything that could be seen on the way to it. */
    private static String journal(List<EvidenceEntry> entries) {
        StringBuilder way = new StringBuilder();
        Judge judge = new Judge();
        String before = "";
        for (EvidenceEntry entry : entries) {
            judge.accept(entry);
            Progress progress = judge.progress();
            String now = new TreeSet<>(judge.needs())
                    + (progress.booted() ? " booted" : "")
                    + (progress.testsDone() ? " tests-done" : "")
                    + (progress.finished() ? " finished" : "")
                    + (judge.witnessIsLost() ? " witness-lost" : "")
                    + " open "
                    + judge.judgement().open().stream()
                            .map(Judgement.OpenClaim::step)
                            .toList();
            if (!now.equals(before)) {
                way.append(entry.seq()).append(' ').append(now).append('\n');
                before = now;
            }
        }
        Judgement end = judge.judgement();
        StringBuilder text = new StringBuilder();
        text.append(end.outcome())
                .append(" at ")
                .append(end.stage())
                .append(", ")
                .append(end.owner() == null ? null : end.owner().word())
                .append(": ");
        text.append(end.reason().replaceAll("\\p{Cntrl}+", " / ")).append('\n');
        text.append(end.heap()).append('\n').append(end.timings()).append('\n');
        text.append(judge.claims().size())
                .append(" claims, ")
                .append(judge.changes())
                .append(" changes, ");
        text.append(judge.progress().bytes()).append(" bytes, context of ");
        text.append(judge.context() == null ? "nobody" : judge.context().board())
                .append('\n');
        end.notes()
                .forEach(note -> text.append("note: ")
                        .append(note.replaceAll("\\p{Cntrl}+", " / "))
                        .append('\n'));
        for (Finding it : end.findings()) {
            String claim = String.valueOf(it.claim()).replaceAll("\\p{Cntrl}+", " / ");
            text.append(it.verdict())
                    .append(' ')
                    .append(it.step())
                    .append(" line ")
                    .append(it.line())
                    .append(' ');
            text.append(it.evidence()).append(' ').append(claim).append(" | ");
            text.append(it.reason().replaceAll("\\p{Cntrl}+", " / ")).append('\n');
        }
        return text.append("-- on the way\n").append(way).toString();
    }

    private static List<EvidenceEntry> entries(String name) {
        return RecordedRun.entries(name);
    }

    private static void assertGolden(String name, String text) {
        Path golden = RUNS.resolve(name + ".golden.txt");
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(golden, text);
            }
            assertThat(text).isEqualTo(Files.readString(golden));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
