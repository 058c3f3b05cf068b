package org.numakerbench.sim.board.wire;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stops one running program: pulled once, from any thread. The program sees it at its next byte or wait, and its
 * connection is cut without a word, as by a chip that was reset.
 */
public final class HaltLine {
    private static final Logger LOG = LoggerFactory.getLogger(HaltLine.class);

    private final CountDownLatch pulled = new CountDownLatch(1);
    private @Nullable Socket connection;

    /** Stops the program. */
    public void pull() {
        Socket toCut;
        synchronized (this) {
            pulled.countDown();
            toCut = connection;
            connection = null;
        }
        if (toCut != null) {
            cut(toCut);
        }
    }

    /** Makes {@code socket} the one that is cut by {@link #pull}. */
    public void owns(Socket socket) {
        synchronized (this) {
            if (pulled.getCount() > 0) {
                connection = socket;
                return;
            }
        }
        cut(socket);
        throw new Halted();
    }

    /** Ends a TCP connection at once, without a last word of TLS or MQTT. */
    public static void cut(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            LOG.debug("cutting a connection: {}", e.getMessage());
        }
    }

    /** @throws Halted when the program was stopped */
    public void check() {
        if (pulled.getCount() == 0) {
            throw new Halted();
        }
    }

    /** Waits until {@code deadline} ({@link System#nanoTime}). @throws Halted when the program is stopped meanwhile */
    public void sleepUntil(long deadline) {
        long left = deadline - System.nanoTime();
        await(Math.max(0, left));
    }

    /** Does nothing for ever. */
    public void hang() {
        await(Long.MAX_VALUE);
    }

    private void await(long nanos) {
        try {
            if (pulled.await(nanos, TimeUnit.NANOSECONDS)) {
                throw new Halted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Halted();
        }
    }
}
