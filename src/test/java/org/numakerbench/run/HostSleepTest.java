package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSleepTest {
    @TempDir
    private Path directory;

    private long nanos = 5;
    private double uptime = 1000;
    private HostSleep sleep;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(file(), "1000.00 1900.00\n");
        sleep = new HostSleep(file(), () -> nanos);
        assertThat(sleep.sinceNanos()).isZero();
    }

    private Path file() {
        return directory.resolve("uptime");
    }

    private Duration after(double awakeSeconds, double asleepSeconds) throws IOException {
        nanos += (long) (awakeSeconds * 1e9);
        uptime += awakeSeconds + asleepSeconds;
        Files.writeString(file(), String.format(Locale.ROOT, "%.2f 1.00%n", uptime));
        return Duration.ofNanos(sleep.sinceNanos());
    }

    @Test
    void aSleepIsToldOnceInItsLength() throws IOException {
        assertThat(after(1.5, 0)).isZero();
        assertThat(after(1.5, 3600)).isEqualTo(Duration.ofHours(1));
        assertThat(after(1.5, 0)).isZero();
    }

    @Test
    void timeThatOnlyTheBenchLostIsNoSleep() throws IOException {
        assertThat(after(600, 0)).isZero();
    }

    @Test
    void aLookIsTakenOnceASecond() throws IOException {
        assertThat(after(0.5, 60)).isZero();
        assertThat(after(0.6, 0)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aKernelThatTellsNoUptimeTellsOfNoSleep() {
        HostSleep untold = new HostSleep(directory.resolve("none"), () -> nanos);
        nanos += 2_000_000_000L;

        assertThat(untold.sinceNanos()).isZero();
    }
}
