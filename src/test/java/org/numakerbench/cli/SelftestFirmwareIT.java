package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench selftest --firmware}, beside a recorded run of a virtual board and from scratch. */
class SelftestFirmwareIT {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void liesBesideTheExampleFirmwareAreCaughtOrSaidToBeOutOfSight() {
        int code = run("bench-profiles/firmware/example-with-sensor.yaml");

        assertThat(code).as(out.toString()).isEqualTo(ExitCodes.PASS);

        assertThat(out.toString())
                .contains(
                        "| sensor-published | the message was not sent | sensor.publish | sensor.publish REFUTED | MISMATCH | yes |",
                        "caught 8 of 8 lies of which there is evidence",
                        "| sensor-ready | it did not happen | nobody outside the board sees the sensor |",
                        "5 lies that nobody would notice",
                        "false alarms: 0 of 10 clean runs");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aLieThatIsMissedEndsWithOne() throws Exception {
        Path file = Files.writeString(directory.resolve("own.yaml"), """
                banner: Node starts
                end: Node ends
                lines:
                  - {name: first, pattern: first sent, step: a.first, says: ok, published: {topic: lab/a}}
                  - {name: second, pattern: second sent, step: a.second, says: ok, published: {topic: lab/a}}
                """);

        assertThat(run(file.toString(), "--json", "--runs", "1")).isEqualTo(ExitCodes.DEVICE);

        assertThat(out.toString()).contains("\"good\" : false");
    }

    @Test
    void aDescriptionWithMistakesIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("own.yaml"), "lines: 3\n");

        assertThat(run(file.toString())).isEqualTo(ExitCodes.USAGE);
    }

    private int run(String file, String... more) {
        return Bench.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("selftest", "--firmware", file), Arrays.stream(more))
                        .toArray(String[]::new));
    }
}
