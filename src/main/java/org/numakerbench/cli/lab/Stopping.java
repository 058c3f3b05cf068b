package org.numakerbench.cli.lab;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.numakerbench.scratch.Scratch;

/**
 * Ends a command in good order when it is told to (SIGTERM, SIGINT): its thread is interrupted, and the process waits until it
 * has closed what it had opened. To be opened first, so that it is closed last.
 */
final class Stopping implements AutoCloseable {
    private static final long LONGEST_SECONDS = 40;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /** For the calling thread. */
    Stopping() {
        Thread command = Thread.currentThread();
        hook = new Thread(
                () -> {
                    command.interrupt();
                    try {
                        closed.await(LONGEST_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException impatient) {
                        Thread.currentThread().interrupt();
                    }
                    Scratch.end();
                },
                "bench-stopping");
        Runtime.getRuntime().addShutdownHook(hook);
        Scratch.isEndedByCommand();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException already) {
            // It is what brought us here.
            Thread.interrupted();
        }
    }
}
