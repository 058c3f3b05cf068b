package org.numakerbench.selftest.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.Extent;
import org.numakerbench.bench.DescribedRun;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.selftest.own.RandomDuty.Broken;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.OwnLine.At;
import org.numakerbench.sim.board.image.OwnLine.Lie;

/** Firmwares that nobody wrote, on virtual boards and through the whole bench: what virtual time promises holds there. */
class RandomFirmwareIT {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    /** Later, and not so late that the board is silent for too long. */
    private static final Duration LATE = Duration.ofSeconds(4);

    @TempDir
    Path scratch;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Extent.of(2, 4));
    }

    static LongStream someSeeds() {
        return LongStream.rangeClosed(1, Extent.of(1, 3));
    }

    private Judgement run(RandomFirmware firmware, List<OwnLine> lines) throws Exception {
        boolean beside = firmware.description().extendsExample();
        return DescribedRun.of(
                        Files.createTempDirectory(scratch, "run"), firmware.yaml(), DescribedRun.image(lines, !beside))
                .record()
                .judgement();
    }

    /** What an honest board prints, and sends ahead of it; with one lie of each line that can be told to have lied. */
    private static List<OwnLine> lines(RandomFirmware firmware, boolean lying, Random random) {
        return lines(firmware, lying, firmware.done(null, null, random), random);
    }

    /** @param done what it does of its duties */
    private static List<OwnLine> lines(RandomFirmware firmware, boolean lying, List<Said> done, Random random) {
        List<OwnLine> lines = new ArrayList<>();
        if (!firmware.banner().isEmpty()) {
            lines.add(new OwnLine(At.BOOT, firmware.banner(), null, null, null));
        }
        for (RandomLine line : firmware.lines()) {
            for (Said said : line.printed(random)) {
                Fact.MqttReceived sent = said.seen().isEmpty()
                        ? null
                        : (Fact.MqttReceived) said.seen().get(0);
                Lie lie = lying && sent != null ? Lie.values()[random.nextInt(Lie.values().length)] : null;
                String topic = sent == null ? null : sent.topic();
                lines.add(new OwnLine(
                        At.CONNECTED,
                        said.text(),
                        topic,
                        sent == null ? null : sent.payload().utf8(),
                        lie));
            }
        }
        for (Said said : done) {
            Long pause = said.pause().isZero() ? null : LATE.toMillis();
            lines.add(new OwnLine(At.CONNECTED, said.text(), null, null, null, null, null, null, null, pause, null));
        }
        if (!firmware.end().isEmpty()) {
            lines.add(new OwnLine(At.END, firmware.end(), null, null, null));
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aCleanRunPassesAndEveryToldLieIsRefutedOnItsStep(long seed) throws Exception {
        RandomFirmware firmware = RandomFirmware.of(seed, scratch);

        Judgement clean = run(firmware, lines(firmware, false, new Random(seed)));
        Judgement lying = run(firmware, lines(firmware, true, new Random(seed)));

        assertThat(clean.outcome()).as(clean.reason()).isEqualTo(Outcome.PASS);
        assertThat(lying.outcome()).as(lying.reason()).isEqualTo(Outcome.MISMATCH);
        assertThat(lying.findings())
                .filteredOn(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .extracting(Finding::step)
                .containsExactlyElementsOf(firmware.lines().stream()
                        .filter(it -> it.sort() == RandomLine.Sort.PUBLISHED || it.sort() == RandomLine.Sort.RECEIVED)
                        .flatMap(it -> Collections.nCopies(it.repeats(), it.step()).stream())
                        .toList());
    }

    /** One of its duties each way it can be broken, and what must never come. */
    @ParameterizedTest
    @MethodSource("someSeeds")
    void whatItsDescriptionExpectsIsBrokenAndRefutedOnItsStep(long seed) throws Exception {
        RandomFirmware firmware = RandomFirmware.of(seed, scratch, WITHIN);
        for (Broken how : Broken.values()) {
            List<RandomDuty> its = firmware.duties().stream()
                    .filter(it -> it.ways().contains(how) && it.isCaught(how))
                    .toList();
            if (!its.isEmpty()) {
                RandomDuty duty = its.get((int) seed % its.size());
                Random random = new Random(seed);

                Judgement judgement = run(firmware, lines(firmware, false, firmware.done(duty, how, random), random));

                assertThat(judgement.outcome())
                        .as(how + ": " + judgement.reason())
                        .isEqualTo(Outcome.DEVICE_FAIL);
                assertThat(refuted(judgement)).as(how + ": " + duty).containsExactly(duty.step());
            }
        }
        List<Said> done = new ArrayList<>(firmware.done(null, null, new Random(seed)));
        done.add(1, new Said(null, "so " + firmware.never() + " it is", List.of()));

        Judgement forbidden = run(firmware, lines(firmware, false, done, new Random(seed)));

        assertThat(forbidden.outcome()).as(forbidden.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(forbidden.reason()).contains("\"" + firmware.never() + "\" must never come");
    }

    private static List<String> refuted(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .map(Finding::step)
                .toList();
    }
}
