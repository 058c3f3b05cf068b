package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.OwnLine.At;
import org.numakerbench.sim.board.image.OwnLine.Lie;

/** A virtual board whose firmware is no relative of the example, through a whole run with the local AWS IoT. */
class ScratchFirmwareIT {
    private static final Path EXAMPLES = Path.of("bench-profiles/firmware");
    private static final String COMMAND = "meter/M001/command";

    @TempDir
    Path scratch;

    private Judgement run(List<OwnLine> lines, Fault... faults) throws Exception {
        return run("meter-from-scratch", lines, faults);
    }

    private Judgement run(String example, List<OwnLine> lines, Fault... faults) throws Exception {
        String description = Files.readString(EXAMPLES.resolve(example + ".yaml"));
        RunResult result = DescribedRun.of(scratch, description, DescribedRun.image(lines, true, faults));
        return result.record().judgement();
    }

    private static List<OwnLine> honest(String example) {
        return VirtualLines.read(EXAMPLES.resolve(example + ".lines.yaml")).lines();
    }

    private static OwnLine reading(String watts, Lie lie) {
        String topic = "meter/M001/reading";
        String payload = "{\"meter\": \"M001\", \"watts\": " + watts + "}";
        return new OwnLine(At.CONNECTED, watts + " W to " + topic, topic, payload, lie);
    }

    private static OwnLine received(@Nullable String subscribe, @Nullable String await, String print, Lie lie) {
        return new OwnLine(At.CONNECTED, print, null, null, lie, subscribe, await, null);
    }

    private static OwnLine says(At at, String print) {
        return new OwnLine(at, print, null, null, null);
    }

    private static OwnLine selfTest() {
        return new OwnLine(At.CONNECTED, "self-test on " + COMMAND, COMMAND, "ping", null);
    }

    private static List<OwnLine> framed(OwnLine... session) {
        List<OwnLine> lines = new ArrayList<>(
                List.of(says(At.BOOT, "Power meter 2.4 starts"), says(At.CONNECTED, "broker says hello")));
        lines.addAll(List.of(session));
        lines.add(says(At.DISCONNECTING, "goodbye"));
        lines.add(says(At.END, "Power meter sleeps"));
        return lines;
    }

    @Test
    void honestLinesPassAndEachIsJudged() throws Exception {
        Judgement judgement = run(honest("meter-from-scratch"));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(judgement.findings()).extracting(Finding::verdict).hasSize(7).containsOnly(CONFIRMED);
        assertThat(judgement.wire().notUnderstood()).isZero();
        assertThat(judgement.wire().missing()).isZero();
    }

    @Test
    void everyLieOfWhatItPublishesAndReceivesIsRefutedOnItsStep() throws Exception {
        Judgement judgement = run(
                framed(
                        received(COMMAND, null, "listening to " + COMMAND, null),
                        reading("1.5", Lie.NOT_SENT),
                        reading("2.5", null),
                        reading("3.5", Lie.OTHER_PAYLOAD),
                        reading("4.5", Lie.OTHER_TOPIC),
                        selfTest(),
                        received(null, COMMAND, "command: {payload}", Lie.OTHER_PAYLOAD)),
                new Fault(FaultKind.CONNECTION_DROPPED, null, null, null));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
        assertThat(judgement.findings())
                .filteredOn(it -> it.verdict() == REFUTED)
                .extracting(Finding::step, Finding::claim)
                .containsExactly(
                        tuple("meter.reading", "1.5 W to meter/M001/reading"),
                        tuple("meter.reading", "3.5 W to meter/M001/reading"),
                        tuple("meter.reading", "4.5 W to meter/M001/reading"),
                        tuple("meter.command", "command: {\"other\": true}"),
                        tuple("mqtt.disconnect", "goodbye"));
    }

    @Test
    void aSubscriptionThatItDidNotMakeAndWhatItInventsForItAreRefuted() throws Exception {
        Judgement judgement = run(framed(
                received(COMMAND, null, "listening to " + COMMAND, Lie.NOT_SENT),
                selfTest(),
                received(null, COMMAND, "command: {payload}", Lie.NOT_SENT)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
        assertThat(judgement.findings())
                .filteredOn(it -> it.verdict() == REFUTED)
                .extracting(Finding::claim)
                .containsExactly("listening to " + COMMAND, "command: {\"other\": true}");
    }

    @Test
    void aFirmwareThatReportsItsFailureIsTheDevicesFailureAtItsStep() throws Exception {
        Judgement judgement = run(honest("meter-from-scratch"), new Fault(FaultKind.NETWORK_DOWN, null, null, null));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.reason()).contains("no broker");
    }

    @Test
    void aFigureBeyondItsLimitFailsTheRunAtItsStep() throws Exception {
        List<OwnLine> lines = new ArrayList<>(honest("node-with-figures"));
        lines.add(says(At.CONNECTED, "RSSI -91 dBm"));

        Judgement judgement = run("node-with-figures", lines);

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.reason()).contains("rssi", "-91", "-80 dBm");
        assertThat(judgement.stage()).isEqualTo(Stage.FIRMWARE);
        assertThat(judgement.measurements())
                .filteredOn(it -> it.name().equals("rssi"))
                .singleElement()
                .satisfies(it -> assertThat(it.samples().count()).isEqualTo(3))
                .satisfies(it -> assertThat(it.samples().min()).isEqualTo(-91));
        assertThat(judgement.measurements())
                .extracting(Measurement::name)
                .contains("connect-time", "stack.free", "time.step.mqtt.connect");
    }
}
