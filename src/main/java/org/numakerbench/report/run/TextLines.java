package org.numakerbench.report.run;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** The lines of a text, of which few are looked at; what stands behind the last line end is one, too. */
final class TextLines extends AbstractList<TextLines.Line> implements RandomAccess {
    /**
     * @param number from 1
     * @param text without its line end
     */
    record Line(int number, String text) {}

    private final String text;
    /** Where each line begins. */
    private final int[] begins;

    TextLines(String text) {
        this.text = text;
        int[] found = new int[1024];
        int count = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
            found[count++] = at + 1;
        }
        this.begins = Arrays.copyOf(found, count);
    }

    @Override
    public Line get(int index) {
        int end = index + 1 < begins.length ? begins[index + 1] - 1 : text.length();
        while (end > begins[index] && text.charAt(end - 1) == '\r') {
            end--;
        }
        return new Line(index + 1, text.substring(begins[index], end));
    }

    @Override
    public int size() {
        return begins.length;
    }
}
