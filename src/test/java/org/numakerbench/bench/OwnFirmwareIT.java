package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.OwnLine.At;
import org.numakerbench.sim.board.image.OwnLine.Lie;

/** A virtual board that prints lines of its own, through a whole run with the local AWS IoT, and judged again from its log. */
class OwnFirmwareIT {
    private static final Path DESCRIPTION = Path.of("bench-profiles/firmware/example-with-sensor.yaml");
    private static final String TOPIC = "Nuvoton/Mbed/D001/sensor";

    @TempDir
    Path scratch;

    private static OwnLine published(At at, String celsius, @Nullable Lie lie) {
        return new OwnLine(
                at,
                "Sensor publishes " + celsius + " C to " + TOPIC + " OK",
                TOPIC,
                "{\"sensor\": \"SHT31\", \"celsius\": " + celsius + ", \"uptime\": 3}",
                lie);
    }

    private Judgement run(String description, List<OwnLine> lines) throws Exception {
        RunResult result = DescribedRun.of(scratch, description, DescribedRun.image(lines, false));
        assertThat(Files.readString(result.directory().resolve("report.html"))).contains("sensor.publish");
        return result.record().judgement();
    }

    private static List<Finding> ofSensor(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.step().equals("sensor.publish"))
                .toList();
    }

    @Test
    void honestLinesPass() throws Exception {
        Judgement judgement = run(
                Files.readString(DESCRIPTION),
                List.of(
                        new OwnLine(At.CONNECTED, "Sensor SHT31 ready at 0x44", null, null, null),
                        published(At.CONNECTED, "23.5", null),
                        published(At.DISCONNECTING, "-4", null)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(ofSensor(judgement)).extracting(Finding::verdict).containsExactly(CONFIRMED, CONFIRMED);
        assertThat(judgement.wire().notUnderstood()).isZero();
        assertThat(judgement.wire().missing()).isZero();
    }

    @Test
    void everyLieAboutATopicThatTheWitnessHearsIsRefutedOnItsStep() throws Exception {
        Judgement judgement = run(
                Files.readString(DESCRIPTION),
                List.of(
                        published(At.CONNECTED, "1.5", Lie.NOT_SENT),
                        published(At.CONNECTED, "2.5", null),
                        published(At.CONNECTED, "3.5", Lie.OTHER_PAYLOAD),
                        published(At.DISCONNECTING, "4.5", Lie.OTHER_TOPIC)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
        assertThat(judgement.failure().stage()).isEqualTo(Stage.FIRMWARE);
        assertThat(ofSensor(judgement))
                .extracting(Finding::verdict)
                .containsExactly(REFUTED, CONFIRMED, REFUTED, REFUTED);
    }

    @Test
    void aTopicThatNobodyToldTheWitnessAboutIsUncheckableWithTheLineToAdd() throws Exception {
        String description = Files.readString(DESCRIPTION);
        Judgement judgement = run(
                description.substring(0, description.indexOf("listen:")),
                List.of(published(At.CONNECTED, "23.5", null), published(At.DISCONNECTING, "1", Lie.NOT_SENT)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(ofSensor(judgement)).hasSize(2).allSatisfy(it -> {
            assertThat(it.verdict()).isEqualTo(UNCHECKABLE);
            assertThat(it.reason()).contains("add to the description: listen: [" + TOPIC + "]");
        });
    }
}
