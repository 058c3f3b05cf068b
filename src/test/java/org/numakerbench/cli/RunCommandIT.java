package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job in a process of its own, from flash to report. */
class RunCommandIT {
    @TempDir
    private Path scratch;

    private Path profile() throws IOException {
        Path images = Path.of("firmware-images").toAbsolutePath();
        return Files.writeString(scratch.resolve("virtual.yaml"), """
                bench: virtual
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - name: virtual-m487
                    target: NUMAKER_PFM_M487
                    image: virtual-m487-5.7.1
                    virtual: {baud: 9600}
                """.formatted(images));
    }

    private List<Path> runs(String glob) throws IOException {
        try (Stream<Path> all = Files.list(scratch.resolve("runs"))) {
            // A run under way has a lock file beside its directory.
            return all.filter(Files::isDirectory)
                    .filter(it -> it.getFileName().toString().matches(glob))
                    .toList();
        }
    }

    @Test
    void aVirtualBoardPassesAndLeavesAllReports() throws Exception {
        Ended ended = BenchProcess.run(
                scratch,
                "run",
                profile().toString(),
                "--out",
                scratch.resolve("runs").toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("PASS: 58 claims confirmed, 4 not checkable from the host");
        Path run = runs("2.*").get(0);
        for (String report :
                List.of("evidence.jsonl", "uart.raw", "uart.log", "junit.xml", "report.html", "report.json")) {
            assertThat(run.resolve(report)).isNotEmptyFile();
        }
        JsonNode json = JsonMapper.shared().readTree(Files.readString(run.resolve("report.json")));
        assertThat(json.path("outcome").asString()).isEqualTo("PASS");
        assertThat(json.path("findings").valueStream())
                .allMatch(it -> List.of("CONFIRMED", "UNCHECKABLE")
                        .contains(it.path("verdict").asString()));
        // 10 bits a byte: the run is paced by the line and by the device's own network time.
        long uartMs = json.path("timings").path("uartMs").asLong();
        assertThat(uartMs).isGreaterThan(Files.size(run.resolve("uart.raw")) * 10 * 1000 / 9600 / 2);

        Ended replayed = BenchProcess.run(scratch, "replay", run.toString(), "--json");
        assertThat(replayed.exitCode()).isZero();
        assertThat(replayed.out()).isEqualTo(Files.readString(run.resolve("report.json")) + "\n");
    }

    @Test
    void aKilledRunLosesNothingAndIsCompletedByTheNextStart() throws Exception {
        String out = scratch.resolve("runs").toString();
        BenchProcess killed = BenchProcess.start(scratch, "run", profile().toString(), "--out", out);
        await().atMost(Duration.ofSeconds(60)).until(() -> uartSoFar().contains("MQTT connects OK"));
        String before = uartSoFar();
        killed.kill();

        assertThat(runs("2.*")).isEmpty();
        Ended next = BenchProcess.run(scratch, "run", profile().toString(), "--out", out);

        assertThat(next.exitCode()).isZero();
        assertThat(next.err()).contains("an interrupted run was completed");
        assertThat(runs("\\.partial.*")).isEmpty();
        Path interrupted = runs("2.*").stream().sorted().findFirst().orElseThrow();
        JsonNode json = JsonMapper.shared().readTree(Files.readString(interrupted.resolve("report.json")));
        assertThat(json.path("outcome").asString()).isEqualTo("BENCH_FAULT");
        assertThat(json.path("reason").asString()).contains("interrupted");
        assertThat(Files.readString(interrupted.resolve("uart.raw"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith(before);
    }

    /** What the log of the running run holds of the UART. */
    private String uartSoFar() throws IOException {
        if (!Files.isDirectory(scratch.resolve("runs")) || runs("\\.partial.*").isEmpty()) {
            return "";
        }
        Path log = runs("\\.partial.*").get(0).resolve("evidence.jsonl");
        StringBuilder text = new StringBuilder();
        if (Files.exists(log)) {
            org.numakerbench.evidence.EvidenceReader.readAll(log).forEach(entry -> {
                if (entry.fact() instanceof org.numakerbench.evidence.Fact.UartReceived it) {
                    text.append(it.bytes().latin1());
                }
            });
        }
        return text.toString();
    }
}
