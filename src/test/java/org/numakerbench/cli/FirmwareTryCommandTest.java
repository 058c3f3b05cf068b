package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FirmwareTryCommandTest {
    private static final Path EXAMPLE = Path.of("bench-profiles/firmware/example-with-sensor.yaml");
    private static final Path CAPTURE = Path.of("bench-profiles/firmware/example-with-sensor.raw");

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theWorkedExampleFitsItsCapture() {
        assertThat(run("firmware", "try", EXAMPLE.toString(), CAPTURE.toString()))
                .isEqualTo(ExitCodes.PASS);

        assertThat(out.toString())
                .contains("   28  line 16               Sensor publishes 23.5 C to Nuvoton/Mbed/D001/sensor OK\n")
                .contains("   84  mqtt-disconnect       MQTT disconnects OK\n")
                .contains("3 claims are lines of example-with-sensor.yaml, 48 of what it extends")
                .contains("measured: celsius 23.5 to 23.6 C, median 23.55, 2 samples")
                .contains("never seen: line 27, \"Sensor read failed: {code:int}\"");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ofALineThatIsNoneItSaysTheNearestAndWhereTheyPart() throws IOException {
        Path other = directory.resolve("other.yaml");
        Files.writeString(other, Files.readString(EXAMPLE).replace(" C to {topic", " F to {topic"));

        assertThat(run("firmware", "try", other.toString(), CAPTURE.toString())).isEqualTo(ExitCodes.DEVICE);

        assertThat(out.toString())
                .contains("   28  ?                     Sensor publishes 23.5 C to")
                .contains(
                        "nearest is line 16, \"Sensor publishes {celsius:number} F to {topic:word} OK\": at column 23 it"
                                + " has \"F to \"");
    }

    @Test
    void whatIsExpectedIsMetOrNot() throws IOException {
        Path other = directory.resolve("other.yaml");
        String good = Files.readString(EXAMPLE) + """
                expect:
                  - {line: sensor-ready, within: 5s}
                  - {line: sensor-published, min: 2}
                send:
                  - {after: sensor-ready, text: "h", answer: sensor-published}
                """;
        Files.writeString(other, good);

        assertThat(run("firmware", "try", other.toString(), CAPTURE.toString())).isEqualTo(ExitCodes.PASS);
        assertThat(out.toString())
                .containsPattern(
                        "line 3\\d, expected: \"sensor-ready\": met at line 27, in what time a capture does not tell")
                .contains(
                        "expected: \"sensor-published\": met at line 8",
                        "to send: \"h\": behind line 27; answered at line 28");

        Files.writeString(
                other,
                good.replace("min: 2", "times: 3")
                        .replace(
                                "send:",
                                "  - {line: \"Using Mbed OS {:word}\"}\n  - {line: sensor-published, order: any, times: 1}\nfailOn: [connects OK]\nsend:"));
        out.getBuffer().setLength(0);

        assertThat(run("firmware", "try", other.toString(), CAPTURE.toString())).isEqualTo(ExitCodes.DEVICE);
        assertThat(out.toString())
                .contains(
                        "not met: came 2 times behind line 27, not 3",
                        "\"Using Mbed OS {:word}\": not met: came at line 3, not behind line 27",
                        "not met: came 2 times, once too often at line 8",
                        "must never come: \"connects OK\": came at line ");
    }

    @Test
    void aWrongTypeIsSaid() throws IOException {
        Path other = directory.resolve("other.yaml");
        Files.writeString(other, Files.readString(EXAMPLE).replace("{sensor:word} ready", "{sensor:int} ready"));

        run("firmware", "try", other.toString(), CAPTURE.toString());

        assertThat(out.toString()).contains("at column 8 it has a whole number for {sensor}");
    }

    @Test
    void aDescriptionWithMistakesIsRefusedWithAllOfThem() throws IOException {
        Path other = directory.resolve("other.yaml");
        Files.writeString(
                other,
                Files.readString(EXAMPLE).replace("says: failed", "says: no").replace("listen:", "lissen:"));

        assertThat(run("firmware", "try", other.toString(), CAPTURE.toString())).isEqualTo(ExitCodes.USAGE);

        assertThat(err.toString().lines()).hasSize(2).allMatch(it -> it.startsWith(other + ":"));
    }

    @Test
    void aRunShowsWarningsOfADescriptionBeforeAnythingStartsAndOnce() throws IOException {
        Path description = Files.writeString(
                directory.resolve("own.yaml"),
                Files.readString(EXAMPLE)
                        .replace("lines:\n", "lines:\n  - pattern: \"MQTT publishes message to {what} OK\"\n"));
        Path images = Path.of("firmware-images").toAbsolutePath();
        Path profile = Files.writeString(directory.resolve("bench.yaml"), """
                bench: own
                images: %s
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: a, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                  - {name: b, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                firmware: own.yaml
                """.formatted(images));
        // A file stands where the runs should go: nothing runs.
        String[] command = {"run", profile.toString(), "--image", "virtual-m487-5.7.1", "--out", description.toString()
        };

        assertThat(run(command)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .containsOnlyOnce("warning: " + description)
                .contains("hides a line of nuvoton-aws-iot");
        assertThat(Files.exists(directory.resolve("cloud"))).isFalse();

        Files.writeString(description, Files.readString(description).replace("says: failed", "says: no"));
        assertThat(run(command)).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("\"no\" is not known");
        assertThat(Files.exists(directory.resolve("cloud"))).isFalse();
    }

    @Test
    void parseTakesADescription() {
        assertThat(run("parse", "--json", "--firmware", EXAMPLE.toString(), CAPTURE.toString()))
                .isEqualTo(ExitCodes.PASS);

        assertThat(out.toString())
                .contains("{\"line\":28,\"step\":\"sensor.publish\",\"kind\":\"own\",\"ok\":true,"
                        + "\"text\":\"Sensor publishes 23.5 C to Nuvoton/Mbed/D001/sensor OK\","
                        + "\"row\":\"sensor-published\",\"celsius\":23.5,\"topic\":\"Nuvoton/Mbed/D001/sensor\"}");
    }

    private int run(String... arguments) {
        CommandLine bench = Bench.commandLine();
        return bench.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
