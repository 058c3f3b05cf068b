package org.numakerbench.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures for the length of a run how late this host lets the bench run, puts that on record, and is the clock of all its waits. */
final class Heartbeat implements AwakeClock, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    /** One thread beats for all runs of this process: one for each is felt on a small host with many boards. Guarded by itself. */
    private static final List<Heartbeat> BEATING = new ArrayList<>();

    private static @Nullable Thread thread;

    private final LagMeter meter;
    private final Consumer<Fact> record;
    private final HostSleep sleep = new HostSleep();
    private boolean closed;

    private Heartbeat(Consumer<Fact> record, Duration most, LongSupplier monotonic) {
        this.record = record;
        this.meter = new LagMeter(monotonic, most);
    }

    /** @param most how much all waits of the run together may grow by */
    static Heartbeat start(Consumer<Fact> record, Duration most) {
        return start(record, most, System::nanoTime);
    }

    static Heartbeat start(Consumer<Fact> record, Duration most, LongSupplier monotonic) {
        Heartbeat heartbeat = new Heartbeat(record, most, monotonic);
        synchronized (BEATING) {
            BEATING.add(heartbeat);
            if (thread == null) {
                thread = new Thread(Heartbeat::beatAll, "heartbeat");
                thread.setDaemon(true);
                thread.start();
            }
        }
        return heartbeat;
    }

    private static void beatAll() {
        try {
            for (List<Heartbeat> runs = beating(); !runs.isEmpty(); runs = beating()) {
                runs.forEach(Heartbeat::beat);
                TimeUnit.NANOSECONDS.sleep(LagMeter.BEAT.toNanos());
            }
        } catch (InterruptedException nobodyDoesSo) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the last of them this thread ends. */
    private static List<Heartbeat> beating() {
        synchronized (BEATING) {
            thread = BEATING.isEmpty() ? null : thread;
            return List.copyOf(BEATING);
        }
    }

    /** What one run cannot record must not hold the others up. */
    private void beat() {
        try {
            tell(meter.beat(sleep.sinceNanos()));
        } catch (RuntimeException unrecorded) {
            LOG.warn("how late this host is goes on record no more: {}", unrecorded.toString());
            end();
        }
    }

    private synchronized void tell(Fact.@Nullable HostLag lag) {
        if (lag != null && !closed) {
            record.accept(lag);
        }
    }

    private void end() {
        synchronized (BEATING) {
            BEATING.remove(this);
        }
    }

    @Override
    public long nanos() {
        return meter.nanos();
    }

    /** Puts the rest on record, and nothing after it. */
    @Override
    public void close() {
        end();
        synchronized (this) {
            if (!closed) {
                closed = true;
                record.accept(meter.last());
            }
        }
    }
}
