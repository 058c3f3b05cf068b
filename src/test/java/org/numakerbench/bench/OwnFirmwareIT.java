package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
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
        return run(description, lines, "sensor.publish");
    }

    private Judgement run(String description, List<OwnLine> lines, String step) throws Exception {
        RunResult result = DescribedRun.of(scratch, description, DescribedRun.image(lines, false));
        assertThat(Files.readString(result.directory().resolve("report.html"))).contains(step);
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

    /** What the shadow service accepts is told on a topic of its own, with the service's words around the section. */
    @Test
    void aSectionOfTheShadowThatALineClaimsToHaveChangedIsComparedByValue() throws Exception {
        String description = """
                extends: nuvoton-aws-iot
                lines:
                  - name: reported
                    pattern: "Shadow reports {celsius:number} C OK"
                    step: sensor.publish
                    says: ok
                    published:
                      topic: $aws/things/{thing}/shadow/update/accepted
                      json: {state: {reported: {celsius: "{celsius}"}}}
                      ignore: [/metadata, /version, /timestamp]
                """;
        List<OwnLine> lines = List.of(reported("20.5", "20.5"), reported("21.5", "12.5"));

        Judgement judgement = run(description, lines);

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
        assertThat(verdicts(judgement, "sensor.publish")).containsExactly(CONFIRMED, REFUTED);
    }

    /** What a server of the user's own has: one line true, one that it learns of late, one that is a lie. */
    @Test
    void aServerOfTheUsersOwnIsAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/readings/", exchange -> {
            String what = exchange.getRequestURI().getPath().substring("/readings/".length());
            String celsius = what.equals("late") && asked.incrementAndGet() == 1 ? "0" : "21.5";
            byte[] body = ("{\"last\": {\"celsius\": " + celsius + "}}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            Judgement judgement = run(
                    """
                    extends: nuvoton-aws-iot
                    lines:
                      - pattern: "Backend has {celsius:number} C of {what:word} OK"
                        step: sensor.store
                        says: ok
                        request: {get: "http://127.0.0.1:%d/readings/{what}", pointer: /last/celsius, value: "{celsius}"}
                    """.formatted(server.getAddress().getPort()),
                    List.of(
                            said(At.CONNECTED, "Backend has 21.5 C of true OK"),
                            said(At.CONNECTED, "Backend has 21.5 C of late OK"),
                            said(At.CONNECTED, "Backend has 12.5 C of lie OK")),
                    "sensor.store");

            assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.MISMATCH);
            assertThat(verdicts(judgement, "sensor.store")).containsExactly(CONFIRMED, CONFIRMED, REFUTED);
            assertThat(judgement.wire().notUnderstood()).isZero();
        } finally {
            server.stop(0);
        }
        assertThat(asked).hasValueGreaterThanOrEqualTo(2);
    }

    private static OwnLine reported(String said, String celsius) {
        return new OwnLine(
                At.DISCONNECTING,
                "Shadow reports " + said + " C OK",
                "$aws/things/Nuvoton-Mbed-D001/shadow/update",
                "{\"state\": {\"reported\": {\"celsius\": " + celsius + "}}}",
                null);
    }

    private static final String ASKING = """
            extends: nuvoton-aws-iot
            lines:
              - {name: sensor-ready, pattern: "Sensor ready", step: sensor.start, standing: neutral, reason: nobody sees it}
              - {name: question, pattern: "Press c to calibrate:", step: sensor.calibrate}
              - {name: calibrated, pattern: "Calibrated to {offset:int}", step: sensor.calibrate, standing: neutral, reason: nobody sees it}
            expect:
              - {line: sensor-ready, within: 5s, times: 1}
              - {line: calibrated, after: question, within: 20s}
            failOn: [ASSERT]
            send:
              - {after: question, text: "c", answer: calibrated, within: 10s, step: sensor.publish}
            """;

    private static OwnLine said(At at, String print) {
        return new OwnLine(at, print, null, null, null);
    }

    private static OwnLine prompt() {
        return new OwnLine(
                At.CONNECTED, "Press c to calibrate: ", null, null, null, null, null, null, null, null, true);
    }

    private static OwnLine answer(long delayMs) {
        return new OwnLine(At.CONNECTED, "\nCalibrated to -3", null, null, null, null, null, null, "c", delayMs, null);
    }

    private static List<Verdict> verdicts(Judgement judgement, String step) {
        return judgement.findings().stream()
                .filter(it -> it.step().equals(step))
                .map(Finding::verdict)
                .toList();
    }

    /** The prompt has no line end, and the board waits for its answer as long as it takes. */
    @Test
    void aPromptIsAnsweredAndTheAnswerCounts() throws Exception {
        Judgement judgement = run(
                ASKING.replace("within: 5s, times: 1", "within: 20s, times: 1"),
                List.of(said(At.BOOT, "Sensor ready"), prompt(), answer(0)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
        assertThat(verdicts(judgement, "sensor.start")).containsExactly(CONFIRMED);
        assertThat(verdicts(judgement, "sensor.publish")).containsExactly(CONFIRMED);
        assertThat(verdicts(judgement, "sensor.calibrate")).containsExactly(CONFIRMED);
    }

    /** By far: what a busy host loses meanwhile excuses it. */
    @Test
    void anAnswerThatTakesTooLongIsTheDevices() throws Exception {
        Judgement judgement = run(
                ASKING.replace("within: 10s", "within: 1500ms"),
                List.of(said(At.BOOT, "Sensor ready"), prompt(), answer(5_000)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.NOT_AS_EXPECTED);
        assertThat(judgement.reason()).contains("sensor.publish", "1.5 s are allowed");
        assertThat(verdicts(judgement, "sensor.publish")).containsExactly(REFUTED);
    }

    /** The description lets it be silent for longer than the profile does. */
    @Test
    void aLineThatMayTakeLongIsAwaited() throws Exception {
        Judgement judgement = run(
                ASKING.replace("within: 5s, times: 1", "within: 20s"),
                List.of(
                        new OwnLine(At.BOOT, "Sensor ready", null, null, null, null, null, null, null, 6_500L, null),
                        prompt(),
                        answer(0)));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
    }

    @Test
    void whatMustNeverComeAndWhatNeverComesAreTheDevices() throws Exception {
        Judgement judgement = run(ASKING, List.of(prompt(), answer(0), said(At.CONNECTED, "ASSERT sensor.c:12")));

        assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.NOT_AS_EXPECTED);
        assertThat(judgement.reason()).contains("ASSERT sensor.c:12");
        assertThat(verdicts(judgement, "sensor.start")).containsExactly(REFUTED);
    }
}
