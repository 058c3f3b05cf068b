package org.numakerbench.uart;

import org.jspecify.annotations.Nullable;

/**
 * What is made of a line or a field of the wire.
 *
 * @param name as the tables call it
 * @param by class that looks at it; null for nobody
 * @param words against what it is held, or why it carries no claim
 */
public record Standing(String name, Sort sort, @Nullable String by, String words) {
    /** Of no line of the grammar. */
    public static final Standing UNKNOWN =
            new Standing("unknown", Sort.NOT_UNDERSTOOD, null, "the firmware prints no such line");

    /** How far it can be trusted. */
    public enum Sort {
        /** A rule holds it against what the bench saw. */
        JUDGED("judged"),
        /** It is checked against other bytes of the capture. */
        CONSISTENT("consistent"),
        /** It carries no claim. */
        NEUTRAL("neutral"),
        /** No line of the grammar. */
        NOT_UNDERSTOOD("not understood");

        private final String word;

        Sort(String word) {
            this.word = word;
        }

        /** For people. */
        public String word() {
            return word;
        }
    }
}
