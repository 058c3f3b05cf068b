package org.numakerbench.secret;

/** One character of a text as it was meant, where the text writes it otherwise: in percent codes, or as an escape of JSON or C. */
final class Written {
    /** A line end, a quote or anything else that may stand between two lines of one key. */
    static final char BETWEEN = 0;

    /** More than the longest way to write one character. */
    static final int LONGEST = 6;

    /** What it is; {@link #BETWEEN} for what parts lines. */
    char meant;
    /** Characters of the text that it takes. */
    int length;

    /** Reads the character at {@code at}. */
    void read(CharSequence text, int at) {
        char c = text.charAt(at);
        meant = c;
        length = 1;
        if (c == '%') {
            code(text, at, 1, 2);
        } else if (c == '\\') {
            meant = BETWEEN;
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (next == 'n' || next == 'r' || next == 't') {
                length = 2;
            } else if (next == '/') {
                meant = next;
                length = 2;
            } else if (next == 'u') {
                code(text, at, 2, 4);
            } else if (next == 'x') {
                code(text, at, 2, 2);
            }
        }
        if (meant == '\r' || meant == '\n' || meant == '"' || meant == '\'') {
            meant = BETWEEN;
        }
    }

    private void code(CharSequence text, int at, int prefix, int digits) {
        if (at + prefix + digits > text.length()) {
            return;
        }
        int code = 0;
        for (int i = at + prefix; i < at + prefix + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return;
            }
            code = code << 4 | digit;
        }
        meant = (char) code;
        length = prefix + digits;
    }
}
