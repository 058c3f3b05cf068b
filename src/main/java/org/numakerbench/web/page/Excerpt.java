package org.numakerbench.web.page;

import org.numakerbench.text.SafeText;

/** Foreign words in a place that has room for a sentence; the report has all of them. */
public final class Excerpt {
    private static final int LONGEST = 280;

    private Excerpt() {}

    /** Harmless, on one line, and cut. */
    public static String of(String text) {
        String line = SafeText.line(text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip());
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
