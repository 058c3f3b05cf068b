package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.Extent;
import org.numakerbench.cli.BenchProcess;

/** The short form of {@code scripts/kill-test}. */
class KillTestIT {
    private static final int KILLS = Extent.of(4, 8);

    @TempDir
    private Path scratch;

    @Test
    void killsAtRandomMomentsLoseNothingAndLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        Victim run = new RunVictim(KillTest.lab(scratch), scratch.resolve("runs"));
        try {
            KillTest.kill(scratch, seed, System.out, run, KILLS);
        } catch (AssertionError found) {
            throw new AssertionError("with seed " + seed + ": " + found.getMessage(), found);
        }
    }

    @Test
    void aStartTakesAwayWhatDeadBenchesLeftAndNotWhatTheLivingUse() throws Exception {
        Path temporary = Files.createDirectory(scratch.resolve("tmp"));
        BenchProcess living = cloud(temporary, "living");
        BenchProcess dead = cloud(temporary, "dead");
        try {
            Path its = onlyOne(temporary, List.of());
            // One after the other: which directory is whose is known by that alone.
            dead.kill();
            List<Path> left = all(temporary);

            assertThat(start(temporary, "--version").await().exitCode()).isZero();

            assertThat(left).hasSize(2).contains(its);
            assertThat(all(temporary)).as("the living one's").hasSize(1).isSubsetOf(left);
            living.terminate();
            living.await();
            assertThat(temporary).isEmptyDirectory();
        } finally {
            living.kill();
            dead.kill();
        }
    }

    private static Path onlyOne(Path temporary, List<Path> but) throws Exception {
        return all(temporary).stream()
                .filter(it -> !but.contains(it))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> all(Path temporary) throws Exception {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    private BenchProcess cloud(Path temporary, String name) throws Exception {
        BenchProcess process = start(
                temporary,
                "cloud",
                "--directory",
                scratch.resolve(name).toString(),
                "--mqtt-port",
                "0",
                "--https-port",
                "0");
        await().atMost(Duration.ofSeconds(60)).until(() -> process.out().contains("Local AWS IoT"));
        return process;
    }

    private BenchProcess start(Path temporary, String... arguments) throws Exception {
        return BenchProcess.start(scratch, Map.of(), List.of("-Djava.io.tmpdir=" + temporary), arguments);
    }
}
