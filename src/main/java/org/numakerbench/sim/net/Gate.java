package org.numakerbench.sim.net;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What both pumps of a connection pass through: says when bytes may go and how many, and counts them. A byte counts
 * from the moment it may go, so that what is being written while a fault begins belongs to the time before it.
 */
final class Gate {
    enum Direction {
        /** From the client to the endpoint. */
        UP,
        /** From the endpoint to the client. */
        DOWN
    }

    private enum State {
        OPEN,
        /** All wait. */
        SHUT,
        /** Downstream bytes vanish. */
        UP_ONLY,
        /** All bytes vanish. */
        HOLE,
        /** The connection is over. */
        GONE
    }

    /** Bytes that pass a throttle at once are at most those of 20 ms, so that neither direction waits long. */
    private static final long SLICES_PER_SECOND = 50;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long faultAfter;
    private State state;
    private long up;
    private long down;
    private boolean downUnderWay;
    private long bytesPerSecond;
    private long carriedUntil;
    private volatile long delayNanos;

    /** A gate that lets {@code faultAfter} upstream bytes pass, and no more before it is told what then. */
    Gate(long faultAfter) {
        this.faultAfter = faultAfter;
        this.state = faultAfter == 0 ? State.SHUT : State.OPEN;
    }

    /**
     * Waits until bytes may go; the caller writes so many of them at once and then says {@link #written}.
     *
     * @param wanted how many there are, at least 1
     * @return how many may go, at least 1; 0: they vanish, all of them
     * @throws IOException when the connection is over
     */
    int admit(Direction direction, int wanted) throws IOException {
        lock.lock();
        try {
            if (!passes(direction)) {
                return 0;
            }
            int some = wanted;
            if (direction == Direction.UP && up < faultAfter) {
                some = (int) Math.min(wanted, faultAfter - up);
            }
            if (bytesPerSecond > 0) {
                some = (int) Math.min(some, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
                long now = System.nanoTime();
                long start = carriedUntil - now > 0 ? carriedUntil : now;
                carriedUntil = start + TimeUnit.SECONDS.toNanos(some) / bytesPerSecond;
                pauseUntil(carriedUntil);
            }
            if (direction == Direction.UP) {
                up += some;
            } else {
                down += some;
                downUnderWay = true;
            }
            return some;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the end of a stream may be passed on. @return false: it vanishes */
    boolean admitEnd(Direction direction) throws IOException {
        lock.lock();
        try {
            return passes(direction);
        } finally {
            lock.unlock();
        }
    }

    /** What was admitted downstream is written. @return whether it was the last, as only upstream bytes pass now */
    boolean downWritten() {
        lock.lock();
        try {
            downUnderWay = false;
            return state == State.UP_ONLY;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the fault is to begin: every byte before it was admitted. */
    boolean faultDue() {
        lock.lock();
        try {
            return up == faultAfter;
        } finally {
            lock.unlock();
        }
    }

    /** From now on all wait. */
    void shut() {
        become(State.SHUT);
    }

    void open() {
        become(State.OPEN);
    }

    /** Opens; what arrived or arrives is to be offered so much later. */
    void openDelayed(long nanos) {
        delayNanos = nanos;
        become(State.OPEN);
    }

    /** Opens for at most so many bytes a second, both directions together. */
    void openThrottled(long limit) {
        lock.lock();
        try {
            bytesPerSecond = limit;
            carriedUntil = System.nanoTime();
        } finally {
            lock.unlock();
        }
        become(State.OPEN);
    }

    /** Opens for upstream bytes. @return whether no downstream bytes are being written any more */
    boolean openUpOnly() {
        lock.lock();
        try {
            become(State.UP_ONLY);
            return !downUnderWay;
        } finally {
            lock.unlock();
        }
    }

    /** From now on all bytes vanish. */
    void swallow() {
        become(State.HOLE);
    }

    /** The connection is over: whoever waits is sent away. */
    void close() {
        become(State.GONE);
    }

    long delayNanos() {
        return delayNanos;
    }

    /** Bytes from the client that were admitted. */
    long up() {
        lock.lock();
        try {
            return up;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes from the endpoint that were admitted. */
    long down() {
        lock.lock();
        try {
            return down;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until {@link System#nanoTime} is {@code nanos}. @throws IOException when the connection is over before */
    void sleepUntil(long nanos) throws IOException {
        lock.lock();
        try {
            pauseUntil(nanos);
        } finally {
            lock.unlock();
        }
    }

    private void become(State next) {
        lock.lock();
        try {
            if (state != State.GONE) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean passes(Direction direction) throws IOException {
        try {
            while (state == State.SHUT) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        checkNotGone();
        return state == State.OPEN || state == State.UP_ONLY && direction == Direction.UP;
    }

    private void pauseUntil(long nanos) throws IOException {
        try {
            checkNotGone();
            for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
                changed.awaitNanos(left);
                checkNotGone();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void checkNotGone() throws SocketException {
        if (state == State.GONE) {
            throw new SocketException("the connection is over");
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        IOException interrupted = new InterruptedIOException("interrupted while bytes waited");
        interrupted.initCause(cause);
        return interrupted;
    }
}
