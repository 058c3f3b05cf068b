package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.model.Direction;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Samples;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.text.JsonText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.Standing;
import org.numakerbench.uart.Standing.Sort;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.WireStandings;

/** What lines of a user's own firmware claim, against the messages that their description names. */
class OwnFirmwareJudgeTest {
    private static final String TOPIC = "Nuvoton/Mbed/D001/sensor";
    private static final Message MESSAGE = new Message(
            "{topic}",
            null,
            JsonText.MAPPER.readTree("{\"celsius\":\"{celsius}\",\"sensor\":\"SHT31\"}"),
            Map.of("/celsius", 0.05),
            List.of("/uptime"));
    private static final Line READY =
            row("Sensor {sensor:word} ready at 0x{address:hexText}", null, "nobody sees it", null);
    private static final Line PUBLISHED =
            row("Sensor publishes {celsius:number} C to {topic:word} OK", Says.OK, null, MESSAGE);
    private static final Line NOT_PUBLISHED = row(
            "Sensor cannot publish to {topic:word}: {code:int}",
            Says.FAILED,
            null,
            new Message("{topic}", null, null, Map.of(), List.of()));
    private static final Line FAILED = row("Sensor read failed: {code:int}", Says.FAILED, null, null);
    private static final Line VAGUE = row("Calibration OK", Says.OK, null, null);
    private static final FirmwareDescription SENSOR = new FirmwareDescription(
            "sensor.yaml",
            FirmwareDescription.EXAMPLE,
            null,
            null,
            List.of(READY, PUBLISHED, NOT_PUBLISHED, FAILED, VAGUE),
            List.of(TOPIC));

    private static Line row(String pattern, @Nullable Says says, @Nullable String reason, @Nullable Message published) {
        return new Line(null, pattern, null, null, "sensor.publish", says, false, null, reason, published, null, null);
    }

