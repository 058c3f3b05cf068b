package org.numakerbench.sim.net;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes of each client were forwarded, by the client's TCP port; remembered after its connection ended. */
final class Forwarded {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** At most one entry a TCP port, so never above 64 K of them: a port that connects again starts again. */
    private final Map<Integer, Count> counts = new HashMap<>();

    private boolean closed;

    /** The bytes of one connection. */
    final class Count {
        private long bytes;
        private boolean over;

        void add(int more) {
            change(() -> bytes += more);
        }

        void end() {
            change(() -> over = true);
        }
    }

    Count begin(int clientPort) {
        Count count = new Count();
        change(() -> counts.put(clientPort, count));
        return count;
    }

    /** Nothing will be forwarded any more. */
    void close() {
        change(() -> closed = true);
    }

    /** As {@link FaultyLink#awaitForwarded}. */
    boolean await(int clientPort, long bytes, long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Count count = counts.get(clientPort);
                if (count != null && count.bytes >= bytes) {
                    return true;
                }
                long left = deadlineNanos - System.nanoTime();
                if (closed || count != null && count.over || left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
