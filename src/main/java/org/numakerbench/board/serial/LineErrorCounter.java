package org.numakerbench.board.serial;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Fact;

/** What a driver counts of its line's errors (Linux, {@code TIOCGICOUNT}); pseudo-terminals and some drivers do not. */
final class LineErrorCounter implements AutoCloseable {
    private static final int TIOCGICOUNT = 0x545D;
    /** struct serial_icounter_struct: cts, dsr, rng, dcd, rx, tx, frame, overrun, parity, brk, buf_overrun, nine spare. */
    private static final int WORDS = 20;

    private static final int FRAME = 6;
    private static final int OVERRUN = 7;
    private static final int PARITY = 8;
    private static final int BREAK = 9;
    private static final int BUFFER_OVERRUN = 10;

    private final int file;
    private Fact.LineErrors before;

    private LineErrorCounter(int file, Fact.LineErrors before) {
        this.file = file;
        this.before = before;
    }

    /**
     * Takes {@code file}, an open port, over.
     *
     * @return null where nothing is counted; then {@code file} is the caller's still
     */
    static @Nullable LineErrorCounter of(int file) {
        Fact.LineErrors now = counted(file);
        return now == null ? null : new LineErrorCounter(file, now);
    }

    /** What came since the call before; null when nothing did, or the port is gone. */
    Fact.@Nullable LineErrors more() {
        Fact.LineErrors now = counted(file);
        if (now == null || now.equals(before)) {
            return null;
        }
        Fact.LineErrors more = new Fact.LineErrors(
                now.framing() - before.framing(),
                now.parity() - before.parity(),
                now.overruns() - before.overruns(),
                now.breaks() - before.breaks());
        before = now;
        return more;
    }

    @Override
    public void close() {
        LibC.close(file);
    }

    private static Fact.@Nullable LineErrors counted(int file) {
        try (Memory words = new Memory(WORDS * (long) Integer.BYTES)) {
            words.clear();
            LibC.ioctl(file, TIOCGICOUNT, words);
            return new Fact.LineErrors(
                    word(words, FRAME),
                    word(words, PARITY),
                    word(words, OVERRUN) + word(words, BUFFER_OVERRUN),
                    word(words, BREAK));
        } catch (LastErrorException notCounted) {
            return null;
        }
    }

    private static int word(Memory words, int index) {
        return words.getInt(index * (long) Integer.BYTES);
    }
}