    private static String capture() {
        try {
            return Files.readString(
                    Path.of("bench-profiles/firmware/example-with-sensor.raw"), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Fact.MqttReceived sent(String celsius) {
        return mqtt(TOPIC, "{\"uptime\": 17, \"sensor\": \"SHT31\", \"celsius\": " + celsius + "}");
    }

    /** Both publishes of the capture, truly made. */
    private static RunLog honest() {
        return silent().before(line("Sensor publishes 23.5"), sent("23.52"))
                .before(line("Sensor publishes 23.6"), sent("23.6"));
    }

    /** The same wire; the cloud has nothing on the sensor's topic. */
    private static RunLog silent() {
        return RunLog.own(SENSOR, capture());
    }

    @Test
    void what_the_witness_received_confirms_a_line_within_its_tolerance() {
        Judgement judgement = honest().judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say("sensor.publish", "publishes 23.5", CONFIRMED, "the witness received it on " + TOPIC)
                .say("sensor.publish", "publishes 23.6", CONFIRMED, "the witness received it on " + TOPIC);
        assertThat(judgement.findings())
                .noneMatch(it -> String.valueOf(it.claim()).contains("ready"));
        assertThat(judgement.notes()).isEmpty();
        assertThat(judgement.wire().notUnderstood()).isZero();
    }

    @Test
    void a_publish_that_nobody_received_is_refuted_on_its_step() {
        Judgement judgement =
                silent().before(line("Sensor publishes 23.5"), sent("23.5")).judge();

        Findings.in(judgement)
                .have(Outcome.MISMATCH)
                .say("sensor.publish", "publishes 23.5", CONFIRMED, "received")
                .say(
                        "sensor.publish",
                        "publishes 23.6",
                        REFUTED,
                        "the witness was awake and saw no such message on " + TOPIC);
        assertThat(judgement.failure().stage()).isEqualTo(Stage.FIRMWARE);
    }

    @Test
    void a_message_on_its_topic_that_no_line_claims_is_a_note_and_no_failure() {
        Judgement judgement = honest().before(line("Sensor publishes 23.6"), sent("-99"), sent("99"))
                .judge();

        Findings.in(judgement).have(Outcome.PASS);
        assertThat(judgement.findings()).extracting(Finding::verdict).doesNotContain(Verdict.UNCLAIMED);
        assertThat(judgement.notes())
                .singleElement()
                .asString()
                .startsWith("no line of the device claims the message on " + TOPIC + " (entry ")
                .contains("\"celsius\": -99}", ", and 1 more there");
    }

    /** QoS 1 delivers twice at times; what was retained was there before this boot. */
    @Test
    void what_came_again_or_was_retained_is_no_note() {
        Fact.MqttReceived old = sent("11");
        Judgement judgement = honest().before(line("Sensor publishes 23.6"), sent("23.52"))
                .before(
                        line("Sensor publishes 23.6"),
                        new Fact.MqttReceived(old.topic(), old.payload(), 1, true, false))
                .judge();

        Findings.in(judgement).have(Outcome.PASS);
        assertThat(judgement.notes()).isEmpty();
    }

    /** The device listens to it, and it is one that its description names: it may be its own. */
    @Test
    void what_the_device_says_on_a_topic_of_its_own_is_not_taken_for_another_clients() {
        FirmwareDescription beside = new FirmwareDescription(
                "sensor.yaml",
                FirmwareDescription.EXAMPLE,
                null,
                null,
                List.of(row(
                        "Sensor publishes {c:number} C to {topic:word} OK",
                        Says.OK,
                        null,
                        new Message("Nuvoton/Mbed/sensor", null, null, Map.of(), List.of()))),
                List.of());
        Fact.MqttReceived its = mqtt("Nuvoton/Mbed/sensor", "23.5");

        Judgement judgement = RunLog.own(beside, capture())
                .before(line("Sensor publishes 23.5"), its)
                .before(line("Sensor publishes 23.6"), mqtt("Nuvoton/Mbed/sensor", "23.6"))
                .before(line("Sensor publishes 23.6"), mqtt("Nuvoton/Mbed/D002", "another's"))
                .judge();

        assertThat(judgement.notes())
                .filteredOn(it -> it.contains("another client"))
                .singleElement()
                .asString()
                .contains("Nuvoton/Mbed/D002");
    }

    private static RunLog measured(Limits limits) {
        Measure celsius = new Measure("celsius", "celsius", "C", Direction.LARGER, 0.2, limits);
        Line line = new Line(
                null,
                PUBLISHED.pattern(),
                null,
                null,
                "sensor.publish",
                Says.OK,
                false,
                null,
                null,
                MESSAGE,
                null,
                celsius);
        FirmwareDescription firmware = new FirmwareDescription(
                "sensor.yaml", FirmwareDescription.EXAMPLE, null, null, List.of(READY, line), List.of(TOPIC));
        return RunLog.own(firmware, capture())
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .before(line("Sensor publishes 23.6"), sent("23.6"));
    }

    @Test
    void a_number_of_a_line_is_a_measurement_with_all_its_samples() {
        Judgement judgement = measured(new Limits(23.5, 23.6)).judge();

        Findings.in(judgement).have(Outcome.PASS);
        assertThat(judgement.measurements())
                .filteredOn(it -> it.name().equals("celsius"))
                .containsExactly(new Measurement(
                        "celsius",
                        "C",
                        Direction.LARGER,
                        0,
                        0.2,
                        "sensor.publish",
                        new Limits(23.5, 23.6),
                        Samples.of(List.of(23.5, 23.6))));
    }

    @Test
    void a_sample_beyond_its_limit_fails_the_run_with_step_value_and_limit() {
        Judgement judgement = measured(new Limits(null, 23.55)).judge();

        Findings.in(judgement).have(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.OUT_OF_LIMITS);
        assertThat(judgement.reason()).contains("celsius", "sensor.publish", "23.6", "23.55");
    }

    @Test
    void one_message_confirms_one_line() {
        Judgement judgement = RunLog.own(SENSOR, capture().replace("23.6", "23.5"))
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .judge();

        assertThat(judgement.findings().stream().filter(it -> it.step().equals("sensor.publish")))
                .extracting(Finding::verdict)
                .containsExactly(CONFIRMED, REFUTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"celsius\": 24.5, \"sensor\": \"SHT31\"}; /celsius is 24.5, not 23.6",
                "{\"celsius\": 23.66, \"sensor\": \"SHT31\"}; /celsius is 23.66, not 23.6",
                "{\"celsius\": \"23.6\", \"sensor\": \"SHT31\"}; /celsius is \"23.6\", not 23.6",
                "{\"celsius\": 23.6, \"sensor\": \"BME280\"}; /sensor is \"BME280\", not \"SHT31\"",
                "{\"celsius\": 23.6}; /sensor is missing, not \"SHT31\"",
                "{\"celsius\": 23.6, \"sensor\": \"SHT31\", \"id\": 1}; /id is 1, not missing",
                "23.6; it is 23.6, not {",
                "twenty; it is no JSON"
            })
    void other_content_is_refuted_with_what_differs(String payload, String difference) {
        Judgement judgement = silent().before(line("Sensor publishes 23.5"), sent("23.5"))
                .before(line("Sensor publishes 23.6"), mqtt(TOPIC, payload))
                .judge();

        Findings.in(judgement).say("sensor.publish", "publishes 23.6", REFUTED, difference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"sensor\":\"SHT31\",\"celsius\":23.60}",
                "{\"celsius\": 2.36e1, \"sensor\": \"SHT31\", \"uptime\": {\"s\": 1}}",
                "{\"celsius\": 23.649, \"sensor\": \"SHT31\"}"
            })
    void the_way_it_is_written_says_nothing(String payload) {
        Judgement judgement = silent().before(line("Sensor publishes 23.5"), sent("23.5"))
                .before(line("Sensor publishes 23.6"), mqtt(TOPIC, payload))
                .judge();

        Findings.in(judgement).have(Outcome.PASS).say("sensor.publish", "publishes 23.6", CONFIRMED, "received");
    }

    @Test
    void a_topic_that_nobody_told_the_witness_about_is_uncheckable_with_the_line_to_add() {
        Judgement judgement = silent().without(
                        fact -> fact instanceof Fact.WitnessSubscribed it && it.purpose() == Fact.Purpose.OWN_TOPIC)
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say(
                        "sensor.publish",
                        "publishes 23.5",
                        UNCHECKABLE,
                        "none of the witness's filters takes in " + TOPIC
                                + "; to check it, add to the description: listen: [" + TOPIC + "]");
    }

    @Test
    void a_topic_that_the_cloud_refuses_the_witness_is_uncheckable_with_what_to_allow() {
        Judgement judgement = silent().replacing(
                        fact -> fact instanceof Fact.WitnessSubscribed it && it.purpose() == Fact.Purpose.OWN_TOPIC
                                ? new Fact.WitnessSubscribed(it.filter(), it.purpose(), false)
                                : fact)
                .judge();

        Findings.in(judgement)
                .say(
                        "sensor.publish",
                        "publishes 23.5",
                        UNCHECKABLE,
                        "allow it iot:Subscribe and iot:Receive on " + TOPIC);
    }

    @Test
    void absence_is_no_evidence_where_the_witness_was_not_awake() {
        Judgement judgement =
                silent().without(Fact.CanaryReturned.class::isInstance).judge();

        Findings.in(judgement).say("sensor.publish", "publishes 23.5", UNSEEN, "no canary of the witness came back");
    }

    @Test
    void on_a_wire_that_damages_bytes_a_number_that_differs_refutes_nothing() {
        Judgement judgement = RunLog.own(SENSOR, capture().replace("MQTT disconnecting", "MQTT disc\u0001nnecting"))
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .before(line("Sensor publishes 23.6"), sent("27.6"))
                .judge();

        Findings.in(judgement).say("sensor.publish", "publishes 23.6", UNSEEN, "only a few bytes differ");
    }

    @Test
    void a_failure_that_it_reports_is_the_devices_whether_or_not_the_cloud_could_see_it() {
        Judgement seen = RunLog.own(
                        SENSOR,
                        capture()
                                .replace(
                                        "Sensor publishes 23.6 C to " + TOPIC + " OK",
                                        "Sensor cannot publish to " + TOPIC + ": -1"))
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .judge();
        Judgement unseen = RunLog.own(
                        SENSOR,
                        capture().replace("Sensor publishes 23.6 C to " + TOPIC + " OK", "Sensor read failed: -5"))
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .judge();

        Findings.in(seen)
                .have(Outcome.DEVICE_FAIL)
                .say(
                        "sensor.publish",
                        "cannot publish",
                        CONFIRMED,
                        "the witness saw no such message on " + TOPIC + " either");
        Findings.in(unseen)
                .have(Outcome.DEVICE_FAIL)
                .say("sensor.publish", "read failed", UNCHECKABLE, "only the device can see this failure");
    }

    @Test
    void a_claim_without_evidence_says_what_to_add() {
        Judgement judgement = RunLog.own(SENSOR, capture().replace("Sensor SHT31 ready at 0x44", "Calibration OK"))
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .before(line("Sensor publishes 23.6"), sent("23.6"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say("sensor.publish", "Calibration", UNCHECKABLE, "add published: or received: with the topic");
    }

    @Test
    void firmware_from_scratch_ends_with_its_own_last_line() {
        FirmwareDescription alone = new FirmwareDescription(
                "own.yaml", null, "Node {version:word} starts", "All done", List.of(PUBLISHED), List.of(TOPIC));
        Judgement judgement = RunLog.own(
                        alone, "Node 1.2 starts\r\nSensor publishes 23.5 C to " + TOPIC + " OK\r\nAll done\r\n")
                .before(line("Sensor publishes 23.5"), sent("23.5"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say("boot", "Node 1.2 starts", CONFIRMED, "")
                .say("sensor.publish", "publishes 23.5", CONFIRMED, "received");
        assertThat(judgement.wire().notUnderstood()).isZero();
    }

    @Test
    void the_log_alone_has_the_description() throws Exception {
        var entry = honest().entries().get(0);
        byte[] line = EvidenceJson.line(entry);

        assertThat(EvidenceJson.entry(line, 0, line.length)).isEqualTo(entry);
    }

    @Test
    void its_lines_have_their_standings() {
        List<Claim> claims = UartParser.parse(capture().getBytes(StandardCharsets.ISO_8859_1), SENSOR);
        WireStandings standings = new WireStandings(SENSOR, claims, 88, 88);

        assertThat(standings.of(27)).isEqualTo(new Standing("own-neutral", Sort.NEUTRAL, null, "nobody sees it"));
        assertThat(standings.of(28).sort()).isEqualTo(Sort.JUDGED);
        assertThat(standings.count(Sort.NOT_UNDERSTOOD)).isZero();
    }
}
