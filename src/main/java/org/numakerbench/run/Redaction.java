package org.numakerbench.run;

import java.util.List;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.SecretText;

/**
 * A run as reports may show it: all of its text without secrets, wherever they stand. Lengths and places stay. The evidence
 * log and {@code uart.raw} keep the bytes as they came; only their owner may read them.
 */
public final class Redaction {
    private Redaction() {}

    /** The same run, its texts without what {@code secrets} knows. */
    public static RunRecord of(RunRecord record, SecretText secrets) {
        GrowingRedaction redaction = new GrowingRedaction(context -> secrets);
        List<EvidenceEntry> entries = redaction.accept(record.entries(), true);
        return new RunRecord(
                redaction.clean(record.context()),
                redaction.clean(record.judgement()),
                record.claims().stream().map(redaction::clean).toList(),
                entries,
                record.started(),
                record.ended());
    }

    /** What may be said of a finished run in public. */
    public static Judgement judgement(RunRecord record, SecretText secrets) {
        return of(record, secrets).judgement();
    }
}
