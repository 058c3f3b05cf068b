package org.numakerbench.sim.board.esp8266;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A radio over real TCP connections of the host. */
public final class TcpRadio implements Radio {
    private static final Logger LOG = LoggerFactory.getLogger(TcpRadio.class);
    private static final int SEGMENT_BYTES = 1460;

    private final Ticker ticker;
    private final Air air;
    private final Consumer<Socket> owner;

    /** @param owner takes each connection, to cut it when the chip is reset */
    public TcpRadio(Ticker ticker, Air air, Consumer<Socket> owner) {
        this.ticker = ticker;
        this.air = air;
        this.owner = owner;
    }

    @Override
    public @Nullable Link connect(String host, int port) {
        Socket socket = new Socket();
        owner.accept(socket);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port));
            return new TcpLink(socket);
        } catch (IOException refused) {
            LOG.debug("TCP with {}:{} failed: {}", host, port, refused.getMessage());
            closeQuietly(socket);
            return null;
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a link: {}", e.getMessage());
        }
    }

    private final class TcpLink implements Link {
        private final Socket socket;
        private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        private volatile boolean ended;
        private long sentBytes;

        TcpLink(Socket socket) {
            this.socket = socket;
            Thread reader = new Thread(this::read, "esp8266-link");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            byte[] segment = new byte[SEGMENT_BYTES];
            try {
                for (int count = socket.getInputStream().read(segment);
                        count >= 0;
                        count = socket.getInputStream().read(segment)) {
                    arrived.add(Arrays.copyOf(segment, count));
                }
            } catch (IOException gone) {
                LOG.debug("link ended: {}", gone.getMessage());
            }
            ended = true;
        }

        @Override
        public void send(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                sentBytes += bytes.length;
            } catch (IOException gone) {
                ended = true;
            }
        }

        @Override
        public boolean awaitDelivered(long deadline) {
            return ended || air.awaitDelivered(socket.getLocalPort(), sentBytes, deadline);
        }

        @Override
        public byte @Nullable [] receive(long deadline) {
            try {
                byte[] segment = arrived.poll(Math.max(0, deadline - ticker.nanos()), TimeUnit.NANOSECONDS);
                if (segment == null) {
                    ticker.sleepUntil(deadline);
                }
                return segment;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                ticker.sleepUntil(deadline);
                return null;
            }
        }

        @Override
        public void lose() {
            // The next segment tells the TLS layer: its record does not fit.
        }

        @Override
        public boolean isEnded() {
            return ended && arrived.isEmpty();
        }

        @Override
        public void close() {
            closeQuietly(socket);
        }
    }
}
