package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * When the whole host slept, as a laptop does whose lid is closed: the monotonic clock stands still meanwhile, but the kernel's uptime
 * goes on (Linux, {@code /proc/uptime}; elsewhere nothing is told).
 */
final class HostSleep {
    private static final long EVERY_NANOS = 1_000_000_000;
    /** The uptime is told in hundredths of a second, and the two clocks are read one after the other. */
    private static final long NOTICEABLE_NANOS = 1_000_000_000;

    private static final long AT_ONCE_NANOS = 50_000_000;

    private final Path uptime;
    private final LongSupplier monotonic;
    private long looked;
    private long ahead = Long.MIN_VALUE;

    HostSleep() {
        this(Path.of("/proc/uptime"), System::nanoTime);
    }

    HostSleep(Path uptime, LongSupplier monotonic) {
        this.uptime = uptime;
        this.monotonic = monotonic;
        this.looked = monotonic.getAsLong() - EVERY_NANOS;
    }

    /** How long it slept since the last look, which is taken once a second; 0 between. */
    long sinceNanos() {
        long now = monotonic.getAsLong();
        if (now - looked < EVERY_NANOS) {
            return 0;
        }
        looked = now;
        long aheadNow;
        try {
            double seconds = Double.parseDouble(Files.readString(uptime).split(" ", 2)[0]);
            aheadNow = Math.round(seconds * 100) * 10_000_000 - now;
        } catch (IOException | NumberFormatException untold) {
            return 0;
        }
        // A bench that was held up between the two clocks has not compared them.
        if (monotonic.getAsLong() - now > AT_ONCE_NANOS) {
            return 0;
        }
        long slept = ahead == Long.MIN_VALUE ? 0 : aheadNow - ahead;
        if (slept >= NOTICEABLE_NANOS || ahead == Long.MIN_VALUE) {
            ahead = aheadNow;
        }
        return slept >= NOTICEABLE_NANOS ? slept : 0;
    }
}
