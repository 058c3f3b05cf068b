package org.numakerbench.firmware.footprint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a text that may be anything: a line without end, or no text at all, ends in a sentence, not in a full memory. */
final class MapLines {
    /** Mangled C++ names have thousands of characters; no line of a map has more than this. */
    private static final int LONGEST = 64 * 1024;

    private final BufferedReader text;
    private int number;

    MapLines(Reader text) {
        this.text = new BufferedReader(text);
    }

    /** The next line without LF or CR LF; null after the last. */
    @Nullable
    String next() throws IOException, MapException {
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (c == '\n') {
                return done(line);
            }
            if (c < '\t' || line.length() == LONGEST) {
                throw new MapException(number + 1, "this is no text of lines; " + LinkerFormat.KNOWN);
            }
            line.append((char) c);
        }
        return line.isEmpty() ? null : done(line);
    }

    private String done(StringBuilder line) {
        number++;
        int length = line.length();
        return line.substring(0, length > 0 && line.charAt(length - 1) == '\r' ? length - 1 : length);
    }

    /** Of the line that {@link #next} gave last, from 1. */
    int number() {
        return number;
    }
}
