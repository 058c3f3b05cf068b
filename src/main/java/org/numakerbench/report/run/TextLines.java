package org.numakerbench.report.run;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;
import org.numakerbench.uart.LineSplitter;

/** The wire lines of a capture, of which few are looked at. */
final class TextLines extends AbstractList<TextLines.Line> implements RandomAccess {
    /**
     * @param number from 1
     * @param text one character a byte, without its line end
     */
    record Line(int number, String text) {}

    private final byte[] capture;
    /** Where each line begins and ends, by its number. */
    private int[] begins = new int[1024];

    private int[] ends = new int[1024];
    private int count;

    TextLines(byte[] capture) {
        this.capture = capture;
        // All at once: each line is one piece.
        new LineSplitter((number, bytes, from, to, ended) -> add(number, from, to)).accept(capture);
    }

    private void add(int number, int from, int to) {
        if (number > begins.length) {
            begins = Arrays.copyOf(begins, 2 * begins.length);
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        begins[number - 1] = from;
        ends[number - 1] = to;
        count = number;
    }

    @Override
    public Line get(int index) {
        int length = ends[index] - begins[index];
        String line = new String(capture, begins[index], length, StandardCharsets.ISO_8859_1);
        return new Line(index + 1, LineSplitter.withoutReturns(line));
    }

    @Override
    public int size() {
        return count;
    }
}
