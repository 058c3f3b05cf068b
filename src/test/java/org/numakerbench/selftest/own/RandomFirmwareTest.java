package org.numakerbench.selftest.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.Extent;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.secret.SecretText;
import org.numakerbench.selftest.own.OwnSelftest.Outcomes;
import org.numakerbench.selftest.own.RandomDuty.Broken;
import org.numakerbench.selftest.own.RandomLine.Deceit;
import org.numakerbench.uart.learn.Learner;

/**
 * Ten firmwares that nobody wrote, each with 20 lies that its generator plants, and clean runs: half of them from scratch,
 * half beside the example firmware. What they print and send their generator decides, not the selftest.
 */
class RandomFirmwareTest {
    private static final int FIRMWARES = 10;
    private static final int LIES = 20;
    private static final int CLEAN = Extent.of(5, 50);

    private static final AtomicInteger CAUGHT = new AtomicInteger();
    private static final AtomicInteger UNCOVERED = new AtomicInteger();
    private static final AtomicInteger BROKEN = new AtomicInteger();
    private static final AtomicInteger LEFT_OPEN = new AtomicInteger();
    private static final AtomicInteger RUNS = new AtomicInteger();

    @TempDir
    static Path directory;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, FIRMWARES);
    }

    @AfterAll
    static void tell() {
        System.out.printf(
                "%d firmwares: %d lies caught on their step, %d told beforehand to be out of sight; of what they expect %d"
                        + " broken and caught, %d left open by their descriptions; 0 false alarms in %d clean runs%n",
                FIRMWARES, CAUGHT.get(), UNCOVERED.get(), BROKEN.get(), LEFT_OPEN.get(), RUNS.get());
    }

    private static List<String> blamed(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .map(Finding::step)
                .toList();
    }

    /** Steps whose failure the device itself reports. */
    private static String reported(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.UNCHECKABLE && it.reason().contains("failure"))
                .map(Finding::step)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyLieIsCaughtOnItsStepOrToldBeforehandToBeOutOfSight(long seed) throws IOException {
        RandomFirmware firmware = RandomFirmware.of(seed, directory);
        Outcomes beforehand = firmware.selftest(CLEAN);
        assertThat(beforehand.isGood()).as(OwnTable.markdown(beforehand)).isTrue();
        Random random = new Random(1000 + seed);
        for (int i = 0; i < LIES; i++) {
            RandomLine liar =
                    firmware.lines().get(random.nextInt(firmware.lines().size()));
            Deceit deceit = liar.deceits().get(random.nextInt(liar.deceits().size()));
            String lie = "firmware " + seed + ", lie " + i + ": " + liar + " " + deceit;

            List<Said> said = firmware.run(liar, deceit, random);
            Judgement judgement = firmware.judged(said, random);

            boolean covered = beforehand.lies().stream()
                            .filter(it -> it.line().equals(liar.name())
                                    && it.planted().equals(deceit.words()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(lie + " is not in the table"))
                            .uncovered()
                    == null;
            assertThat(covered).as(lie).isEqualTo(liar.isCaught(deceit));
            if (!covered) {
                assertThat(judgement.outcome())
                        .as(lie + ": " + judgement.reason())
                        .isEqualTo(Outcome.PASS);
                assertThat(blamed(judgement)).as(lie).isEmpty();
                UNCOVERED.incrementAndGet();
            } else if (deceit == Deceit.BEYOND || deceit == Deceit.REPORTED) {
                assertThat(judgement.outcome())
                        .as(lie + ": " + judgement.reason())
                        .isEqualTo(Outcome.DEVICE_FAIL);
                assertThat(judgement.failure().code())
                        .isEqualTo(deceit == Deceit.BEYOND ? FailureCode.OUT_OF_LIMITS : FailureCode.STEP_FAILED);
                assertThat(deceit == Deceit.BEYOND ? judgement.reason() : reported(judgement))
                        .as(lie)
                        .contains(liar.step());
                assertThat(blamed(judgement)).as(lie).isEmpty();
                CAUGHT.incrementAndGet();
            } else {
                assertThat(judgement.outcome())
                        .as(lie + ": " + judgement.reason())
                        .isEqualTo(Outcome.MISMATCH);
                assertThat(blamed(judgement)).as(lie).containsExactly(liar.step());
                CAUGHT.incrementAndGet();
            }
        }
    }

    /** What must come, how often, in which order and in which time; and what must not. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyBrokenExpectationIsCaughtOnItsStepOrToldBeforehandToBeOutOfSight(long seed) throws IOException {
        RandomFirmware firmware = RandomFirmware.of(seed, directory);
        Outcomes beforehand = firmware.selftest(CLEAN);
        Random random = new Random(4000 + seed);
        for (RandomDuty duty : firmware.duties()) {
            boolean delays = duty.timed() || firmware.duties().stream().noneMatch(RandomDuty::timed);
            for (Broken how : duty.ways()) {
                if (how == Broken.LATE && !delays) {
                    // What comes behind it would be late, too.
                    continue;
                }
                String lie = "firmware " + seed + ": " + duty + " " + how;

                Judgement judgement = firmware.judged(firmware.breaking(duty, how, random), random);

                boolean covered = beforehand.lies().stream()
                                .filter(it -> it.line().equals("expect " + duty.words())
                                        && it.planted().equals(duty.planted(how)))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(lie + " is not in the table"))
                                .uncovered()
                        == null;
                assertThat(covered).as(lie).isEqualTo(duty.isCaught(how));
                assertThat(judgement.outcome())
                        .as(lie + ": " + judgement.reason())
                        .isEqualTo(covered ? Outcome.DEVICE_FAIL : Outcome.PASS);
                assertThat(blamed(judgement)).as(lie).isEqualTo(covered ? List.of(duty.step()) : List.of());
                if (covered) {
                    assertThat(judgement.failure().code()).as(lie).isEqualTo(FailureCode.NOT_AS_EXPECTED);
                }
                (covered ? BROKEN : LEFT_OPEN).incrementAndGet();
            }
        }
        Judgement forbidden = firmware.judged(firmware.runForbidden(random), random);
        assertThat(forbidden.outcome()).as(forbidden.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(forbidden.reason()).contains("\"" + firmware.never() + "\" must never come");
        BROKEN.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noCleanRunRaisesAnAlarm(long seed) throws IOException {
        RandomFirmware firmware = RandomFirmware.of(seed, directory);
        Random random = new Random(2000 + seed);
        for (int i = 0; i < CLEAN; i++) {
            Judgement judgement = firmware.judged(firmware.run(null, null, random), random);

            assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
            assertThat(judgement.findings())
                    .allMatch(it -> it.verdict() == Verdict.CONFIRMED || it.verdict() == Verdict.UNCHECKABLE);
            assertThat(judgement.wire().notUnderstood()).isZero();
            RUNS.incrementAndGet();
        }
    }

    /** From three of its runs, each line on its own or in whatever order. */
    @ParameterizedTest
    @MethodSource("seeds")
    void itsRunsCanBeLearnedFrom(long seed) throws Exception {
        RandomFirmware firmware = RandomFirmware.of(seed, directory);
        Random random = new Random(3000 + seed);
        List<byte[]> captures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            captures.add(firmware.run(null, null, random).stream()
                    .map(it -> it.text() + "\r\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        }

        var learned = new Learner(null, SecretText.BUILT_IN).learn(captures).orElseThrow();

        long printed = firmware.lines().stream()
                .filter(it -> it.sort() != RandomLine.Sort.FAILURE)
                .count();
        assertThat(learned.unrecognised()).isZero();
        assertThat(learned.description().lines().size() + (firmware.banner().isEmpty() ? 2 : 0))
                .isEqualTo((int) printed + firmware.duties().size());
    }
}
