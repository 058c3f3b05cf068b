package org.numakerbench.selftest.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** What the bench says of an edit: the gravest of all it says. */
enum Effect {
    /** A claim is refuted, or the cloud saw what nobody claims. */
    REFUTED,
    /** The device reports a failure, hangs or crashes. */
    FAILED,
    /** A claim is left without evidence: nobody is blamed, and the run does not pass. */
    UNSEEN,
    /** The bench or who set it up is blamed. */
    BENCH,
    /** Another finding than before; the run passes. */
    CHANGED,
    /** A note; the run passes. */
    NOTED,
    /** Nothing. */
    SILENT;

    static Effect of(Judgement judgement, boolean sameFindings, boolean sameNotes) {
        Outcome outcome = judgement.outcome();
        boolean refuted = judgement.findings().stream()
                .anyMatch(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED);
        if (outcome == Outcome.MISMATCH || refuted && outcome != Outcome.DEVICE_FAIL) {
            return REFUTED;
        }
        return switch (outcome) {
            case DEVICE_FAIL -> FAILED;
            case INCONCLUSIVE -> UNSEEN;
            case BENCH_FAULT, CLOUD_FAULT -> BENCH;
            default -> !sameFindings ? CHANGED : !sameNotes ? NOTED : SILENT;
        };
    }

    /** Lower case. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
