package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.PublishedSchema;
import org.numakerbench.uart.grammar.GenerationGuess;

class ParseSummaryTest {
    @Test
    void theJsonIsWhatItsSchemaSays() {
        List<List<Claim>> captures = new ArrayList<>();
        Wire.SAMPLES.forEach(it -> captures.add(Wire.claims(Wire.sample(it))));
        captures.add(UartParser.parse((Wire.BOOT + "MQTT connecting").getBytes(StandardCharsets.ISO_8859_1)));
        captures.add(UartParser.parse("++ MbedOS Fault Handler ++\r\n".getBytes(StandardCharsets.ISO_8859_1)));

        PublishedSchema.describes(
                "claims",
                captures.stream()
                        .flatMap(it -> Stream.concat(
                                it.stream().map(ClaimJson::line), Stream.of(ClaimJson.line(ParseSummary.of(it))))));
    }

    @Test
    void aGoodRunIsToldInItsOrder() {
        ParseSummary summary = ParseSummary.of(UartParser.parse(Wire.sample("seed-mqtt-5.7.wire.log")));

        assertThat(summary.steps())
                .extracting(ParseSummary.Step::step)
                .startsWith("boot", "network", "mqtt.tls", "mqtt.connect", "mqtt.user", "mqtt.user.subscribe")
                .endsWith("mqtt.shadow-delete.unsubscribe", "mqtt.disconnect", "heap");
        assertThat(summary.steps())
                .filteredOn(step -> step.step().equals("mqtt.tls"))
                .containsExactly(new ParseSummary.Step("mqtt.tls", true));
        assertThat(summary.steps())
                .filteredOn(step -> step.step().equals("heap"))
                .containsExactly(new ParseSummary.Step("heap", null));
        assertThat(summary.arrivals()).hasSize(4);
        assertThat(summary.arrivals().get(3))
                .isEqualTo(new ParseSummary.Arrival(
                        "mqtt.shadow-delete.arrive", 1L, "{\"version\":77,\"timestamp\":1514962202}"));
        assertThat(summary.heap()).isEqualTo(new ParseSummary.Heap(1351L, 63022L));
        assertThat(summary.crash()).isNull();
        assertThat(summary.hang()).isNull();
        assertThat(summary.boots()).isOne();
        assertThat(summary.unrecognised()).isZero();
        assertThat(summary.firmware().generations()).isEqualTo("G0..G1");
    }

    @Test
    void aFailureStaysEvenWhenSuccessIsClaimedLater() {
        ParseSummary summary = summary("MQTT disconnects failed -1\r\nMQTT disconnects OK\r\n");

        assertThat(summary.steps()).containsExactly(new ParseSummary.Step("mqtt.disconnect", false));
        assertThat(summary("MQTT disconnects OK\r\nMQTT disconnects failed -1\r\n")
                        .steps()
                        .get(0)
                        .ok())
                .isFalse();
    }

    @Test
    void anUnfinishedOperationIsAHang() {
        ParseSummary.Hang hang = summary(Wire.BOOT + "MQTT connecting").hang();

        assertThat(hang).isEqualTo(new ParseSummary.Hang("mqtt.connect", 4, "MQTT connecting"));
    }

    @Test
    void silenceInTheMiddleIsAHang() {
        assertThat(summary("Starting the TLS handshake...\r\nnoise\r\n").hang())
                .isEqualTo(new ParseSummary.Hang("mqtt.tls", 1, "Starting the TLS handshake..."));
        assertThat(summary("").hang()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MQTT disconnects OK", "Max heap size: 1", "Connecting to the network failed. See serial output.",
                        "Connects with h:1 failed: -1",
                "snprintf failed: 1", "Delete thing shadow RESTfully through HTTPS/DELETE OK",
                        "Operator new out of memory", "TLSSocket recv(1) failed with -1"
            })
    void theLastWordOfATestIsNoHang(String line) {
        assertThat(summary(line + "\r\n").hang()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MQTT disconnects failed -1",
                "Connects with h:1 OK",
                "Get thing shadow RESTfully through HTTPS/GET OK",
                "[EasyConnect] IPv4 mode"
            })
    void anyOtherLastWordIsAHang(String line) {
        assertThat(summary(line + "\r\n").hang()).isNotNull();
    }

