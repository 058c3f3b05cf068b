package org.numakerbench.report;

import java.util.List;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.run.RunRecord;

/**
 * A run as reports may show it: without secrets, wherever they stand. Lengths and places stay. The evidence log and {@code uart.raw} keep the bytes as
 * they came; only their owner may read them.
 */
final class Redaction {
    private final SecretText secrets;

    Redaction(List<String> more) {
        secrets = new SecretText(more);
    }

    /** The same run as reports may show it. */
    static RunRecord of(RunRecord record) {
        List<String> more = record.context().secrets();
        Redaction redaction = new Redaction(more == null ? List.of() : more);
        return new RunRecord(
                record.context(),
                redaction.judgement(record.judgement()),
                record.claims(),
                redaction.entries(record.entries()),
                record.started(),
                record.ended());
    }

    Judgement judgement(Judgement it) {
        return new Judgement(
                it.findings().stream().map(this::finding).toList(),
                it.open().stream()
                        .map(open -> new Judgement.OpenClaim(open.step(), text(open.claim()), open.line()))
                        .toList(),
                it.outcome(),
                it.stage(),
                it.owner(),
                text(it.reason()),
                it.heap(),
                it.timings(),
                it.notes().stream().map(this::text).toList());
    }

    private Finding finding(Finding it) {
        String claim = it.claim();
        return new Finding(
                it.step(),
                claim == null ? null : text(claim),
                it.verdict(),
                text(it.reason()),
                it.evidence(),
                it.line());
    }

    private String text(String text) {
        return secrets.hide(text);
    }

    private List<EvidenceEntry> entries(List<EvidenceEntry> entries) {
        return new GrowingRedaction(secrets).accept(entries, true);
    }
}
