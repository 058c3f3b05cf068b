package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FirmwareLearnCommandTest {
    private static final String CAPTURE = "bench-profiles/firmware/example-with-sensor.raw";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"--extends,nuvoton-aws-iot", "--out,"})
    void whatIsProposedCanBeTriedAtOnce(String option, String value) {
        Path proposed = directory.resolve("learned.yaml");
        String[] arguments = value == null
                ? new String[] {"firmware", "learn", "--out", proposed.toString(), CAPTURE}
                : new String[] {"firmware", "learn", "--out", proposed.toString(), option, value, CAPTURE};

        assertThat(run(arguments)).as(err.toString()).isEqualTo(ExitCodes.PASS);
        assertThat(err.toString()).contains("all are recognised");
        assertThat(run("firmware", "try", proposed.toString(), CAPTURE)).isEqualTo(ExitCodes.PASS);
        assertThat(out.toString()).contains(", 0 are none").doesNotContain("never seen");
        assertThat(err.toString()).doesNotContain("warning");
    }

    @Test
    void itStandsOnStandardOutputWithWhatAPersonHasToDecide() {
        run("firmware", "learn", "--extends", "nuvoton-aws-iot", CAPTURE);

        assertThat(out.toString()).isEqualTo("""
                # Proposed from 1 capture: the comments say how often a line comes, and what you have to decide.
                # Until a claim names its message (published:, received:), nobody can check it.

                extends: nuvoton-aws-iot

                lines:
                  # in the capture
                  - name: sensor-sht31-ready
                    pattern: "Sensor SHT31 ready at 0x{value:hexText}"

                  # in the capture, up to 2 times
                  # if it claims a message, let the cloud confirm it: published: {topic: "{topic}"}, with the topic under listen:
                  - name: sensor-publishes-c-ok
                    pattern: "Sensor publishes {publishes:number} C to {topic:word} OK"
                    step: sensor.publishes
                    says: ok
                    measure: {name: sensor-publishes, value: publishes, unit: "C"}

                # Every capture has these lines once, and in this order. If a boot without them is none, expect them:
                # expect:
                #   - line: sensor-sht31-ready
                """);
    }

    @Test
    void whatItProposesToExpectIsMetByTheCaptures() throws Exception {
        String capture = "bench-profiles/firmware/meter-from-scratch.raw";
        run("firmware", "learn", capture);
        String yaml = out.toString().replaceFirst("(?s)# expect:.*", "") + "expect:\n"
                + out.toString().replaceFirst("(?s).*# expect:\n", "").replace("# ", "");
        Path edited = Files.writeString(directory.resolve("edited.yaml"), yaml);

        assertThat(yaml.lines().filter(it -> it.startsWith("  - line: "))).hasSizeGreaterThan(4);
        assertThat(run("firmware", "try", edited.toString(), capture))
                .as(out.toString())
                .isEqualTo(ExitCodes.PASS);
        assertThat(err.toString()).doesNotContain("warning");
    }

    @Test
    void aFileThatAPersonMayHaveEditedIsNotOverwritten() throws Exception {
        Path edited = Files.writeString(directory.resolve("edited.yaml"), "mine");

        assertThat(run("firmware", "learn", "--out", edited.toString(), CAPTURE))
                .isEqualTo(ExitCodes.USAGE);

        assertThat(edited).hasContent("mine");
        assertThat(err.toString()).contains("edited.yaml: exists");
    }

    @Test
    void whereEveryLineIsKnownThereIsNothingToLearn() {
        String known = "src/test/resources/uart-samples/seed-mqtt-5.7.wire.log";

        assertThat(run("firmware", "learn", "--extends", "nuvoton-aws-iot", known))
                .isEqualTo(ExitCodes.PASS);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("nothing to learn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"--extends|other|known is nuvoton-aws-iot", "|none.raw|none.raw does not exist"})
    void whatCannotBeLearnedFromIsSaid(String option, String value, String words) {
        String known = "src/test/resources/uart-samples/seed-mqtt-5.7.wire.log";

        int code = option == null ? run("firmware", "learn", value) : run("firmware", "learn", option, value, known);

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains(words);
    }

    private int run(String... arguments) {
        CommandLine bench = Bench.commandLine();
        return bench.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
