package org.numakerbench.uart;

import java.util.Arrays;
import java.util.function.Consumer;

/** Pieces of wire lines to whole ones, in constant memory: a line longer than {@link #LIMIT} is handed on in parts. */
final class RawLines implements LineSplitter.Pieces {
    /** The longest normal lines are about 1000 bytes; the protocol notes (3.12) plan for 4 KiB. */
    static final int LIMIT = 4096;

    private byte[] pending = new byte[256];
    private final Consumer<RawLine> lines;
    private int length;
    private long start;
    private int number = 1;
    private boolean overlong;

    RawLines(Consumer<RawLine> lines) {
        this.lines = lines;
    }

    @Override
    public void piece(int number, byte[] bytes, int from, int to, boolean ended) {
        this.number = number;
        if (ended && length == 0 && to - from < LIMIT) {
            endOfLine(bytes, from, to);
            return;
        }
        int at = from;
        while (length + to - at >= LIMIT) {
            int until = at + LIMIT - length;
            keep(bytes, at, until);
            at = until;
            part();
        }
        keep(bytes, at, to);
        if (ended) {
            int whole = length;
            length = 0;
            endOfLine(pending, 0, whole);
        }
    }

    /** Hands on a last line that has no end. */
    void end() {
        if (length > 0) {
            hand(length, start + length, false);
        }
        start += length;
        length = 0;
    }

    private void keep(byte[] bytes, int from, int until) {
        int needed = length + until - from;
        if (needed > pending.length) {
            pending = Arrays.copyOf(pending, Math.min(LIMIT, Math.max(needed, 2 * pending.length)));
        }
        System.arraycopy(bytes, from, pending, length, until - from);
        length = needed;
    }

    private void endOfLine(byte[] source, int from, int to) {
        long end = start + to - from + 1;
        int content = to > from && source[to - 1] == '\r' ? to - 1 : to;
        long begin = start;
        start = end;
        lines.accept(new RawLine(Arrays.copyOfRange(source, from, content), begin, end, number, true, overlong));
        overlong = false;
    }

    /** A lost LF leaves CRs between lines: what stands before the last of them is whole. */
    private void part() {
        int cut = LIMIT;
        while (cut > 0 && pending[cut - 1] != '\r') {
            cut--;
        }
        if (cut > 1 && !overlong) {
            hand(cut - 1, start + cut, true);
        } else {
            cut = LIMIT;
            overlong = true;
            hand(cut, start + cut, false);
        }
        System.arraycopy(pending, cut, pending, 0, LIMIT - cut);
        start += cut;
        length = LIMIT - cut;
    }

    private void hand(int content, long end, boolean ended) {
        lines.accept(new RawLine(Arrays.copyOf(pending, content), start, end, number, ended, overlong));
    }
}
