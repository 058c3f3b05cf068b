package org.numakerbench.secret;

/** Which characters of a piece of text are to be hidden. */
final class Marks {
    private final boolean[] hidden;
    private final boolean[] ofKey;
    private int size;
    /** First place of anything found that reaches to the very end, and so may go on behind it. */
    private int openFrom;

    Marks(int capacity) {
        hidden = new boolean[capacity];
        ofKey = new boolean[capacity];
        openFrom = capacity;
    }

    /** There are so many characters now; what is new is not hidden. */
    void grow(int length) {
        java.util.Arrays.fill(hidden, size, length, false);
        java.util.Arrays.fill(ofKey, size, length, false);
        size = length;
        openFrom = length;
    }

    /** Hides {@code [from, to)} of what was found from {@code start} on. */
    void hide(int start, int from, int to) {
        java.util.Arrays.fill(hidden, from, to, true);
        if (to == size) {
            openFrom = Math.min(openFrom, start);
        }
    }

    /** The same for a part of a private key. */
    void key(int from, int to) {
        java.util.Arrays.fill(ofKey, from, Math.min(to, size), true);
    }

    boolean isHidden(int at) {
        return hidden[at] || ofKey[at];
    }

    boolean isOfKey(int at) {
        return ofKey[at];
    }

    boolean isHiddenToTheEnd() {
        return openFrom < size;
    }

    int openFrom() {
        return openFrom;
    }

    /** The first {@code count} are done with. */
    void drop(int count) {
        System.arraycopy(hidden, count, hidden, 0, size - count);
        System.arraycopy(ofKey, count, ofKey, 0, size - count);
        size -= count;
        openFrom = size;
    }
}
