package org.numakerbench.uart;

/**
 * Where wire lines end and which numbers they have, for all who show or read them. A line ends at LF only: a bare CR
 * overprints, it does not end a line; nor does any other byte, or any length. The first line has number 1. What stands
 * behind the last LF is a line once it has a byte.
 */
public final class LineSplitter {
    /** Takes lines as they come, a piece at a time. */
    @FunctionalInterface
    public interface Pieces {
        /**
         * {@code bytes[from, to)} stand in line {@code number}, behind what was given of it before.
         *
         * @param ended true when the line's LF comes next; it is in no piece
         */
        void piece(int number, byte[] bytes, int from, int to, boolean ended);
    }

    private final Pieces pieces;
    private int number = 1;

    public LineSplitter(Pieces pieces) {
        this.pieces = pieces;
    }

    /** Splits {@code bytes[offset, offset + length)}, which follow those of earlier calls; the array is not kept. */
    public void accept(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        for (int at = from; at < end; at++) {
            if (bytes[at] == '\n') {
                pieces.piece(number, bytes, from, at, true);
                number++;
                from = at + 1;
            }
        }
        if (from < end) {
            pieces.piece(number, bytes, from, end, false);
        }
    }

    /** Splits all of {@code bytes}. */
    public void accept(byte[] bytes) {
        accept(bytes, 0, bytes.length);
    }

    /** A line without the CRs at its end, of which the wire has one or more. */
    public static String withoutReturns(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        return line.substring(0, end);
    }
}