    @Test
    void theFirstCrashIsToldInsteadOfAHang() {
        ParseSummary summary = summary("MQTT connecting\r\nOperator new out of memory\r\nException\r\n");

        assertThat(summary.crash())
                .isEqualTo(new ParseSummary.Crash("mqtt.connect", 2, "allocation", "Operator new out of memory"));
        assertThat(summary.hang()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Using Mbed OS 5.7.1|G0..G1",
                "Using Mbed OS 5.8.2|G1b",
                "Using Mbed OS 5.9.5|G1c",
                "Using Mbed OS 5.10.1|G2",
                "Using Mbed OS 5.11.1|G2",
                "Using Mbed OS 5.12.2|G2..G3",
                "Using Mbed OS 5.13.0|G2..G3",
                "Using Mbed OS 5.14.0|G3..G4",
                "Using Mbed OS 5.15.1|G4..G6",
                "Using Mbed OS 6.14.0|G6..G7",
                "Using Mbed OS 7|",
                "Using Mbed OS 5.99.1|",
                "MQTT connects OK|"
            })
    void theVersionTellsTheGeneration(String line, String generations) {
        assertThat(summary(line + "\r\n").firmware().generations()).isEqualTo(generations);
    }

    @Test
    void aLineOfSomeGenerationsNarrowsTheGuess() {
        GenerationGuess guess = summary("Using Mbed OS 5.15.6\r\nResolved MQTT client ID: x\r\nMQTT connects OK\r\n")
                .firmware();

        assertThat(guess.generations()).isEqualTo("G6");
        assertThat(guess.reason()).isEqualTo("prints \"Using Mbed OS 5.15.6\"; prints \"Resolved MQTT client ID: x\"");
    }

    @Test
    void aLineThatDoesNotFitIsTold() {
        GenerationGuess guess =
                summary("Using Mbed OS 5.7.1\r\nResolved MQTT client ID: x\r\n").firmware();

        assertThat(guess.generations()).isEqualTo("G0..G1");
        assertThat(guess.reason()).endsWith("; but also prints \"Resolved MQTT client ID: x\"");
    }

    @Test
    void jsonHoldsTheSameInStableOrder() {
        String json = ClaimJson.line(summary("\u0001\r\nMax heap size: 1\r\n"));

        assertThat(json)
                .isEqualTo(
                        "{\"steps\":[{\"step\":\"heap\",\"ok\":null}],\"arrivals\":[],\"heap\":{\"currentBytes\":null,\"maxBytes\":1},"
                                + "\"crash\":null,\"hang\":null,\"boots\":0,\"unrecognised\":1,\"firmware\":{\"generation\":\"G0..G2\",\"reason\":\"prints \\\"Max heap size: 1\\\"\"}}");
    }

    @Test
    void aClaimsJsonHasItsFieldsLastAndOnlyAscii() {
        List<Claim> claims = UartParser.parse(Wire.bytes("MQTT subscribes to \u00fc OK\r\n"));

        assertThat(ClaimJson.line(claims.get(0)).toLowerCase(java.util.Locale.ROOT))
                .isEqualTo(
                        "{\"line\":1,\"step\":\"mqtt.user.subscribe\",\"kind\":\"mqtt-subscribe\",\"ok\":true,\"text\":\"mqtt subscribes to \\u00fc ok\",\"filter\":\"\\u00fc\"}");
    }

    @Test
    void oneLineOfAClaimObeysNoTerminal() {
        Claim claim = UartParser.parse(Wire.bytes("Message to publish:\r\n{\"a\":\"\u001b[2J\u202e\u009b\"}\r\n"))
                .get(0);

        assertThat(ClaimJson.oneLine(claim)).isEqualTo("Message to publish: | {\"a\":\"\\x1b[2J\\u202e\\x9b\"}");
    }

    private static ParseSummary summary(String wire) {
        return ParseSummary.of(Wire.claims(wire));
    }
}
