package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.evidence.OwnPhase;

/** What a user's own firmware says, beside the example firmware and from scratch. */
class OwnFirmwareTest {
    private static final Line PUBLISHED =
            line("sent", "Sensor {celsius:number} C to {topic:word} OK", null, null, "sensor.publish", Says.OK);
    private static final Line FAILED =
            line("failed", "Sensor failed: {code:int}", null, null, "sensor.publish", Says.FAILED);
    private static final Line LEVEL =
            line("level", null, "\\[(?P<level>INFO|WARN)\\] (?P<message>.*\u00b0)", null, null, null);
    private static final Line CONNECTED = line(null, "Broker says hello", null, "mqtt-connect", null, Says.OK);

    private static Line line(String name, String pattern, String regex, String kind, String step, Says says) {
        return new Line(name, pattern, regex, kind, step, says, false, null, null, null, null, null);
    }

    private static FirmwareDescription beside(Line... lines) {
        return new FirmwareDescription("own", FirmwareDescription.EXAMPLE, null, null, List.of(lines), List.of());
    }

    private static FirmwareDescription alone(Line... lines) {
        return new FirmwareDescription(
                "own", null, "Node {version:word} starts", "All done", List.of(lines), List.of());
    }

    private static List<Claim> claims(FirmwareDescription firmware, String text) {
        return UartParser.parse(Wire.bytes(text), firmware);
    }

    @Test
    void aLineOfItsOwnIsAClaimWithItsStepAndItsNumbers() {
        List<Claim> claims = claims(beside(PUBLISHED, FAILED), "Sensor -3.25 C to a/b OK\r\nSensor failed: -4\r\n");

        assertThat(claims).extracting(Claim::kind).containsOnly(ClaimKind.OWN);
        assertThat(claims).extracting(Claim::stepName).containsOnly("sensor.publish");
        assertThat(claims.get(0).claimsSuccess()).isTrue();
        assertThat(claims.get(0).fields())
                .containsEntry("row", "sent")
                .containsEntry("celsius", new java.math.BigDecimal("-3.25"))
                .containsEntry("topic", "a/b");
        assertThat(claims.get(1).claimsFailure()).isTrue();
        assertThat(claims.get(1).fields()).containsEntry("code", -4L);
    }

    /** An engine that goes back tries 2 to the power of 4,000 ways. */
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+z", "(a|aa)+z", "(a|a?)+z", "(.*a){12}z"})
    void noExpressionTakesExponentialTime(String regex) {
        FirmwareDescription evil = beside(line("evil", null, regex, null, null, null));
        String text = "a".repeat(4000) + "\r\n";

        List<Claim> claims = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> claims(evil, text.repeat(20)));

        assertThat(claims).hasSize(20).extracting(Claim::kind).containsOnly(ClaimKind.UNRECOGNISED);
    }

    /** An operation that is under way goes on, whatever another thread prints meanwhile. */
    @Test
    void aPhaseThatEndsWhileAnOperationRunsEndsNotThat() {
        FirmwareDescription modem = new FirmwareDescription(
                "own",
                FirmwareDescription.EXAMPLE,
                null,
                null,
                List.of(
                        line("begins", "Modem begins", null, null, null, null),
                        line("ends", "Modem ends", null, null, null, null)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new OwnPhase("modem", "begins", "ends", null)));

        List<Claim> claims = claims(
                modem,
                "Modem begins\r\nodd\r\nMQTT connecting\rModem ends\r\nodder\r\nMQTT connects OK\r\nModem begins\r\nModem ends\r\noddest\r\n");

        assertThat(claims)
                .extracting(Claim::stepName)
                .containsExactly(
                        "modem", "modem", "modem", "mqtt.connect", "mqtt.connect", "modem", "modem", "mqtt.connect");
    }

    /** Each of their bytes is one to compare, and stands for nothing else. */
    @Test
    void wordsMayHaveAnyLetters() {
        Line warm = line("warm", "Wärme \u00b0 \u4e2d {celsius:number} \u00b0C", null, null, null, null);

        List<Claim> claims =
                claims(beside(warm), "Wärme \u00b0 \u4e2d 23 \u00b0C\r\nWärme \u00b0 \u4e2e 23 \u00b0C\r\n");

        assertThat(claims).extracting(Claim::kind).containsExactly(ClaimKind.OWN, ClaimKind.UNRECOGNISED);
        assertThat(claims.get(1).fields()).containsEntry("resembles", warm.pattern());
    }

    @Test
    void itLeavesTheExampleFirmwareAsItIs() {
        byte[] capture = Wire.sample("seed-mqtt-5.7.wire.log");

        assertThat(UartParser.parse(capture, beside(PUBLISHED, FAILED, LEVEL))).isEqualTo(UartParser.parse(capture));
    }

    @Test
    void itMayComeInTheMiddleOfAnOperation() {
        List<Claim> claims = claims(
                beside(PUBLISHED),
                "MQTT publishing message to t\nSensor 1 C to a OK\r\n\rMQTT publishes message to t OK\r\n");

        assertThat(claims).extracting(Claim::kind).containsExactly(ClaimKind.OWN, ClaimKind.MQTT_PUBLISH);
    }

    @Test
    void aRegularExpressionReadsBytesAsUtf8AndItsGroupsAreFields() {
        assertThat(claims(beside(LEVEL), "[WARN] hot: 40 \u00b0\r\n[WARN] hot\r\n"))
                .satisfiesExactly(
                        it -> assertThat(it.fields())
                                .containsEntry("row", "level")
                                .containsEntry("level", "WARN")
                                .containsEntry("message", "hot: 40 \u00b0"),
                        it -> assertThat(it.kind()).isEqualTo(ClaimKind.UNRECOGNISED));
    }

    @Test
    void firmwareFromScratchKnowsNothingOfTheExample() {
        List<Claim> claims = claims(alone(PUBLISHED), "Node 1.2 starts\r\nMQTT connects OK\r\nAll done\r\n");

        assertThat(claims)
                .extracting(Claim::kind)
                .containsExactly(ClaimKind.BOOT_BANNER, ClaimKind.UNRECOGNISED, ClaimKind.OWN);
        assertThat(claims.get(0).fields()).containsEntry("version", "1.2");
        assertThat(claims.get(2).fields()).containsEntry("row", FirmwareDescription.END);
    }

    @Test
    void aLineInOtherWordsIsAClaimOfTheExamplesKind() {
        assertThat(claims(alone(CONNECTED), "Broker says hello\r\n"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.kind()).isEqualTo(ClaimKind.MQTT_CONNECT);
                    assertThat(it.stepName()).isEqualTo("mqtt.connect");
                    assertThat(it.claimsSuccess()).isTrue();
                });
    }

    @Test
    void aDamagedLineOfItsOwnIsRecognised() {
        assertThat(claims(beside(FAILED), "Sensor f\u0001iled: -4\r\n"))
                .singleElement()
                .satisfies(it -> assertThat(it.string("resembles")).isEqualTo("Sensor failed: {code:int}"));
    }

    @Test
    void aNumberMayHaveAFractionAndASign() {
        Line number = line(null, "V={v:number};", null, null, null, null);

        assertThat(claims(beside(number), "V=1.5;\r\nV=-0.25;\r\nV=7;\r\nV=1.;\r\nV=.5;\r\nV=--1;\r\n"))
                .extracting(it -> it.fields().get("v"))
                .containsExactly(
                        new java.math.BigDecimal("1.5"),
                        new java.math.BigDecimal("-0.25"),
                        new java.math.BigDecimal("7"),
                        null,
                        null,
                        null);
    }
}
