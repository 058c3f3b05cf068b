package org.numakerbench.uart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A wire line, or the rest of one.
 *
 * @param data its bytes without LF and without the one CR before it; earlier bare CRs are kept
 * @param start offset of the first byte in the capture
 * @param end offset after the last byte, line end included
 * @param number LF-ended wire line, from 1
 * @param ended false when the capture ended, or the bound on line length was reached, before a line end came
 * @param overlong true for a piece of a line longer than the bound
 */
public record RawLine(byte[] data, long start, long end, int number, boolean ended, boolean overlong) {
    public boolean blank() {
        for (byte b : data) {
            if (b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The rest from {@code from} on. */
    public RawLine from(int from) {
        return from == 0
                ? this
                : new RawLine(Arrays.copyOfRange(data, from, data.length), start + from, end, number, ended, overlong);
    }

    /** The first {@code length} bytes, as if a line end followed. */
    public RawLine before(int length) {
        return new RawLine(Arrays.copyOf(data, length), start, start + length, number, true, overlong);
    }

    /** Index of the first byte that is no CR. */
    public int afterLeadingReturns() {
        int i = 0;
        while (i < data.length && data[i] == '\r') {
            i++;
        }
        return i;
    }

    /** What a terminal shows: the text after the last bare CR. */
    public String shown() {
        int end = data.length;
        while (end > 0 && data[end - 1] == '\r') {
            end--;
        }
        int from = end;
        while (from > 0 && data[from - 1] != '\r') {
            from--;
        }
        return new String(data, from, end - from, StandardCharsets.UTF_8);
    }
}
