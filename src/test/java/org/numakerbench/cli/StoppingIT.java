package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ctrl-C, as a terminal sends it to a process. */
class StoppingIT {
    @TempDir
    private Path scratch;

    @Test
    void theRunIsClosedWhereItWasAndTheEvidenceIsNamedAtOnce() throws Exception {
        Path out = scratch.resolve("runs");
        Path profile = Files.writeString(scratch.resolve("virtual.yaml"), """
                bench: virtual
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - name: virtual-m487
                    target: NUMAKER_PFM_M487
                    image: virtual-m487-5.7.1
                    virtual: {baud: 9600}
                """.formatted(
                        Path.of("firmware-images").toAbsolutePath()));
        BenchProcess bench =
                BenchProcess.start(scratch, "run", profile.toString(), "--repeat", "3", "--out", out.toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.out().contains("ok  mqtt.connect"));

        Instant asked = Instant.now();
        bench.interrupt();
        await().atMost(Duration.ofSeconds(5)).until(() -> bench.err().contains("stopped; evidence kept in " + out));
        Ended ended = bench.await();
        Instant over = Instant.now();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
        List<Path> runs;
        try (Stream<Path> all = Files.list(out)) {
            runs = all.filter(it -> it.getFileName().toString().matches("(2|\\.partial).*"))
                    .toList();
        }
        assertThat(runs).as("closed, and no other begun").hasSize(1);
        Path run = runs.get(0);
        assertThat(run.getFileName().toString()).startsWith("2").endsWith("-virtual-m487-virtual-m487-5.7.1");
        assertThat(ended.err())
                .contains("stopped; evidence kept in " + run)
                .contains("closed " + run + " as interrupted; board virtual-m487 goes on with virtual-m487-5.7.1")
                .doesNotContain("Exception");
        assertThat(ended.out()).endsWith("total of 0 of 3 runs\n");
        JsonNode report = JsonMapper.shared().readTree(Files.readString(run.resolve("report.json")));
        assertThat(report.path("outcome").asString()).isEqualTo("BENCH_FAULT");
        assertThat(Instant.parse(report.path("ended").asString())).isBetween(asked.minusSeconds(1), over);
    }

    /** A command that does not end when it is asked to. */
    static final class Stubborn {
        public static void main(String[] arguments) {
            try (Stopping stopping = new Stopping(() -> System.out.println("asked"))) {
                System.out.println("ready");
                while (true) {
                    try {
                        TimeUnit.DAYS.sleep(1);
                    } catch (InterruptedException unheard) {
                        System.out.println("unheard");
                    }
                }
            }
        }
    }

    @Test
    void theSecondEndsTheProcessAtOnce() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stubborn.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = process.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            BenchProcess.interrupt(process);
            assertThat(said.readLine()).isEqualTo("asked");
            assertThat(said.readLine()).isEqualTo("unheard");
            assertThat(process.isAlive()).isTrue();

            BenchProcess.interrupt(process);

            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(Stopping.INTERRUPTED);
        } finally {
            process.destroyForcibly();
        }
    }
}
