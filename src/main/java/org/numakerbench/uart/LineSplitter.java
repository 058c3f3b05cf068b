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

    private final byte[] pending = new byte[LIMIT];
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
            System.arraycopy(chunk, from, pending, length, until - from);
            length += until - from;
            from = until;
            if (feed >= 0) {
                from++;
                endOfLine();
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

    private void endOfLine() {
        long end = start + length + 1;
        int content = length > 0 && pending[length - 1] == '\r' ? length - 1 : length;
        hand(content, end, true);
        start = end;
        length = 0;
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
