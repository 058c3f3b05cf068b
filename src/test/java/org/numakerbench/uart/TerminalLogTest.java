package org.numakerbench.uart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of terminal programs, by their manuals; the log below each front is a recorded run. */
class TerminalLogTest {
    private static final Path SAMPLES = Path.of("src/test/resources/uart-samples");

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(SAMPLES.resolve(name));
    }

    private static byte[] fronted(byte[] capture, IntFunction<String> front) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        boolean begins = true;
        int line = 0;
        for (byte b : capture) {
            if (begins) {
                log.writeBytes(front.apply(line++).getBytes(StandardCharsets.ISO_8859_1));
            }
            log.write(b);
            begins = b == '\n';
        }
        return log.toByteArray();
    }

    private static String time(int line) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d.%03d", line / 3600, line / 60 % 60, line % 60, line % 1000);
    }

    /** A program and what it writes in front of line n. */
    private record Form(String program, IntFunction<String> front) {
        @Override
        public String toString() {
            return program;
        }
    }

    static List<Form> forms() {
        return List.of(
                new Form("tio", n -> "[" + time(n) + "] "),
                new Form("tio, iso8601", n -> "[2024-01-31T" + time(n) + "] "),
                new Form("tio, iso8601 with zone", n -> "[2024-01-31T" + time(n) + "+01:00] "),
                new Form("Tera Term", n -> "[2024-01-31 " + time(n) + "] "),
                new Form("Tera Term, ctime", n -> "[Wed Jan 31 " + time(n) + " 2024] "),
                new Form("minicom", n -> "[2024-01-31 " + time(n).substring(0, 8) + "] "),
                new Form("Arduino", n -> time(n) + " -> "),
                new Form("ts", n -> "Jan 31 " + time(n).substring(0, 8) + " "),
                new Form("ts, early in a month", n -> "Jan  1 " + time(n).substring(0, 8) + " "),
                new Form("ts -s", n -> time(n).substring(0, 8) + " "),
                new Form("ts %.s", n -> 1_706_700_000 + n + ".123456 "),
                new Form("CoolTerm", n -> "2024-01-31 " + time(n) + "\t"),
                new Form("Docklight", n -> "31.01.2024 " + time(n) + " [RX] - "),
                new Form("grabserial", n -> String.format(Locale.ROOT, "[%d.%06d 0.000123] ", n, n)),
                new Form("grabserial, one column", n -> String.format(Locale.ROOT, "[%5d.%06d] ", n, n)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void whatATerminalPutsInFrontIsTakenOff(Form form) throws Exception {
        for (String name : List.of("seed-mqtt-5.7.wire.log", "https-5.7.wire.log", "net-fail-5.7.wire.log")) {
            byte[] capture = sample(name);
            byte[] log = fronted(capture, form.front());

            assertThat(new TerminalLog().all(log)).as(name).isEqualTo(capture);
            assertThat(UartParser.parse(new TerminalLog().all(log))).isEqualTo(UartParser.parse(capture));
        }
    }

    @Test
    void theResultDoesNotDependOnTheChunks() throws Exception {
        byte[] capture = sample("seed-mqtt-5.7.wire.log");
        byte[] log = fronted(capture, n -> "[" + time(n) + "] ");
        for (int size : new int[] {1, 2, 7, 64, 1000}) {
            TerminalLog terminal = new TerminalLog();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int at = 0; at < log.length; at += size) {
                out.writeBytes(terminal.accept(log, at, Math.min(size, log.length - at)));
            }
            out.writeBytes(terminal.end());
            assertThat(out.toByteArray()).as("chunks of " + size).isEqualTo(capture);
            assertThat(terminal.programs())
                    .hasValueSatisfying(it -> assertThat(it).contains("tio"));
        }
    }

    static Stream<String> captures() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files
                    .map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".log"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("captures")
    void aCaptureWithoutAFrontPassesUnchanged(String name) throws Exception {
        assertThat(new TerminalLog().all(sample(name))).isEqualTo(sample(name));
    }

    /** The device's own: nothing of it is the firmware's once the front is away. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "[00:00:01.234] sensor 7 up\n[00:00:02.345] sensor 7 down\n",
                "12:00:00 noon\n",
                "[EasyConnect] IPv4 mode\n[INFO][wifi]: up\n",
                "[1.2] no line end",
                "\u0000\u00ff\r\r\n[",
                "MQTT subscribing to aStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n"
            })
    void theDevicesOwnTimesStay(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new TerminalLog().all(bytes)).isEqualTo(bytes);
    }

    @Test
    void manyLinesThatMayHaveAFrontAreNotHeldForEver() throws Exception {
        byte[] bytes = "[00:00:01.234] sensor 7 up\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        TerminalLog terminal = new TerminalLog();

        assertThat(terminal.accept(bytes, 0, bytes.length)).isEqualTo(bytes);
        assertThat(terminal.programs()).isEmpty();
    }

    @Test
    void theBenchsOwnLogForPeopleIsRefusedWithTheFileToGive() {
        String log = "--- reset by virtual\n00:00:00.100 +0.100 | Starting AWS IoT test\n";
        refused(log, "uart.log", "give uart.raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COM3;17;", "<00:00:01> ", "dev-1| ", "{\"t\":1} ", "00000010  "})
    void aFrontThatIsNotKnownIsRefusedWithTheWayToTakeItOff(String front) {
        refused(
                front + "Starting AWS IoT test\r\n" + front.replace('1', '2') + "Using Mbed OS 5.7.1\r\n",
                "not known here",
                front.replace('1', '2'),
                "cut -c " + (front.length() + 1) + "-");
    }

    private static void refused(String log, String... words) {
        assertThatExceptionOfType(TerminalLogException.class)
                .isThrownBy(() -> new TerminalLog().all(log.getBytes(StandardCharsets.ISO_8859_1)))
                .withMessageContainingAll(words);
    }

    @Test
    void theCrashOfTheBugReportIsReadWithItsRegisters() throws Exception {
        byte[] log = Files.readAllBytes(Path.of("src/test/resources/uart-foreign/crash-with-terminal-times.log"));

        List<Claim> claims = UartParser.parse(new TerminalLog().all(log));

        ParseSummary summary = ParseSummary.of(claims);
        assertThat(summary.hang()).isNull();
        assertThat(claims)
                .filteredOn(it -> it.kind() == ClaimKind.CRASH)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.string("faultType")).isEqualTo("BusFault");
                    assertThat(it.fields().get("registers")).isEqualTo(List.of("PC=00001234"));
                    assertThat(it.fields().get("complete")).isEqualTo(true);
                });
    }
}
