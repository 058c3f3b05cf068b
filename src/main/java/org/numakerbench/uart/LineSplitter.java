package org.numakerbench.uart;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Bytes to wire lines, in constant memory. A line ends at LF only: a bare CR overprints, it does not end a line. A line
 * longer than {@link #LIMIT} is handed on in pieces.
 */
final class LineSplitter {
    /** The longest normal lines are about 1000 bytes; the protocol notes (3.12) plan for 4 KiB. */
    static final int LIMIT = 4096;

    private byte[] pending = new byte[256];
    private final Consumer<RawLine> lines;
    private int length;
    private long start;
    private int number = 1;
    private boolean overlong;

    LineSplitter(Consumer<RawLine> lines) {
        this.lines = lines;
    }

    void accept(byte[] chunk, int offset, int count) {
        int from = offset;
        int to = offset + count;
        while (from < to) {
            int stop = Math.min(to, from + LIMIT - length);
            int feed = indexOfLineFeed(chunk, from, stop);
            int until = feed < 0 ? stop : feed;
            if (feed >= 0 && length == 0) {
                endOfLine(chunk, from, feed);
                from = feed + 1;
                continue;
            }
            keep(chunk, from, until);
            from = until;
            if (feed >= 0) {
                from++;
                int whole = length;
                length = 0;
                endOfLine(pending, 0, whole);
            } else if (length == LIMIT) {
                piece();
            }
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

    private void keep(byte[] chunk, int from, int until) {
        int needed = length + until - from;
        if (needed > pending.length) {
            pending = Arrays.copyOf(pending, Math.min(LIMIT, Math.max(needed, 2 * pending.length)));
        }
        System.arraycopy(chunk, from, pending, length, until - from);
        length = needed;
    }

    private void endOfLine(byte[] source, int from, int to) {
        long end = start + to - from + 1;
        int content = to > from && source[to - 1] == '\r' ? to - 1 : to;
        long begin = start;
        start = end;
        lines.accept(new RawLine(Arrays.copyOfRange(source, from, content), begin, end, number, true, overlong));
        number++;
        overlong = false;
    }

    /** A lost LF leaves CRs between lines: what stands before the last of them is whole. */
    private void piece() {
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

    private static int indexOfLineFeed(byte[] chunk, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
