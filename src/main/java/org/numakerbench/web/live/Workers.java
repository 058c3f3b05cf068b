package org.numakerbench.web.live;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads for what blocks: databases, files, judging, pages. What cannot be done soon is refused, not queued. */
public final class Workers {
    /** What was asked for waits behind too much else. */
    public static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("too much is asked at once; try again in a moment");
        }
    }

    private final WorkerExecutor threads;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /** @param most so much waits or is being done at most */
    public Workers(Vertx vertx, String name, int size, int most) {
        this.threads = vertx.createSharedWorkerExecutor(name, size, 5, TimeUnit.MINUTES);
        this.most = most;
    }

    /** Any order; the result comes on the caller's event loop. */
    public <T> Future<T> run(Callable<T> work) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return Future.failedFuture(new BusyException());
        }
        return threads.executeBlocking(work, false).onComplete(done -> open.decrementAndGet());
    }

    /** What must be done, however much waits: closing. */
    void close(AutoCloseable what) {
        threads.executeBlocking(
                () -> {
                    what.close();
                    return true;
                },
                false);
    }
}
