package org.numakerbench.text;

/** Text that is longer than anybody reads: its beginning, and how much more there is. */
public final class Shortened {
    private Shortened() {}

    /** At most about {@code most} characters; the same object when it is not longer. */
    public static String to(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + " … and " + (text.length() - end) + " more characters";
    }
}
