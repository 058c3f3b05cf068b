package org.numakerbench.sim.usb;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** What a function sends to the host by one endpoint: pieces, each of which ends a transfer, as its short packet does. */
final class InPipe {
    private final Deque<Urb> wanted = new ArrayDeque<>();
    private final Deque<byte[]> ready = new ArrayDeque<>();

    /** The host waits for the next piece. */
    void in(Urb urb) {
        wanted.add(urb);
        deliver();
    }

    void send(byte[] piece) {
        ready.add(piece);
        deliver();
    }

    void unlinked(Urb urb) {
        wanted.remove(urb);
    }

    void reset() {
        wanted.clear();
        ready.clear();
    }

    /** A request gets as much of the next piece as it has room for. */
    private void deliver() {
        while (!wanted.isEmpty() && !ready.isEmpty()) {
            Urb urb = wanted.remove();
            byte[] piece = ready.remove();
            int count = Math.min(piece.length, urb.length());
            if (!urb.answer(Arrays.copyOf(piece, count))) {
                ready.addFirst(piece);
            } else if (count < piece.length) {
                ready.addFirst(Arrays.copyOfRange(piece, count, piece.length));
            }
        }
    }
}
