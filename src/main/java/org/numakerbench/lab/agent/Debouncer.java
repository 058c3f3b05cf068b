package org.numakerbench.lab.agent;

import java.io.Closeable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Does something soon after it was told to, once for all that tell it meanwhile. */
final class Debouncer implements Closeable {
    /** Several boards end, and several rows change, at about the same time. */
    private static final long GATHER_MS = 50;

    private final Semaphore due = new Semaphore(0);
    private final Thread thread;

    Debouncer(Runnable work) {
        thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            due.acquire();
                            TimeUnit.MILLISECONDS.sleep(GATHER_MS);
                            due.drainPermits();
                            work.run();
                        }
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                "lab-waker");
        thread.setDaemon(true);
        thread.start();
    }

    /** Any thread; never waits. */
    void wake() {
        due.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
