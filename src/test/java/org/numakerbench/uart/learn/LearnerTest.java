package org.numakerbench.uart.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.Extent;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.firmware.description.DescriptionText;
import org.numakerbench.secret.SecretText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.DescriptionCheck;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.UartParser;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LinePattern;
import org.numakerbench.uart.learn.Learner.Learned;

/** What is proposed of recorded runs, and of lines of every sort. */
class LearnerTest {
    private static final FirmwareDescription NOTHING =
            new FirmwareDescription(null, null, null, null, List.of(), List.of());

    private static List<Path> files(String directory, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(it -> it.toString().matches(pattern)).sorted().toList();
        }
    }

    /** Captures of one firmware, and of one run each. */
    static List<List<Path>> captures() throws IOException {
        List<Path> samples = files("src/test/resources/uart-samples", ".*\\.log");
        List<Path> examples = files("bench-profiles/firmware", ".*\\.raw");
        assertThat(samples).hasSize(9);
        assertThat(examples).isNotEmpty();
        List<List<Path>> all = new ArrayList<>(List.of(samples, examples));
        Stream.concat(samples.stream(), examples.stream()).forEach(it -> all.add(List.of(it)));
        return all;
    }

    private static List<byte[]> read(List<Path> files) throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (Path file : files) {
            all.add(Files.readAllBytes(file));
        }
        return all;
    }

    private static Learned learn(List<byte[]> captures) throws Exception {
        Learned learned = new Learner(null, SecretText.BUILT_IN).learn(captures).orElseThrow();
        assertThat(DescriptionCheck.problems(learned.description())).isEmpty();
        assertThat(learned.decide().lines()).hasSameSizeAs(learned.description().lines());
        return learned;
    }

    private static Learned learn(String... captures) throws Exception {
        return learn(Stream.of(captures).map(LearnerTest::bytes).toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> unrecognised(byte[] capture, FirmwareDescription description) throws Exception {
        return UartParser.parse(new TerminalLog(description).all(capture), description).stream()
                .filter(it -> it.kind() == ClaimKind.UNRECOGNISED)
                .map(Claim::text)
                .toList();
    }

    private static List<String> patterns(Learned learned) {
        return learned.description().lines().stream().map(Line::text).toList();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void everyLineOfTheCapturesIsRecognisedAfterwards(List<Path> files) throws Exception {
        Learned learned = learn(read(files));

        assertThat(learned.unrecognised()).isZero();
        for (byte[] capture : read(files)) {
            assertThat(unrecognised(capture, learned.description())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void beyondTheExampleFirmwareOnlyWhatItDoesNotKnowIsLearned(List<Path> files) throws Exception {
        List<byte[]> captures = read(files);
        int unknown = 0;
        for (byte[] capture : captures) {
            unknown += unrecognised(capture, null).size();
        }

        var learned = new Learner(FirmwareDescription.EXAMPLE, SecretText.BUILT_IN).learn(captures);

        assertThat(learned.isPresent()).isEqualTo(unknown > 0);
        if (learned.isPresent()) {
            FirmwareDescription description = learned.get().description();
            assertThat(learned.get().lines()).isEqualTo(unknown);
            assertThat(description.extendsExample()).isTrue();
            assertThat(DescriptionCheck.problems(description)).isEmpty();
            for (byte[] capture : captures) {
                assertThat(unrecognised(capture, description)).isEmpty();
            }
        }
    }

    /** A row is named when lines of the proposal take its lines, and no others. */
    @Test
    void mostRowsOfTheExampleFirmwareAreNamed() throws Exception {
        List<Path> files = new ArrayList<>(files("src/test/resources/uart-samples", ".*\\.log"));
        files.add(Path.of("bench-profiles/firmware/example-with-sensor.raw"));
        LineMatcher own = new LineMatcher(Grammar.of(learn(read(files)).description()));
        LineMatcher builtIn = new LineMatcher(Grammar.FIRMWARE);
        Map<String, Set<String>> byRow = new HashMap<>();
        Map<String, Set<String>> byLine = new HashMap<>();
        for (byte[] capture : read(files)) {
            for (Claim claim : UartParser.parse(capture, NOTHING)) {
                byte[] text = String.valueOf(claim.string("bytes")).getBytes(StandardCharsets.ISO_8859_1);
                LinePattern row = builtIn.find(text, 0, text.length);
                LinePattern line = row == null ? null : own.find(text, 0, text.length);
                if (row != null) {
                    String taken = line == null ? "" : line.row().pattern();
                    byRow.computeIfAbsent(row.row().pattern(), any -> new HashSet<>())
                            .add(taken);
                    byLine.computeIfAbsent(taken, any -> new HashSet<>())
                            .add(row.row().pattern());
                }
            }
        }
        Set<String> missed = new TreeSet<>();
        byRow.forEach((row, lines) -> {
            if (lines.contains("")
                    || lines.stream().anyMatch(it -> byLine.get(it).size() > 1)) {
                missed.add(row);
            }
        });

        System.out.printf("named %d of %d rows that occur%n", byRow.size() - missed.size(), byRow.size());
        assertThat(byRow).hasSizeGreaterThan(50);
        assertThat(missed).hasSizeLessThanOrEqualTo(byRow.size() / 10);
    }

    /** Another board, another day: other numbers, topics and addresses. */
    @Test
    void aRunWithOtherValuesIsUnderstood() throws Exception {
        String run = Files.readString(Path.of("src/test/resources/uart-samples/seed-mqtt-5.7.wire.log"));
        Learned learned = learn(run);
        String other = run.replace("Nuvoton/Mbed/D001", "Nuvoton/Mbed/line7")
                .replace("Nuvoton-Mbed-D001", "Nuvoton-Mbed-line7")
                .replace("a1fbcwaqfqeozo", "b2xyz")
                .replace("5.7.1", "5.15.0")
                .replace("1351", "22000")
                .replace("packetid 1", "packetid 17")
                .replace("3C:AC:B3", "11:22:33")
                .replace("2018-03-08", "2031-12-01");

        assertThat(unrecognised(bytes(other), learned.description())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Uptime 17 s|Uptime {uptime:int} s",
                "RSSI: -67 dBm|RSSI: {rssi:int} dBm",
                "Took 12.75ms|Took {took:number}ms",
                "Register at 0x44|Register at 0x{value:hexText}",
                "Got address 192.168.1.17, fine|Got address {address:word}, fine",
                "MAC 00:11:22:aa:bb:cc|MAC {mac:word}",
                "Sends to lab/hall-3/celsius now|Sends to {topic:word} now",
                "Version v1.12.3 of 2026-11-30|Version {version:word} of {value:word}",
                "Id 123e4567-e89b-12d3-a456-426614174000 seen|Id {id:word} seen",
                "Gets {\"a\": {\"b\": 1}} back|Gets {gets} back",
                "SHT31 sensor is there|SHT31 sensor is there",
                "Step 1 of 3|Step {number:int} of {number2:int}"
            })
    void whatIsAValueByItsFormIsAPlaceholder(String line, String pattern) throws Exception {
        assertThat(patterns(learn("Node starts\n" + line + "\nNode ends\n"))).containsExactly(pattern);
    }

    @Test
    void whatVariesBetweenCapturesIsAPlaceholderToo() throws Exception {
        Learned learned = learn(
                "Node starts\nsensor bme280 found\nname: first board\nheap:  812\nmode fast\nNode ends\n",
                "Node starts\nsensor sht31 found\nname: that one over there\nheap: 1812\nmode slow\nNode ends\n");

        assertThat(patterns(learned))
                .containsExactlyInAnyOrder(
                        "sensor {sensor:word} found",
                        "name: {name}",
                        "heap:{:spaces}{heap:int}",
                        "mode fast",
                        "mode slow");
        assertThat(learned.description().banner()).isEqualTo("Node starts");
        assertThat(learned.description().end()).isEqualTo("Node ends");
    }

    @Test
    void messagesOfOneModuleStayLinesOfTheirOwn() throws Exception {
        assertThat(patterns(learn("Node starts\nnet: link up\nnet: got address\nNode ends\n")))
                .containsExactly("net: link up", "net: got address");
    }

    @Test
    void linesStandInTheOrderOfARun() throws Exception {
        Learned learned = learn(
                "Boot\nalpha\nbeta\ndelta\nbeta\nepsilon\nEnd\n", "Boot\nalpha\nbeta\ngamma\ndelta\nepsilon\nEnd\n");

        assertThat(patterns(learned)).containsExactly("alpha", "beta", "gamma", "delta", "epsilon");
    }

    @Test
    void whatEveryRunHasOnceAndInOrderMayBeExpected() throws Exception {
        Learned learned = learn(
                "Boot\nalpha\nbeta\nsometimes\ngamma\nagain\nagain\ndelta failed\nepsilon\nEnd\n",
                "Boot\nbeta\nalpha\ngamma\nagain\ndelta failed\nepsilon\nEnd\n");

        assertThat(learned.decide().expected()).containsExactly("alpha", "gamma", "epsilon");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sensor publishes OK|OK|sensor.publishes",
                "Self test passed|OK|self.test",
                "Update successful|OK|update.successful",
                "TLS established|OK|tls.established",
                "HTTP 200 OK|OK|http.ok",
                "Sensor read failed: -5|FAILED|sensor.read",
                "[FAIL] flash|FAILED|fail.flash",
                "0 failed||",
                "12 tests, 3 failed||",
                "not OK yet||",
                "retries after failed: OK||",
                "error counter 0||",
                "timeout is 30 s||",
                "OKAY then||",
                "failover ready||"
            })
    void successAndFailureAreToldByTheirWords(String line, String says, String step) throws Exception {
        Line learned = learn("Node starts\n" + line + "\nNode ends\n")
                .description()
                .lines()
                .get(0);

        assertThat(learned.says() == null ? null : learned.says().name()).isEqualTo(says);
        assertThat(learned.step()).isEqualTo(step);
    }

    @Test
    void aNumberWithAUnitIsMeasured() throws Exception {
        Learned learned =
                learn("Node starts\nRSSI -67 dBm, noise -91 dBm\nSocket 3 open\nJoined in 812ms\nNode ends\n");

        assertThat(learned.description().lines())
                .extracting(it -> it.measure() == null
                        ? null
                        : it.measure().name() + " {" + it.measure().value() + "} "
                                + it.measure().unit())
                .containsExactly("rssi {rssi} dBm", null, "joined {joined} ms");
    }

    @Test
    void aLineThatAnotherThreadPrintsInTheMiddleIsSeen() throws Exception {
        Learned learned = learn(
                "Boot of it\nreading the sensor\nMessage arrived: 1\nreading the sensorMessage arrived: 2\nEnd\n");

        assertThat(patterns(learned)).containsExactly("reading the sensor", "Message arrived: {arrived:int}");
        assertThat(learned.description().lines().get(1).interrupts()).isTrue();
        assertThat(learned.unrecognised()).isZero();
    }

    /** Kinds of secrets, their values, and a line that says one of them once more. */
    @Test
    void noSecretGetsIntoTheDescription() throws Exception {
        String key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n"
                + "MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\n";
        String capture = "Node starts\n"
                + "AT+CWJAP_CUR=\"lab\",\"correct-horse\"\n"
                + "wifi password: \"battery staple\"\n"
                + "psk=tr0ub4dor&3\n"
                + "joining with correct-horse now\n"
                + "-----BEGIN PRIVATE KEY-----\n" + key + "-----END PRIVATE KEY-----\n"
                + "broker mqtt://node:hunter2secret@broker.lab/ used\n"
                + "Node ends\n";

        Learned learned = learn(capture, capture);
        String yaml = DescriptionText.of(
                learned.description(),
                learned.decide().whole(),
                learned.decide().lines(),
                learned.decide().expected());

        assertThat(yaml)
                .doesNotContain("horse", "battery", "tr0ub4dor", "hunter2", "MIIE", "MzEf")
                .contains("password: \\\"{password}");
        assertThat(unrecognised(bytes(capture), learned.description())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[12:00:01.250] ", "12:00:01 ", "2026-11-30 12:00:01.001\t", "[    3.000001] "})
    void whatATerminalPutInFrontIsNoPartOfIt(String front) throws Exception {
        String run = "Node starts\nRSSI -67 dBm\nsends OK\nmore of it\nNode ends\n";
        String log = run.lines().map(it -> front + it + "\n").reduce("", String::concat);

        Learned learned = learn(log);

        assertThat(learned.description()).isEqualTo(learn(run).description());
        assertThat(unrecognised(bytes(log), learned.description())).isEmpty();
    }

    static List<byte[]> hostile() {
        int size = Extent.of(1, 40) << 18;
        Random random = new Random(18);
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        byte[] oneLine = new byte[size];
        Arrays.fill(oneLine, (byte) 'x');
        byte[] braces = new byte[size];
        for (int i = 0; i < size; i++) {
            braces[i] = (byte) (i % 97 == 0 ? '\n' : random.nextInt(9) == 0 ? '}' : '{');
        }
        byte[] dots = new byte[size];
        for (int i = 0; i < size; i++) {
            dots[i] = (byte) (i % 1999 == 0 ? '\n' : "1.-:/a0 ".charAt(random.nextInt(8)));
        }
        StringBuilder distinct = new StringBuilder();
        while (distinct.length() < size) {
            for (int i = 0; i < 6; i++) {
                distinct.append((char) ('a' + random.nextInt(26)))
                        .append((char) ('a' + random.nextInt(26)))
                        .append(' ');
            }
            distinct.append('\n');
        }
        byte[] emptyLines = new byte[size];
        Arrays.fill(emptyLines, (byte) '\n');
        byte[] returns = new byte[size];
        for (int i = 0; i < size; i++) {
            returns[i] = (byte) "\r\n\0\u001b[K".charAt(random.nextInt(6));
        }
        return List.of(noise, oneLine, braces, dots, bytes(distinct.toString()), emptyLines, returns);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileBytesCostTimeInProportion(byte[] capture) throws Exception {
        long begin = System.nanoTime();
        byte[] good = bytes("Node starts\nRSSI -67 dBm\nNode ends\n");
        var learned = new Learner(null, SecretText.BUILT_IN).learn(List.of(good, capture));
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();

        System.out.printf("%d bytes: %d ms%n", capture.length, millis);
        assertThat(DescriptionCheck.problems(learned.orElseThrow().description()))
                .isEmpty();
        assertThat(learned.orElseThrow().description().lines()).hasSizeLessThanOrEqualTo(1000);
    }
}
