package org.numakerbench.secret;

import java.util.regex.Pattern;

/**
 * Finds private keys in a text that is read line by line: in their armour, in any case and any escaping, or as bare base64,
 * whatever it is wrapped at. What is left of a key that was cut off is hidden, too, until the text is clearly another.
 */
final class PrivateKeys {
    private static final Pattern BEGIN = Pattern.compile("- ?begin[a-z0-9 +_]{0,32}private[ +_]key");
    private static final int LONGEST_BEGIN = 64;
    /** Digits in a row that no other text has: what is shorter beside other characters is a time, a number, a word. */
    private static final int RUN = 16;
    /** So many lines in a row that cannot be of a key show that it is over. */
    private static final int STRANGE = 3;
    /** Distances at which a key is known by its beginning. */
    private static final int[] LENGTHS = {8, 10, 11, 19, 20, 22, Base64Header.LONGEST};

    private final Digits digits = new Digits(64);
    private final Digits letters = new Digits(LONGEST_BEGIN);
    private final Written written = new Written();

    /** Digits that are still to come of the key that is being read; 0 outside of one. */
    private int left;

    private boolean armoured;
    private boolean afterBegin;
    /** Its lines are cut into short pieces. */
    private boolean pieces;

    private boolean firstLine;
    /** Behind all that was read: the next text goes on there. */
    private long end;

    private int strange;
    private int run;
    private int longestRun;
    private boolean foreign;
    private boolean spaces;

    /** Place of the first character of what is read next. */
    long nextPlace() {
        return end;
    }

    /**
     * Reads on.
     *
     * @param text what of it is at hand
     * @param place of its first character in the whole text
     * @param from where to go on
     * @param to where to stop
     * @param lineEnds whether a line ends there
     * @return where to go on: {@code to}, or a few characters more when one is written in several
     */
    int read(CharSequence text, long place, int from, int to, boolean lineEnds, Marks marks) {
        if (left > 0) {
            look(text, from, to);
        }
        int at = from;
        while (at < to) {
            written.read(text, at);
            int next = at + written.length;
            if (afterBegin && written.meant == '-') {
                at = next;
                continue;
            }
            afterBegin = false;
            if (left > 0 && written.meant == '-' && ends(text, at)) {
                end();
            }
            if (left > 0) {
                marks.key(at, next);
            }
            character(text, place, at, next, to, marks);
            at = next;
        }
        if (lineEnds) {
            runEnds();
            lineEnds();
        }
        end = place + at + 1;
        return at;
    }

    private void character(CharSequence text, long place, int at, int next, int to, Marks marks) {
        char c = written.meant;
        if (c == Written.BETWEEN) {
            runEnds();
            return;
        }
        letters.add(Character.toLowerCase(c), place + at);
        if ((c == 'y' || c == 'Y') && begins(text, next, to)) {
            return;
        }
        if ((c == 'd' || c == 'D')
                && left > 0
                && (letters.last(5).endsWith("--end") || letters.last(6).endsWith("-- end"))) {
            end();
        }
        if (Base64Header.digit(c) >= 0) {
            run++;
            longestRun = Math.max(longestRun, run);
            digits.add(c, place + at);
            if (left == 0) {
                known(text, place, next, to, marks);
            }
            return;
        }
        runEnds();
        if (c == ' ' || c == '\t') {
            spaces = true;
        } else if (c != '=' && c != ',') {
            foreign = true;
            digits.clear();
        }
    }

    private boolean begins(CharSequence text, int next, int to) {
        if (!letters.last(3).equals("key")
                || !BEGIN.matcher(letters.last(LONGEST_BEGIN)).find()) {
            return false;
        }
        begin(Base64Header.LONGEST_KEY, true);
        afterBegin = true;
        run = 0;
        longestRun = 0;
        foreign = false;
        spaces = false;
        letters.clear();
        look(text, next, to);
        return true;
    }

    private void known(CharSequence text, long place, int next, int to, Marks marks) {
        for (int length : LENGTHS) {
            char first = digits.fromEnd(length);
            if (first == 'M' || first == 'L' || first == 'b') {
                int all = Base64Header.key(digits, length);
                if (all > 0) {
                    begin(all, false);
                    marks.key((int) Math.max(0, digits.place(length) - place), next);
                    look(text, next, to);
                    // What was read of it belongs to the run that goes on.
                    run = Math.max(length, run);
                    left += run - length;
                    return;
                }
            }
        }
    }

    private void begin(int allDigits, boolean inArmour) {
        left = allDigits;
        armoured = inArmour;
        firstLine = true;
        pieces = false;
        strange = 0;
        digits.clear();
    }

    private void end() {
        left = 0;
        letters.clear();
        digits.clear();
    }

    /** What else the line has decides which digits of it count. */
    private void look(CharSequence text, int from, int to) {
        Written ahead = new Written();
        for (int at = from; at < to && !foreign; at += ahead.length) {
            ahead.read(text, at);
            char c = ahead.meant;
            foreign = c != Written.BETWEEN && Base64Header.digit(c) < 0 && " \t=,".indexOf(c) < 0;
        }
    }

    private void runEnds() {
        if (left > 0 && run > 0) {
            boolean counts = armoured || run >= RUN || !foreign && run > 1 || run == left;
            left = counts ? Math.max(0, left - run) : left;
            if (left == 0) {
                end();
            }
        }
        run = 0;
    }

    private void lineEnds() {
        if (left > 0 && (longestRun > 0 || foreign)) {
            boolean longRun = longestRun >= RUN;
            if (firstLine && !foreign) {
                pieces = !longRun;
                firstLine = false;
            }
            strange = longRun || !foreign && (pieces || !spaces) ? 0 : strange + 1;
            if (strange == STRANGE) {
                end();
            }
        }
        longestRun = 0;
        foreign = false;
        spaces = false;
    }

    /** {@code -----END} as it is written mostly, so that its dashes stay. */
    private static boolean ends(CharSequence text, int at) {
        int i = at;
        while (i < text.length() && i < at + 5 && text.charAt(i) == '-') {
            i++;
        }
        if (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return i - at >= 2
                && i + 3 <= text.length()
                && text.subSequence(i, i + 3).toString().equalsIgnoreCase("END");
    }
}
