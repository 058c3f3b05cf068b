package org.numakerbench.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.Fact;

/** Measures for the length of a run how late this host lets the bench run, puts that on record, and is the clock of all its waits. */
final class Heartbeat implements AwakeClock, AutoCloseable {
    private final LagMeter meter;
    private final Consumer<Fact> record;
    private final HostSleep sleep = new HostSleep();
    private final Thread thread;
    private boolean closed;

    private Heartbeat(Consumer<Fact> record, Duration most) {
        this.record = record;
        this.meter = new LagMeter(System::nanoTime, most);
        this.thread = new Thread(this::beat, "heartbeat");
        thread.setDaemon(true);
    }

    /** @param most how much all waits of the run together may grow by */
    static Heartbeat start(Consumer<Fact> record, Duration most) {
        Heartbeat heartbeat = new Heartbeat(record, most);
        heartbeat.thread.start();
        return heartbeat;
    }

    private void beat() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(LagMeter.BEAT.toNanos());
                tell(meter.beat(sleep.sinceNanos()));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(Fact.@Nullable HostLag lag) {
        if (lag != null && !closed) {
            record.accept(lag);
        }
    }

    @Override
    public long nanos() {
        return meter.nanos();
    }

    /** Puts the rest on record, and nothing after it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            record.accept(meter.last());
            closed = true;
            thread.interrupt();
        }
    }
}
