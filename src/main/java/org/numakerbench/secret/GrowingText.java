package org.numakerbench.secret;

/**
 * A text as others may see it while it grows. What comes out depends on the text alone, never on the pieces it came in. A
 * line is decided when it ends; of a very long one the first half, when so much more of it is known: so memory is bounded,
 * and each character is looked at twice at most.
 */
final class GrowingText {
    /** A secret of up to half of it is found wherever it stands in a long line. */
    static final int WINDOW = 8 * 1024;

    private final SecretText secrets;
    private final PrivateKeys keys;
    private final KeyFragments fragments;
    private final Passwords passwords = new Passwords();
    private final StringBuilder line = new StringBuilder();
    private final Marks marks;

    /** What the key finder has read already. */
    private int read;
    /** Where the line's first character at hand stands in the text. */
    private long place;
    /** Something too long to be found again goes on: all of the line is hidden. */
    private boolean restHidden;

    /** @param capacity characters that will come, if fewer than a window */
    GrowingText(SecretText secrets, PrivateKeys keys, KeyFragments fragments, int capacity) {
        this.secrets = secrets;
        this.keys = keys;
        this.fragments = fragments;
        this.place = keys.nextPlace();
        this.marks = new Marks(Math.min(WINDOW, capacity));
    }

    /** @param out gets what is decided by now */
    void append(CharSequence more, StringBuilder out) {
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            if (c == '\n' || c == '\r') {
                decide(true, out);
                out.append(c);
                place++;
            } else {
                line.append(c);
                if (line.length() == WINDOW) {
                    decide(false, out);
                }
            }
        }
    }

    /** Nothing more comes of the line that has begun. */
    void finish(StringBuilder out) {
        decide(true, out);
    }

    /** As {@link #finish}, for a line that goes on where nobody can wait for its end: what of it is at hand is hidden. */
    void hideRest(StringBuilder out) {
        restHidden = true;
        int length = line.length();
        decideFirst(length, out);
    }

    private void decide(boolean ends, StringBuilder out) {
        int length = line.length();
        marks.grow(length);
        if (length > 0) {
            if (!restHidden) {
                passwords.read(line, length, marks);
                if (!secrets.expressions().isEmpty()) {
                    secrets.expressions().read(line, marks);
                }
            }
        }
        int stop = ends ? length : length - Written.LONGEST;
        read = keys.read(line, place, read, Math.max(read, stop), ends, marks);
        fragments.read(line, marks);
        if (ends) {
            decideFirst(length, out);
            restHidden = false;
            fragments.lineEnds();
        } else {
            boolean open = marks.openFrom() < WINDOW / 2;
            decideFirst(WINDOW / 2, out);
            restHidden |= open;
        }
    }

    private void decideFirst(int count, StringBuilder out) {
        marks.grow(line.length());
        for (int at = 0; at < count; at++) {
            char c = line.charAt(at);
            if (marks.isOfKey(at)) {
                fragments.add(c);
            } else {
                fragments.lineEnds();
            }
            out.append(restHidden || secrets.isWithheld() && c > ' ' || marks.isHidden(at) ? '*' : c);
        }
        marks.drop(count);
        line.delete(0, count);
        place += count;
        read = Math.max(0, read - count);
    }
}
