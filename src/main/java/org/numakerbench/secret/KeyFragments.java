package org.numakerbench.secret;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Pieces of the keys that were hidden, so that they are known again where somebody quotes a line of one, with nothing beside
 * it that would tell.
 */
final class KeyFragments {
    /** Eight digits of base64 are 48 bits: nothing else has them. */
    private static final int LENGTH = 8;
    /** Of the newest few keys. */
    private static final int MOST = 16 * 1024;
    /** Shorter words are no key's, though they stood within one that was cut off. */
    private static final int SHORTEST_RUN = 16;

    /** For a text that nobody quotes. */
    static final KeyFragments NONE = new KeyFragments(false);

    private final boolean kept;
    private final Set<String> pieces = new LinkedHashSet<>();
    private final StringBuilder run = new StringBuilder();

    KeyFragments() {
        this(true);
    }

    private KeyFragments(boolean kept) {
        this.kept = kept;
    }

    void add(char c) {
        if (!kept) {
            return;
        }
        if (Base64Header.digit(c) < 0) {
            lineEnds();
        } else if (run.length() < Base64Header.LONGEST_KEY) {
            run.append(c);
        }
    }

    void lineEnds() {
        if (run.isEmpty()) {
            return;
        }
        if (run.length() >= SHORTEST_RUN) {
            for (int at = 0; at + LENGTH <= run.length(); at++) {
                pieces.add(run.substring(at, at + LENGTH));
            }
            Iterator<String> oldest = pieces.iterator();
            while (pieces.size() > MOST) {
                oldest.next();
                oldest.remove();
            }
        }
        run.setLength(0);
    }

    /** Marks what {@code line} quotes of the keys before. */
    void read(CharSequence line, Marks marks) {
        if (pieces.isEmpty()) {
            return;
        }
        for (int at = 0; at + LENGTH <= line.length(); at++) {
            if (pieces.contains(line.subSequence(at, at + LENGTH).toString())) {
                marks.key(at, at + LENGTH);
            }
        }
    }
}
