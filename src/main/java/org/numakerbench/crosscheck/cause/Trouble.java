package org.numakerbench.crosscheck.cause;

import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;

/**
 * What went wrong in a run.
 *
 * @param stage where; null when it was nowhere in particular
 * @param text the sentence to a person
 * @param claim what the device said; null for what it never said
 * @param verdict of that claim; null without one
 * @param shown what {@code text} says beside the diagnosis's own words
 */
public record Trouble(
        Diagnosis diagnosis,
        @Nullable Stage stage,
        String text,
        @Nullable PendingClaim claim,
        @Nullable Verdict verdict,
        String shown) {
    /** With these words in the places of the diagnosis's sentence, and nothing that the device said. */
    public static Trouble of(Diagnosis diagnosis, @Nullable Stage stage, Object... shown) {
        return new Trouble(diagnosis, stage, diagnosis.sentence(shown), null, null, joined(shown));
    }

    /** Of a claim. */
    public static Trouble of(
            Diagnosis diagnosis, @Nullable Stage stage, PendingClaim claim, Verdict verdict, Object... shown) {
        return new Trouble(diagnosis, stage, diagnosis.sentence(shown), claim, verdict, joined(shown));
    }

    /** The same, diagnosed otherwise. */
    Trouble as(Diagnosis other, String words) {
        return new Trouble(other, stage, other.sentence(words), claim, verdict, words);
    }

    private static String joined(Object... shown) {
        return shown.length == 0 ? "" : String.valueOf(shown[0]);
    }
}
