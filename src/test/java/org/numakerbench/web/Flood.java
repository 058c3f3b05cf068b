package org.numakerbench.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many who mean no good, on one thread; whoever is thrown out comes back a second later, who posts at once: so the attack is
 * the same on every machine, and shares its cores with who defends. Any address 127.x.y.z is one of this host.
 */
final class Flood implements AutoCloseable {
    private static final int TOKENS_AT_ONCE = 50;
    private static final long DRIP_NANOS = 200_000_000L;
    private static final long AWAY_NANOS = 1_000_000_000L;
    private static final byte[] ANSWER = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    /** What one of them does. */
    enum Kind {
        /** Asks for events and never reads. */
        STREAM,
        /** Sends the head of a request byte by byte and never ends it. */
        HALF,
        /** Sends a body without end. */
        POST,
        /** Shows wrong tokens. */
        TOKENS
    }

    private final class Peer {
        final Kind kind;
        final String from;
        final String request;
        SocketChannel channel;
        ByteBuffer out = ByteBuffer.allocate(0);
        int matched;
        int answers;
        /** When it comes back. */
        long backNanos;

        boolean isAway;

        Peer(Kind kind, String from, String request) {
            this.kind = kind;
            this.from = from;
            this.request = request;
        }

        void connect() throws IOException {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(from, 0));
            out = ByteBuffer.wrap(
                    request.repeat(kind == Kind.TOKENS ? TOKENS_AT_ONCE : 1).getBytes(StandardCharsets.US_ASCII));
            answers = 0;
            matched = 0;
            channel.connect(new InetSocketAddress("127.0.0.1", port));
            channel.register(selector, SelectionKey.OP_CONNECT, this);
            connections.incrementAndGet();
        }

        void ready(SelectionKey key) throws IOException {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (key.isWritable()) {
                write(key);
            } else if (key.isReadable()) {
                read(key);
            }
        }

        private void write(SelectionKey key) throws IOException {
            int written = channel.write(out);
            if (kind == Kind.POST) {
                posted.addAndGet(written);
            }
            if (!out.hasRemaining()) {
                if (kind == Kind.POST) {
                    out = ByteBuffer.allocate(1 << 16);
                } else {
                    key.interestOps(kind == Kind.STREAM ? 0 : SelectionKey.OP_READ);
                }
            }
        }

        private void read(SelectionKey key) throws IOException {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("thrown out");
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                matched = buffer.get() == ANSWER[matched] ? matched + 1 : 0;
                if (matched == ANSWER.length) {
                    matched = 0;
                    answers++;
                    refused.incrementAndGet();
                }
            }
            if (answers >= TOKENS_AT_ONCE && refused.get() < tokens) {
                answers -= TOKENS_AT_ONCE;
                out = ByteBuffer.wrap(request.repeat(TOKENS_AT_ONCE).getBytes(StandardCharsets.US_ASCII));
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        void drip() {
            try {
                if (kind == Kind.HALF && !isAway && channel.isConnected()) {
                    channel.write(ByteBuffer.wrap(new byte[] {'a'}));
                }
            } catch (IOException thrownOut) {
                leave();
            }
        }

        void leave() {
            try {
                channel.close();
                isAway = true;
                backNanos = System.nanoTime() + (kind == Kind.POST ? 0 : AWAY_NANOS);
            } catch (IOException nowhere) {
                failure = nowhere;
            }
        }

        void comeBack(long now) throws IOException {
            if (isAway && now >= backNanos) {
                isAway = false;
                connect();
            }
        }
    }

    private final int port;
    private final Selector selector = Selector.open();
    private final List<Peer> peers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Thread thread = new Thread(this::run, "flood");
    final AtomicLong connections = new AtomicLong();
    final AtomicLong posted = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    private volatile boolean ended;
    volatile IOException failure;

    private final long tokens;

    /** @param tokens wrong ones that are shown in all */
    Flood(int port, long tokens) throws IOException {
        this.port = port;
        this.tokens = tokens;
    }

    /** Before {@link #start}. */
    void add(Kind kind, String from, String request) {
        peers.add(new Peer(kind, from, request));
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            for (Peer each : peers) {
                each.connect();
                turn();
            }
            long dripped = System.nanoTime();
            while (!ended) {
                turn();
                long now = System.nanoTime();
                for (Peer each : peers) {
                    each.comeBack(now);
                }
                if (now - dripped > DRIP_NANOS) {
                    dripped = now;
                    peers.forEach(Peer::drip);
                }
            }
        } catch (IOException broken) {
            failure = broken;
        }
    }

    private void turn() throws IOException {
        selector.select(10);
        for (SelectionKey key : selector.selectedKeys()) {
            Peer peer = (Peer) key.attachment();
            try {
                if (key.isValid()) {
                    peer.ready(key);
                }
            } catch (IOException thrownOut) {
                peer.leave();
            }
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws Exception {
        ended = true;
        thread.join();
        for (Peer each : peers) {
            if (each.channel != null) {
                each.channel.close();
            }
        }
        selector.close();
    }
}
