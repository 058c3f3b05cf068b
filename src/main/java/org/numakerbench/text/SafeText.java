package org.numakerbench.text;

/** Device and cloud text made harmless: control, format and other invisible characters become visible escapes. */
public final class SafeText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

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
        int at = firstUnsafe(text, keepLines);
        if (at == text.length()) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 64).append(text, 0, at);
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (isKept(c, keepLines)) {
                safe.appendCodePoint(c);
            } else if (c < 0x100) {
                safe.append("\\x").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                String hex = Integer.toHexString(c);
                safe.append("\\u")
                        .append("0".repeat(Math.max(0, 4 - hex.length())))
                        .append(hex);
            }
            at += Character.charCount(c);
        }
        return safe.toString();
    }

    /** Most text is harmless and stays the object it is. */
    private static int firstUnsafe(String text, boolean keepLines) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c < ' ' || c > '~') {
                int point = text.codePointAt(at);
                if (!isKept(point, keepLines)) {
                    return at;
                }
                at += Character.charCount(point);
            } else {
                at++;
            }
        }
        return at;
    }

    private static boolean isKept(int c, boolean keepLines) {
        return !isUnsafe(c) || keepLines && (c == '\n' || c == '\t');
    }

    /** Controls, bidirectional overrides and other characters nobody sees, halves of pairs, characters XML forbids. */
    static boolean isUnsafe(int c) {
        if (c < 0x7f) {
            return c < ' ';
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (c & 0xfffe) == 0xfffe
                || isBlank(c);
    }

    /** What Unicode's Default_Ignorable_Code_Point names beside format characters, and a letter without ink. */
    private static boolean isBlank(int c) {
        return c == 0x34f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || c >= 0x180b && c <= 0x180f
                || c == 0x2065
                || c == 0x2800
                || c == 0x3164
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xffa0
                || c >= 0xfff0 && c <= 0xfff8
                || c >= 0xe0000 && c <= 0xe0fff;
    }
}
