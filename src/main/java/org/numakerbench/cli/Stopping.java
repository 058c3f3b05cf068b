package org.numakerbench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.numakerbench.scratch.Scratch;
import sun.misc.Signal;

/**
 * Ends a command in good order when it is told to (SIGTERM, SIGINT): its thread is interrupted, and the process waits until it
 * has closed what it had opened. A second SIGINT ends the process at once. To be opened first, so that it is closed last.
 */
public final class Stopping implements AutoCloseable {
    /** What a shell says of a process that SIGINT ended. */
    public static final int INTERRUPTED = 130;

    private static final long LONGEST_SECONDS = 40;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Thread hook;

    /** For the calling thread. */
    public Stopping() {
        this(() -> {});
    }

    /** @param atOnce called when it is told to stop, on another thread, before the calling one is interrupted */
    public Stopping(Runnable atOnce) {
        Thread command = Thread.currentThread();
        hook = new Thread(
                () -> {
                    asked.set(true);
                    atOnce.run();
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
        endHardTheSecondTime();
    }

    /** Java's own handler waits for the hooks, however often it is called. */
    private void endHardTheSecondTime() {
        AtomicBoolean before = new AtomicBoolean();
        try {
            Signal.handle(new Signal("INT"), signal -> {
                if (before.getAndSet(true)) {
                    Runtime.getRuntime().halt(INTERRUPTED);
                }
                // Waits for the hooks, on this signal's own thread.
                System.exit(INTERRUPTED);
            });
        } catch (IllegalArgumentException ignored) {
            // Of a job in the background the shell has SIGINT ignored, and so it stays.
        }
    }

    /** Whether it was told to stop: an interrupted thread may have been caught on its way. */
    public boolean isAsked() {
        return asked.get();
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
