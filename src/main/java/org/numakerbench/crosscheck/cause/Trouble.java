package org.numakerbench.crosscheck.cause;

import java.util.List;
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
 * @param evidence log entries that it rests on
 */
public record Trouble(
        Diagnosis diagnosis,
        @Nullable Stage stage,
        String text,
        @Nullable PendingClaim claim,
        @Nullable Verdict verdict,
        String shown,
        List<Long> evidence) {
    public Trouble {
        evidence = List.copyOf(evidence);
    }

    /** With these words in the places of the diagnosis's sentence, and nothing that the device said. */
    public static Trouble of(Diagnosis diagnosis, @Nullable Stage stage, Object... shown) {
        return new Trouble(diagnosis, stage, diagnosis.sentence(shown), null, null, joined(shown), List.of());
    }

    /** Of a claim. */
    public static Trouble of(
            Diagnosis diagnosis, @Nullable Stage stage, PendingClaim claim, Verdict verdict, Object... shown) {
        return new Trouble(diagnosis, stage, diagnosis.sentence(shown), claim, verdict, joined(shown), List.of());
    }

    /** Of what was never said. */
    public static Trouble unsaid(Diagnosis diagnosis, Stage stage, String shown, List<Long> evidence) {
        return new Trouble(diagnosis, stage, diagnosis.sentence(shown), null, null, shown, evidence);
    }

    /** A limit passed: the finding has the whole sentence. */
    public static Trouble ofLimit(Diagnosis diagnosis, Stage stage, String text, List<Long> evidence) {
        return new Trouble(diagnosis, stage, text, null, null, text, evidence);
    }

    /** The same, diagnosed otherwise. */
    Trouble as(Diagnosis other, String words) {
        return new Trouble(other, stage, other.sentence(words), claim, verdict, words, evidence);
    }

    private static String joined(Object... shown) {
        return shown.length == 0 ? "" : String.valueOf(shown[0]);
    }
}
