package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ParseCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void aCaptureIsListedForPeopleWithoutItsControlCharacters() throws Exception {
        assertThat(run(capture("MQTT connecting\rMQTT connects OK\r\n\u001b[2J\r\n")
                        .toString()))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "    1  ok      mqtt.connect                    mqtt-connect          MQTT connects OK",
                        "    2          mqtt.connect                    unrecognised          \\x1b[2J");
    }

    @Test
    void jsonHasOneObjectALine() throws Exception {
        assertThat(run("--json", capture("MQTT connects failed: 5\r\n").toString()))
                .isZero();

        assertThat(out.toString().strip())
                .isEqualTo(
                        "{\"line\":1,\"step\":\"mqtt.connect\",\"kind\":\"mqtt-connect\",\"ok\":false,\"text\":\"MQTT connects failed: 5\",\"code\":5}");
    }

    @Test
    void theSummaryIsOneObject() throws Exception {
        assertThat(run("--summary", capture("MQTT connects OK\r\n").toString())).isZero();

        assertThat(out.toString().lines()).hasSize(1);
        assertThat(out.toString()).startsWith("{\"steps\":[{\"step\":\"mqtt.connect\",\"ok\":true}]");
    }

    @Test
    void aMissingFileIsAConfigurationErrorOfOneLine() {
        assertThat(run(directory.resolve("none.raw").toString())).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("none.raw does not exist; give a file of raw UART bytes");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDirectoryIsRefused() {
        assertThat(run(directory.toString())).isEqualTo(2);

        assertThat(err.toString()).contains("is a directory");
    }

    @Test
    void aTerminalsTimesAreTakenOffAndThatIsSaid() throws Exception {
        assertThat(run(
                        "--json",
                        capture("[10:00:00.001] MQTT connects OK\r\n[10:00:00.002] \r\n")
                                .toString()))
                .isZero();

        assertThat(out.toString().lines()).singleElement().asString().contains("\"text\":\"MQTT connects OK\"");
        assertThat(err.toString().lines()).singleElement().asString().contains("uart.raw", "taken off", "tio");
    }

    @Test
    void aRunsLogForPeopleIsRefusedInOneLine() throws Exception {
        assertThat(run(capture("10:00:00.001 +0.100 | Starting AWS IoT test\n").toString()))
                .isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().contains("is a run's uart.log", "give uart.raw");
    }

    private Path capture(String text) throws Exception {
        return Files.writeString(directory.resolve("uart.raw"), text);
    }

    private int run(String... arguments) {
        return new CommandLine(new ParseCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
