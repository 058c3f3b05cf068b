package org.numakerbench.report;

/** Device and cloud text made harmless: control, format and other invisible characters become visible escapes. */
public final class SafeText {
    private SafeText() {}

    /** For one line of a terminal or a log. */
    public static String line(String text) {
        return escape(text, false);
    }

    /** The same, keeping line ends and tabs. */
    public static String block(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean keepLines) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (keepLines && (c == '\n' || c == '\t')) {
                safe.appendCodePoint(c);
            } else if (isUnsafe(c)) {
                safe.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Controls, bidirectional overrides and other format characters, halves of pairs, characters XML forbids. */
    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (c & 0xfffe) == 0xfffe;
    }
}
