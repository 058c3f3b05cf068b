package org.numakerbench.text;

/** How many characters must be inserted, deleted or replaced to make one text of another (Levenshtein 1966). */
public final class EditDistance {
    private EditDistance() {}

    /** The distance, or any number above {@code limit} when it exceeds that: then it was not counted to its end. */
    public static int of(String one, String other, int limit) {
        if (Math.abs(one.length() - other.length()) > limit) {
            return limit + 1;
        }
        int[] previous = new int[other.length() + 1];
        int[] current = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            current[0] = i;
            int best = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
                best = Math.min(best, current[j]);
            }
            if (best > limit) {
                return best;
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[other.length()];
    }
}
