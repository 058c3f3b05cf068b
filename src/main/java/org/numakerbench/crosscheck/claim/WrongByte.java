package org.numakerbench.crosscheck.claim;

import java.util.function.IntPredicate;

/**
 * What was printed differs from what was seen in one letter that is missing, or has one bit changed, in a word that the
 * device prints right elsewhere, and wrong nowhere else. A wire does that; a program that knows the word does not. Of digits
 * nobody can tell: they are what programs get wrong, and one more or less often is one bit.
 */
final class WrongByte {
    private static final int SHORTEST = 3;
    /** Digits of a number that no program counts up to: a time. */
    private static final int LONG_NUMBER = 8;

    private WrongByte() {}

    /**
     * @param said part of what {@code of} tells
     * @param seen what it should have been
     */
    static boolean explains(RunView run, PendingClaim of, String said, String seen) {
        int at = 0;
        while (at < said.length() && at < seen.length() && said.charAt(at) == seen.charAt(at)) {
            at++;
        }
        if (at == seen.length()) {
            return false;
        }
        boolean lost = said.equals(seen.substring(0, at) + seen.substring(at + 1));
        boolean changed = at < said.length()
                && Integer.bitCount(said.charAt(at) ^ seen.charAt(at)) == 1
                && said.equals(seen.substring(0, at) + said.charAt(at) + seen.substring(at + 1));
        boolean counts = isDigit(seen.charAt(at)) && (lost || isDigit(said.charAt(at)));
        return (lost || changed)
                && (isProved(run, of, said, seen, at, counts, Character::isLetterOrDigit)
                        || isProved(run, of, said, seen, at, counts, c -> c > ' ' && c != '"'));
    }

    private static boolean isProved(
            RunView run, PendingClaim of, String said, String seen, int at, boolean counts, IntPredicate isOfWord) {
        int begin = at;
        int end = at + 1;
        while (begin > 0 && isOfWord.test(seen.charAt(begin - 1))) {
            begin--;
        }
        while (end < seen.length() && isOfWord.test(seen.charAt(end))) {
            end++;
        }
        String right = seen.substring(begin, end);
        String wrong = said.substring(begin, end - (seen.length() - said.length()));
        if (right.length() < SHORTEST
                || counts && (right.length() < LONG_NUMBER || !right.chars().allMatch(WrongByte::isDigit))) {
            return false;
        }
        int rights = 0;
        int wrongs = 0;
        for (PendingClaim each : run.heard()) {
            String text = each.claim().text();
            rights += words(text, right, isOfWord);
            wrongs += words(text, wrong, isOfWord) - (each == of ? 1 : 0);
        }
        return rights > 0 && wrongs <= 0;
    }

    /** How often the word stands in {@code text}, by itself. */
    private static int words(String text, String word, IntPredicate isOfWord) {
        int words = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !isOfWord.test(text.charAt(at - 1));
            boolean ends = end == text.length() || !isOfWord.test(text.charAt(end));
            words += begins && ends ? 1 : 0;
        }
        return words;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
