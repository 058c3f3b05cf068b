package org.numakerbench.sim.board.esp8266;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket of the driver, as Java's TLS wants one. Its errors are the driver's device error. */
public final class EspSocket extends Socket {
    /** Packets that the driver is given at a time; the firmware's TLS writes records of about this size. */
    private static final int MOST_BYTES = 1460;

    private static final long FOR_EVER_NANOS = 365L * 24 * 3600 * 1_000_000_000L;

    private final Ticker ticker;
    private final AtDriver driver;
    private final int id;
    private final InputStream in = new Receiving();
    private final OutputStream out = new Sending();
    private int timeoutMs;
    private boolean closed;
    private byte @Nullable [] unsent;

    private EspSocket(Ticker ticker, AtDriver driver, int id) {
        this.ticker = ticker;
        this.driver = driver;
        this.id = id;
    }

    /** Opens a socket; null when the driver could not. */
    public static @Nullable EspSocket connect(Ticker ticker, AtDriver driver, String host, int port) {
        int id = driver.socket();
        if (id < 0) {
            return null;
        }
        if (!driver.open(id, host, port)) {
            driver.close(id, false);
            return null;
        }
        return new EspSocket(ticker, driver, id);
    }

    /**
     * Tries once more to send what failed: Mbed TLS flushes it first when anything else is to be written, and the MQTT
     * library writes its DISCONNECT whatever happened before.
     */
    public void retryUnsent() {
        byte[] bytes = unsent;
        if (bytes != null && driver.send(id, bytes)) {
            unsent = null;
        }
    }

    private final class Receiving extends InputStream {
        private byte[] packet = {};
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (closed) {
                throw new SocketException("socket closed");
            }
            if (at == packet.length) {
                long patience = timeoutMs == 0 ? FOR_EVER_NANOS : timeoutMs * 1_000_000L;
                byte[] next = driver.receive(id, ticker.nanos() + patience);
                if (next == null) {
                    throw new SocketTimeoutException("no packet within " + timeoutMs + " ms");
                }
                packet = next;
                at = 0;
            }
            int count = Math.min(length, packet.length - at);
            System.arraycopy(packet, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return packet.length - at;
        }
    }

    private final class Sending extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int from = offset; from < offset + length; from += MOST_BYTES) {
                byte[] packet = Arrays.copyOfRange(bytes, from, Math.min(offset + length, from + MOST_BYTES));
                if (closed || unsent != null) {
                    throw new SocketException("device error");
                }
                if (!driver.send(id, packet)) {
                    unsent = packet;
                    throw new SocketException("device error");
                }
            }
        }
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void setSoTimeout(int timeout) {
        timeoutMs = timeout;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMs;
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // the module decides
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {
        // the module decides
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isInputShutdown() {
        return closed;
    }

    @Override
    public boolean isOutputShutdown() {
        return closed;
    }

    @Override
    public void shutdownInput() {
        // the driver has no such thing
    }

    @Override
    public void shutdownOutput() {
        // the driver has no such thing
    }

    /** Java's TLS closes its socket when it has failed; the firmware does so at the end of its test, {@link #end}. */
    @Override
    public void close() {
        // see end()
    }

    /** Closes the link, with what commands that takes. */
    public void end() {
        if (!closed) {
            closed = true;
            driver.close(id, true);
        }
    }
}
