package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.ImageRuns;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Images;
import org.numakerbench.model.Outcome;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.run.RunRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Twelve nights of real ARM code ({@code scripts/build-qemu-images series}) through the bench and its history: the peaks
 * are what the firmware measured itself. Passed over without QEMU and the images, unless {@code BENCH_ALL_TOOLS} is set.
 */
class QemuHeapHistoryIT {
    private static final Path BUILT = Path.of("firmware-images").toAbsolutePath();
    private static final int NIGHTS = 12;

    @TempDir
    private Path scratch;

    @BeforeEach
    void need() {
        boolean ready = Files.exists(BUILT.resolve("qemu-night-12/manifest.yaml"))
                && Files.isExecutable(Path.of("/usr/bin/qemu-system-arm"));
        if (System.getenv("BENCH_ALL_TOOLS") != null) {
            assertThat(ready)
                    .as("qemu-system-arm and scripts/build-qemu-images series")
                    .isTrue();
        }
        assumeTrue(ready, "needs qemu-system-arm and scripts/build-qemu-images series");
    }

    @Test
    void whatChangedInTheFirmwareIsWhatTheHistorySays() throws Exception {
        Path out = scratch.resolve("runs");
        ExecutorService lanes = Executors.newFixedThreadPool(2);
        try (ImageRuns one = ImageRuns.of(profile("cloud-1"), List.of(), out);
                ImageRuns other = ImageRuns.of(profile("cloud-2"), List.of(), out)) {
            // Backwards: the manifests know the order of the commits.
            for (int night = NIGHTS; night >= 1; night--) {
                Image image = Images.find(BUILT, String.format(Locale.ROOT, "qemu-night-%02d", night));
                for (Future<RunRecord> run :
                        lanes.invokeAll(List.<Callable<RunRecord>>of(() -> one.next(image), () -> other.next(image)))) {
                    RunRecord record = run.get();
                    assertThat(record).isNotNull();
                    assertThat(record.judgement().outcome())
                            .as(record.judgement().reason())
                            .isEqualTo(Outcome.PASS);
                }
            }
        } finally {
            lanes.shutdownNow();
        }

        Ended check = BenchProcess.run(scratch, "heap", "check", "--json", "--out", out.toString());

        assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(1);
        List<String> found = new ArrayList<>();
        for (String line : check.out().lines().toList()) {
            JsonNode json = JsonMapper.shared().readTree(line);
            for (JsonNode each : json.path("findings").values()) {
                found.add(json.path("metric").asString() + " "
                        + each.path("firstBad").asString());
                if (json.path("metric").asString().equals("current")) {
                    // Three loops lose 333 bytes each.
                    assertThat(each.path("bytes").asLong()).isEqualTo(999);
                }
                if (json.path("metric").asString().equals("max")
                        && each.path("firstBad").asString().equals("qemu-night-05")) {
                    // Two buffers of 16 KiB instead of 4.
                    assertThat(each.path("bytes").asLong()).isBetween(2 * 12_000L, 2 * 12_600L);
                }
                if (json.path("metric").asString().equals("static")) {
                    // Eight packets of 1536 bytes and their headers.
                    assertThat(each.path("bytes").asLong()).isBetween(8 * 1536L, 8 * 1600L);
                    assertThat(json.path("words").asString())
                            .contains("PACKET_BUFFERS: not set -> 32")
                            .contains("static RAM of lwip/core: +12,4");
                }
            }
        }
        assertThat(found)
                .contains("max qemu-night-05", "current qemu-night-09", "static qemu-night-07")
                .allMatch(it -> List.of(
                                "max qemu-night-05",
                                "max qemu-night-09",
                                "current qemu-night-09",
                                "static qemu-night-07")
                        .contains(it));
    }

    private Profile profile(String cloud) throws Exception {
        return ProfileReader.read(Files.writeString(scratch.resolve(cloud + ".yaml"), """
                bench: qemu
                loops: 3
                images: %s
                cloud:
                  local: {directory: %s}
                boards:
                  - {name: q, target: QEMU_MPS2_AN386, qemu: {baud: 0}}
                limits: {silence: 10s, firstByte: 20s, banner: 20s, messageWait: 3s, lifecycleWait: 5s}
                """.formatted(BUILT, cloud)));
    }
}
