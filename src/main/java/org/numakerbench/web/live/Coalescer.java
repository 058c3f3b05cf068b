package org.numakerbench.web.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Does something after it was asked to, at most so often, and always once more after the last time it was asked. */
final class Coalescer {
    private final Vertx vertx;
    private final Context loop;
    private final long intervalMs;
    private final Supplier<Future<?>> work;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private boolean busy;
    private boolean closed;
    private long lastNanos;

    /** @param work begun on the event loop, never before the one before has ended */
    Coalescer(Vertx vertx, Context loop, Duration interval, Supplier<Future<?>> work) {
        this.vertx = vertx;
        this.loop = loop;
        this.intervalMs = interval.toMillis();
        this.work = work;
        this.lastNanos = System.nanoTime() - interval.toNanos();
    }

    /** Asks; any thread, never blocks. */
    void poke() {
        if (!wanted.getAndSet(true)) {
            loop.runOnContext(it -> schedule());
        }
    }

    private void schedule() {
        if (busy || closed || !wanted.get()) {
            return;
        }
        busy = true;
        long wait = intervalMs - (System.nanoTime() - lastNanos) / 1_000_000;
        if (wait <= 0) {
            begin();
        } else {
            vertx.setTimer(wait, it -> begin());
        }
    }

    private void begin() {
        if (closed) {
            return;
        }
        wanted.set(false);
        lastNanos = System.nanoTime();
        work.get().onComplete(done -> {
            busy = false;
            schedule();
        });
    }

    /** Nothing begins any more; on the event loop. */
    void close() {
        closed = true;
    }
}
