package org.numakerbench.secret;

/** The newest characters of a text and where they stand in it. */
final class Digits {
    private final char[] chars;
    private final long[] places;
    private long count;

    /** @param capacity how many are kept; a power of two */
    Digits(int capacity) {
        chars = new char[capacity];
        places = new long[capacity];
    }

    void add(char c, long place) {
        int at = (int) (count & chars.length - 1);
        chars[at] = c;
        places[at] = place;
        count++;
    }

    void clear() {
        count = 0;
    }

    /** The one {@code distance} before the end, 1 for the newest; NUL when there are not so many. */
    char fromEnd(int distance) {
        return distance > count ? 0 : chars[(int) (count - distance & chars.length - 1)];
    }

    /** Where it stands. */
    long place(int distance) {
        return places[(int) (count - distance & chars.length - 1)];
    }

    /** The newest {@code length}; fewer when there are not so many. */
    String last(int length) {
        int most = (int) Math.min(length, Math.min(count, chars.length));
        char[] last = new char[most];
        for (int i = 0; i < most; i++) {
            last[i] = fromEnd(most - i);
        }
        return new String(last);
    }
}
