package org.numakerbench.uart.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.grammar.Generation;
import org.numakerbench.uart.grammar.GrammarException;
import org.numakerbench.uart.sequence.Disorder.Trouble;
import org.numakerbench.uart.sequence.Sequence.Order;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clean captures of every generation, and what is said of each when one line of it is missing, twice or elsewhere. */
class SequenceTest {
    private static final List<String> BOTH = List.of("mqtt", "https");
    /** Lines of which other rules know: what a response has between its title and its end, and free text. */
    private static final List<String> OTHERS_KNOW = List.of(
            "HTTP/1.1 ",
            "content-",
            "date: ",
            "x-amzn-",
            "connection: ",
            "{",
            "key usage",
            "ext key usage",
            "basic constr",
            "subject alt name",
            "Thread: ");

    /** The text since the last reset of a recorded run. */
    private static String wire(String run) {
        String name = "/recorded-runs/" + run + ".jsonl.gz";
        try (InputStream packed = new GZIPInputStream(SequenceTest.class.getResourceAsStream(name))) {
            StringBuilder text = new StringBuilder();
            JsonMapper json = new JsonMapper();
            for (String line : new String(packed.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode entry = json.readTree(line);
                String type = entry.path("type").asString("");
                if (type.equals("reset-issued")) {
                    text.setLength(0);
                } else if (type.equals("uart")) {
                    text.append(entry.path("bytes").asString(""));
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sample(String name) {
        try (InputStream in = SequenceTest.class.getResourceAsStream("/uart-samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Order order(String wire, List<String> tests) {
        List<Claim> claims = UartParser.parse(wire.getBytes(StandardCharsets.ISO_8859_1));
        int banner = 0;
        while (!claims.get(banner).isBanner()) {
            banner++;
        }
        while (banner > 0 && claims.get(banner - 1).kind() == ClaimKind.PROVISION) {
            banner--;
        }
        int lines = (int) wire.chars().filter(c -> c == '\n').count();
        return Sequence.FIRMWARE.walk(claims.subList(banner, claims.size()), lines, null, tests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.7.1", "clean-5.9.7", "clean-5.10.4", "clean-5.12.4", "clean-5.15.1", "clean"})
    void aCleanRunOfEveryGenerationIsInOrder(String run) {
        Order order = order(wire(run), BOTH);

        assertThat(order.disorders()).extracting(Disorder::words).isEmpty();
        assertThat(order.rest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "seed-mqtt-5.7.wire.log, mqtt",
        "mqtt-5.7-early-delivery.wire.log, mqtt",
        "mqtt-5.7-tcp-fail.wire.log, mqtt",
        "mqtt-5.7-tls-verify-fail.wire.log, mqtt",
        "mqtt-5.7-unsuback-unpatched.wire.log, mqtt",
        "net-fail-5.7.wire.log, mqtt",
        "https-5.7.wire.log, https"
    })
    void aRunThatFailsGoesOnWhereTheFirmwareDoes(String sample, String test) {
        Order order = order(sample(sample), List.of(test));

        assertThat(order.disorders()).extracting(Disorder::words).isEmpty();
        assertThat(order.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.7.1", "clean-5.10.4", "clean-5.12.4", "clean-5.15.1"})
    void noLineIsMissingTwiceOrElsewhereWithoutAWord(String run) {
        List<String> lines = new ArrayList<>(List.of(wire(run).split("(?<=\n)")));
        int banner = 0;
        while (!lines.get(banner).startsWith("Starting AWS IoT test")) {
            banner++;
        }
        List<String> silent = new ArrayList<>();
        for (int i = banner + 1; i < lines.size(); i++) {
            if (isKnownToOthers(lines.get(i)) || lines.get(i).isBlank()) {
                continue;
            }
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, lines.get(i));
            check("deleted", lines.get(i), without, silent);
            check("twice", lines.get(i), twice, silent);
            if (i + 1 < lines.size() && !lines.get(i + 1).isBlank() && !isKnownToOthers(lines.get(i + 1))) {
                List<String> swapped = new ArrayList<>(lines);
                swapped.set(i, lines.get(i + 1));
                swapped.set(i + 1, lines.get(i));
                check("swapped", lines.get(i), swapped, silent);
            }
        }
        assertThat(silent).isEmpty();
    }

    private static boolean isKnownToOthers(String line) {
        return OTHERS_KNOW.stream().anyMatch(line.strip()::startsWith);
    }

    private static void check(String edit, String line, List<String> lines, List<String> silent) {
        Order order = order(String.join("", lines), BOTH);
        // What no row of the grammar fits is told by itself.
        boolean unknown = UartParser.parse(String.join("", lines).getBytes(StandardCharsets.ISO_8859_1)).stream()
                .anyMatch(it -> it.kind() == ClaimKind.UNRECOGNISED);
        if (order.disorders().isEmpty() && order.rest().isEmpty() && !unknown) {
            silent.add(edit + " " + line.strip());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Starting the TLS handshake...; mqtt.tls; Starting the TLS handshake...",
                "Certificate verification passed; mqtt.tls; Certificate verification passed",
                "Subscribing/publishing GetThingShadow topic; mqtt.shadow-get; Subscribing/publishing GetThingShadow topic",
                "Message to publish:; mqtt.user.publish; Message to publish:",
                "HTTPS: Received 253; https.user-publish; HTTPS: Received ...",
                "Max heap size; heap; Max heap size: ..."
            })
    void whatIsMissingIsNamed(String line, String step, String what) {
        String wire = wire("clean");
        int at = wire.indexOf(line, wire.indexOf("Starting AWS"));
        String without = wire.substring(0, wire.lastIndexOf('\n', at) + 1) + wire.substring(wire.indexOf('\n', at) + 1);

        Order order = order(without, BOTH);

        assertThat(Stream.concat(order.disorders().stream(), order.rest().stream())
                        .filter(Disorder::whole))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.trouble()).isEqualTo(Trouble.MISSING);
                    assertThat(it.step()).isEqualTo(step);
                    assertThat(it.what()).isEqualTo(what);
                });
    }

    @Test
    void theTestsThatBeginAgainAreALoopAndNoDisorder() {
        String wire = wire("clean");
        String tests = wire.substring(wire.indexOf("Connecting with"), wire.indexOf("\r\nCurrent heap size"));
        String boot = wire.substring(0, wire.indexOf("Connecting with"));

        Order order = order(boot + tests + tests + tests.substring(0, tests.indexOf("MQTT connecting")), BOTH);

        assertThat(order.disorders()).extracting(Disorder::trouble).containsOnly(Trouble.AGAIN);
        assertThat(order.loops()).isEqualTo(2);
        assertThat(order.rest()).isNotEmpty();
    }

    @Test
    void otherThreadsPrintAnywhere() {
        String wire = wire("clean").replace("\r\nSubscribing/", "\r\n[DBG ][ESPA]: a trace\r\n\r\nSubscribing/");

        assertThat(order(wire, BOTH).disorders()).isEmpty();
    }

    @Test
    void whatPrintsFarMoreThanAFirmwareHasNoOrder() {
        String wire = wire("clean") + "MQTT connects OK\r\n".repeat(3000);

        assertThat(order(wire, BOTH)).isEqualTo(Order.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "'boot\n', text:1: \"boot\" is not the name of a new passage",
        "' boot-banner\n', text:1: stands before the first passage",
        "'boot:\n donkey\n', text:2: \"donkey\" is no kind of claim",
        "'boot:\n do work\n', has no passage work"
    })
    void aTextThatCannotBeReadIsRefusedWithItsLine(String text, String problem) {
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> new SequenceText("text", text).graph("boot", Set.of(Generation.G1), Set.of()))
                .withMessageContaining(problem);
    }
}
