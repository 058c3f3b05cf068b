package org.numakerbench.sim.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries one direction of a connection, in one thread: reads what arrives, holds it for as long as the gate's delay
 * asks, and writes what the gate lets pass. The end of the stream travels the same way as its bytes.
 */
final class Pump {
    /** Told how far the pump has come, in its thread. */
    interface Course {
        /** Bytes were written; none are before this returns. */
        void wrote(int bytes) throws IOException;

        /** The end of the stream is about to be passed on. */
        void ends();
    }

    /** Why a pump has nothing left to carry. */
    enum End {
        /** The source ended its stream, and so was the sink's. */
        SOURCE_ENDED,
        /** The source's connection broke. */
        SOURCE_BROKE,
        /** The sink's connection broke, or the connection is over. */
        SINK_BROKE,
        /** The source ended its stream or broke, and a fault hides it from the sink. */
        HIDDEN
    }

    private static final int READ = 16 * 1024;

    /** A delayed direction holds at most this much, in bytes; then its source waits, as before a full router. */
    private static final long MOST_HELD = 4L * 1024 * 1024;

    private final Socket from;
    private final Socket to;
    private final InputStream in;
    private final OutputStream out;
    private final Gate gate;
    private final Gate.Direction direction;
    private final Course course;
    private final Queue<Arrival> held = new ArrayDeque<>();
    private final byte[] buffer = new byte[READ];
    private long heldBytes;
    private boolean sourceOver;

    /**
     * Takes the streams of its sockets at once: later a fault may have shut one down, and then they are not given.
     *
     * @throws IOException when a socket is closed already
     */
    Pump(Socket from, Socket to, Gate gate, Gate.Direction direction, Course course) throws IOException {
        this.from = from;
        this.to = to;
        this.in = from.getInputStream();
        this.out = to.getOutputStream();
        this.gate = gate;
        this.direction = direction;
        this.course = course;
    }

    /** Carries bytes until there will be no more. */
    End run() {
        try {
            while (true) {
                Arrival head = held.peek();
                if (head == null) {
                    receive(0);
                } else if (head.due(gate) - System.nanoTime() > 0) {
                    holdBack(head);
                } else if (head.bytes.length == 0) {
                    return end(head);
                } else {
                    forward(head);
                }
            }
        } catch (IOException e) {
            return End.SINK_BROKE;
        }
    }

    /** Waits for {@code head} to fall due; meanwhile goes on receiving, as what arrives now has its own time. */
    private void holdBack(Arrival head) throws IOException {
        if (sourceOver || heldBytes >= MOST_HELD) {
            gate.sleepUntil(head.due(gate));
        } else {
            receive(millisUntil(head.due(gate)));
        }
    }

    /** Waits for bytes, at most {@code timeoutMs} (0: for ever). A source that breaks is over, and not an error here. */
    private void receive(int timeoutMs) {
        try {
            from.setSoTimeout(timeoutMs);
            int length = in.read(buffer);
            held.add(new Arrival(Arrays.copyOf(buffer, Math.max(0, length)), null));
            heldBytes += Math.max(0, length);
            sourceOver = length < 0;
        } catch (SocketTimeoutException e) {
            // what is held is due now
        } catch (IOException e) {
            held.add(new Arrival(new byte[0], e));
            sourceOver = true;
        }
    }

    private void forward(Arrival head) throws IOException {
        int some = gate.admit(direction, head.left());
        if (some > 0) {
            out.write(head.bytes, head.offset, some);
            head.offset += some;
            course.wrote(some);
        } else {
            head.offset = head.bytes.length;
        }
        if (head.left() == 0) {
            held.remove();
            heldBytes -= head.bytes.length;
        }
    }

    private End end(Arrival last) throws IOException {
        if (!gate.admitEnd(direction)) {
            return End.HIDDEN;
        }
        if (last.broken != null) {
            return End.SOURCE_BROKE;
        }
        course.ends();
        to.shutdownOutput();
        return End.SOURCE_ENDED;
    }

    /** Rounded up, and at least 1, as a timeout of 0 never ends. */
    static int millisUntil(long nanos) {
        long left = nanos - System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1) - 1;
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    /** Bytes that came together; none: the end of the stream. */
    private static final class Arrival {
        private final long at = System.nanoTime();
        private final byte[] bytes;
        private final @Nullable IOException broken;
        private int offset;

        private Arrival(byte[] bytes, @Nullable IOException broken) {
            this.bytes = bytes;
            this.broken = broken;
        }

        private int left() {
            return bytes.length - offset;
        }

        private long due(Gate gate) {
            return at + gate.delayNanos();
        }
    }
}
