package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.store.LabStore;

/** A service is started again with its host: by the packaged bench, as systemd starts it. */
class NightlyOnceIT {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @Test
    void afterANightThatHasEndedInTheseHoursItWaitsForTheNext() throws Exception {
        VirtualLab lab = VirtualLab.in(directory, "lab", 0, List.of("left"));
        lab.images("1");
        Instant now = Instant.now();
        Path plan = lab.plan(
                "night",
                List.of("{board}-1"),
                String.format(
                        "window: {from: \"%s\", to: \"%s\", zone: UTC}",
                        TIME.format(now.minus(Duration.ofHours(2))), TIME.format(now.plus(Duration.ofHours(2)))));
        Path out = directory.resolve("runs");
        try (LabStore store = LabStore.open(new HistoryAddress.Embedded(out.resolve("lab.db")))) {
            String night = store.nights()
                    .begin("night", "d", "{}", "host", now, Optional.empty(), List.of())
                    .night();
            store.nights().tidy();
            assertThat(store.nights().find(night).orElseThrow().endedMs()).isNotNull();
        }

        BenchProcess bench =
                BenchProcess.start(directory, "nightly", plan.toString(), "--once", "--out", out.toString());
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> bench.err().contains("waiting until"));
        } finally {
            bench.kill();
        }
        assertThat(bench.err())
                .contains("waiting until "
                        + now.plus(Duration.ofHours(22)).toString().substring(0, 10) + "T");
        // Without it the night begins: the hours are not over.
        assertThat(BenchProcess.run(directory, "nightly", plan.toString(), "--out", out.toString())
                        .err())
                .doesNotContain("waiting until")
                .contains("1 run to do");
    }
}
