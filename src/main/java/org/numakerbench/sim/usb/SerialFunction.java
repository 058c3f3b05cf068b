package org.numakerbench.sim.usb;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.numakerbench.sim.board.wire.SerialLine;

/**
 * The adapter's serial port (CDC ACM, USB PSTN 1.2), between the board's UART and the host. What nobody fetches waits in a
 * small buffer; what does not fit is lost, as on a wire that ends in the air.
 */
final class SerialFunction implements SerialLine {
    private static final int SET_LINE_CODING = 0x20;
    private static final int GET_LINE_CODING = 0x21;
    private static final int SET_CONTROL_LINE_STATE = 0x22;
    private static final int SEND_BREAK = 0x23;
    /** Of a real adapter nobody knows; old text waits in it for whoever opens the port. */
    private static final int BUFFER_BYTES = 512;

    private static final int WAIT_MS = 20;
    /** Of SERIAL_STATE (USB PSTN 1.2, table 31). */
    private static final int FRAMING = 0x10;

    /** On a full-speed bus what the host asks for in one frame comes in the next (USB 2.0, 5.12). */
    private static final long FRAME_MS = 1;

    private final boolean takesBreak;
    private final Runnable onBreak;
    private final Set<Urb> asked = new HashSet<>();
    private final Deque<Urb> wanted = new ArrayDeque<>();
    private final InPipe events = new InPipe();
    private final ByteArrayOutputStream toHost = new ByteArrayOutputStream();
    private final ByteArrayOutputStream fromHost = new ByteArrayOutputStream();
    private final ByteArrayOutputStream everFromHost = new ByteArrayOutputStream();
    private long latencyMs = FRAME_MS;
    private byte[] lineCoding = {(byte) 0x80, 0x25, 0, 0, 0, 0, 8};

    /** @param onBreak what the adapter does when the host sends one */
    SerialFunction(boolean takesBreak, Runnable onBreak) {
        this.takesBreak = takesBreak;
        this.onBreak = onBreak;
    }

    /** A request of its interface's. */
    void control(Urb urb) {
        switch (urb.setup(1)) {
            case SET_LINE_CODING -> {
                synchronized (this) {
                    lineCoding = urb.data();
                }
                urb.taken();
            }
            case GET_LINE_CODING -> urb.answer(lineCoding());
            case SET_CONTROL_LINE_STATE -> urb.taken();
            case SEND_BREAK -> sendBreak(urb);
            default -> urb.stall();
        }
    }

    private void sendBreak(Urb urb) {
        if (!takesBreak) {
            urb.stall();
            return;
        }
        urb.taken();
        // The host says how long in ms, or 0xffff and later 0 for its end.
        if (urb.setupWord(2) != 0) {
            onBreak.run();
        }
    }

    private synchronized byte[] lineCoding() {
        return lineCoding;
    }

    /** How long it takes to hand over what it holds. */
    synchronized void setLatency(Duration latency) {
        latencyMs = latency.toMillis();
    }

    /** The host waits for bytes. */
    synchronized void in(Urb urb) {
        asked.add(urb);
        CompletableFuture.delayedExecutor(latencyMs, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> polled(urb));
    }

    private synchronized void polled(Urb urb) {
        if (asked.remove(urb)) {
            wanted.add(urb);
            deliver();
        }
    }

    /** The host waits for news of the line. */
    synchronized void event(Urb urb) {
        events.in(urb);
    }

    /** A byte came without its stop bit: the adapter tells the host. */
    synchronized void framingError() {
        tell(FRAMING);
    }

    private void tell(int state) {
        events.send(new byte[] {(byte) 0xa1, 0x20, 0, 0, 1, 0, 2, 0, (byte) state, 0});
    }

    /** The host sends bytes. */
    synchronized void out(Urb urb) {
        fromHost.writeBytes(urb.data());
        everFromHost.writeBytes(urb.data());
        notifyAll();
        urb.taken();
    }

    synchronized void unlinked(Urb urb) {
        asked.remove(urb);
        wanted.remove(urb);
        events.unlinked(urb);
    }

    synchronized void gone() {
        asked.clear();
        wanted.clear();
        events.reset();
        fromHost.reset();
        toHost.reset();
    }

    /** As much as each request has room for. */
    private void deliver() {
        while (toHost.size() > 0 && !wanted.isEmpty()) {
            byte[] all = toHost.toByteArray();
            Urb urb = wanted.remove();
            int count = Math.min(all.length, urb.length());
            if (urb.answer(Arrays.copyOf(all, count))) {
                toHost.reset();
                toHost.write(all, count, all.length - count);
            }
        }
    }

    @Override
    public synchronized int write(byte[] bytes, int from) {
        int count = bytes.length - from;
        int room = isOpen() ? count : Math.max(0, BUFFER_BYTES - toHost.size());
        toHost.write(bytes, from, Math.min(count, room));
        deliver();
        return count;
    }

    @Override
    public synchronized int read(byte[] into) {
        try {
            if (fromHost.size() == 0) {
                wait(WAIT_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
        byte[] all = fromHost.toByteArray();
        int count = Math.min(all.length, into.length);
        System.arraycopy(all, 0, into, 0, count);
        fromHost.reset();
        fromHost.write(all, count, all.length - count);
        return count;
    }

    /** All bytes that the board's UART was ever sent. */
    synchronized byte[] everFromHost() {
        return everFromHost.toByteArray();
    }

    /** True while a program has the port open: only then the kernel asks for bytes. */
    synchronized boolean isOpen() {
        return !asked.isEmpty() || !wanted.isEmpty();
    }

    /** How many bytes wait for a host that asks for them. */
    synchronized int heldBytes() {
        return toHost.size();
    }
}
