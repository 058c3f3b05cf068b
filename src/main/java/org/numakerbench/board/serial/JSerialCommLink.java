package org.numakerbench.board.serial;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/**
 * One port, one reading thread: semi-blocking reads, the cheapest of jSerialComm's ways and the only one that notices
 * when another program changes the line's settings.
 */
final class JSerialCommLink implements SerialLink {
    private static final int READ_TIMEOUT_MS = 1000;
    /** Three empty reads in a row in less than half the timeout: another program set VMIN and VTIME to 0. */
    private static final int HASTY_READS = 3;

    /** The kernel hands bytes on within 10 ms (flash-reset-serial, 5.4); with a margin for a loaded machine. */
    private static final int QUIET_MS = 20;

    private static final int DRAIN_MS = 500;

    private static final int EIO = 5;
    private static final int ENXIO = 6;
    private static final int ENODEV = 19;
    private static final int EOPNOTSUPP = 95;
    private static final int ENOTTY = 25;

    private final SerialPort port;
    private final Path path;
    private final Path device;
    private final Listener listener;
    private final @Nullable LineErrorCounter errors;
    private final Thread reader;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private volatile long chunks;

    /** @param errors what the driver counts, closed with the port; null where it does not */
    JSerialCommLink(SerialPort port, Path path, Path device, Listener listener, @Nullable LineErrorCounter errors) {
        this.errors = errors;
        this.port = port;
        this.path = path;
        this.device = device;
        this.listener = listener;
        this.reader = new Thread(this::read, "uart " + path);
        reader.setDaemon(true);
        reader.start();
    }

    static void applyTimeouts(SerialPort port) {
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, READ_TIMEOUT_MS, 0);
    }

    private void read() {
        byte[] buffer = new byte[4096];
        int hasty = 0;
        while (!closed) {
            long before = System.nanoTime();
            int count = port.readBytes(buffer, buffer.length);
            if (count > 0) {
                hasty = 0;
                chunks++;
                listener.received(Bytes.of(buffer, 0, count));
                countErrors();
            } else if (closed) {
                return;
            } else if (count < 0) {
                listener.gone(hangUp(port.getLastErrorCode()));
                return;
            } else if (System.nanoTime() - before < READ_TIMEOUT_MS * 1_000_000L / 2) {
                hasty++;
                if (hasty == HASTY_READS) {
                    applyTimeouts(port);
                    listener.settingsRepaired("line settings of " + path + " were changed" + PortUsers.describe(device)
                            + "; bytes may be missing");
                    hasty = 0;
                }
            } else {
                hasty = 0;
            }
        }
    }

    /** A USB port that is gone reads as end of file, without an error; a pseudo-terminal as EIO. */
    static String hangUp(int errno) {
        return switch (errno) {
            case 0, EIO, ENXIO, ENODEV -> "it hung up";
            default -> "read failed with error " + errno + " of the operating system";
        };
    }

    private void countErrors() {
        Fact.LineErrors more = errors == null ? null : errors.more();
        if (more != null) {
            listener.damaged(more);
        }
    }

    @Override
    public Path device() {
        return device;
    }

    @Override
    public synchronized void write(Bytes bytes) throws IOException {
        byte[] all = bytes.toByteArray();
        if (port.writeBytes(all, all.length) != all.length) {
            throw new IOException("writing to " + path + " failed with error " + port.getLastErrorCode());
        }
    }

    @Override
    public void sendBreak(long holdMs) throws IOException {
        if (!port.setBreak()) {
            int errno = port.getLastErrorCode();
            // Linux sends breaks only to adapters that announce them; Nu-Link1 does not (commit 66aad7d8d3ec5).
            throw new IOException(
                    errno == EOPNOTSUPP || errno == ENOTTY
                            ? "the driver refuses a serial break on " + path + " (the adapter does not announce it)"
                            : "a serial break on " + path + " failed with error " + errno);
        }
        try {
            Thread.sleep(holdMs);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while holding the break on " + path, interrupted);
        } finally {
            port.clearBreak();
        }
    }

    /** Delivers what has arrived, then closes; afterwards the listener is not called any more. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        boolean own = Thread.currentThread() == reader;
        try {
            if (!own) {
                drain();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            port.closePort();
        }
        try {
            if (!own) {
                reader.join(READ_TIMEOUT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (errors != null) {
            errors.close();
        }
    }

    /** jSerialComm throws away unread bytes when it closes: waits until nothing comes, but not for an endless stream. */
    private void drain() throws InterruptedException {
        long before;
        int waitedMs = 0;
        do {
            before = chunks;
            reader.join(QUIET_MS);
            waitedMs += QUIET_MS;
        } while (reader.isAlive() && waitedMs < DRAIN_MS && (chunks != before || port.bytesAvailable() > 0));
    }
}
