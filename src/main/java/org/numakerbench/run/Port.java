package org.numakerbench.run;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.board.serial.SerialLink;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The board's serial port over one run. These adapters re-enumerate when they flash: the port may go and come back then,
 * and only then. What happens to it goes on record.
 */
public final class Port implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    /** A board talks some ms after its adapter is back. */
    private static final long LOOK_MS = 20;

    private final Path path;
    private final int baud;
    private final SerialLink.Opener opener;
    private final Consumer<Fact> record;
    private volatile boolean gone;
    private @Nullable SerialLink link;
    private boolean closed;

    /** @param record takes what it does and says, on several threads */
    public Port(Path path, int baud, SerialLink.Opener opener, Consumer<Fact> record) {
        this.path = path;
        this.baud = baud;
        this.opener = opener;
        this.record = record;
    }

    /** Opens it for the first time. */
    public synchronized void open() throws SerialException {
        link = opener.open(path, baud, listener());
        record.accept(new Fact.PortOpened(path.toString(), link.device().toString(), baud));
    }

    private SerialLink.Listener listener() {
        gone = false;
        return new SerialLink.Listener() {
            @Override
            public void received(Bytes bytes) {
                record.accept(new Fact.UartReceived(bytes));
            }

            @Override
            public void settingsRepaired(String detail) {
                record.accept(new Fact.LineSettingsRepaired(detail));
            }

            @Override
            public void damaged(Fact.LineErrors errors) {
                record.accept(errors);
            }

            @Override
            public void gone(String reason) {
                gone = true;
                record.accept(new Fact.PortGone(reason));
            }
        };
    }

    /** Whether it has hung up, and is not open again. */
    public boolean isGone() {
        return gone;
    }

    /** Opens the port again after a hang-up. */
    synchronized void reopen() throws SerialException {
        if (!gone || closed) {
            return;
        }
        hangUp();
        SerialLink again;
        try {
            again = opener.open(path, baud, listener());
        } catch (SerialException notYet) {
            gone = true;
            throw notYet;
        }
        link = again;
        record.accept(new Fact.PortReopened(path.toString(), again.device().toString(), baud));
    }

    /** As it is open now. */
    public synchronized SerialLink link() {
        SerialLink open = link;
        if (open == null) {
            throw new IllegalStateException("port not open: " + path);
        }
        return open;
    }

    /**
     * Opens the port again as soon as it is back, on a thread of its own, until the result is closed: an adapter that
     * re-enumerates shows port and volume at once, and the banner of its board comes when it likes.
     */
    public KeptOpen keepOpen() {
        return new KeptOpen();
    }

    /** See {@link #keepOpen}. */
    public final class KeptOpen implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Thread thread = new Thread(this::watch, "return of " + path);

        private KeptOpen() {
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            try {
                while (!ended.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                    if (gone) {
                        again();
                    }
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }

        private void again() {
            try {
                reopen();
            } catch (SerialException notYet) {
                LOG.debug("{} is not back: {}", path, notYet.getMessage());
            }
        }

        /** Waits until nobody opens the port any more. */
        @Override
        public void close() {
            ended.countDown();
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void hangUp() {
        if (link != null) {
            link.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        hangUp();
    }
}
