package org.numakerbench.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
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

    /** A secret may come in several pieces: the UART is looked at as a whole, and cut where it was. */
    private List<EvidenceEntry> entries(List<EvidenceEntry> entries) {
        StringBuilder all = new StringBuilder();
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                all.append(it.bytes().latin1());
            }
        }
        String shown = text(all.toString());
        List<EvidenceEntry> result = new ArrayList<>(entries.size());
        int at = 0;
        for (EvidenceEntry entry : entries) {
            Fact fact = entry.fact();
            if (fact instanceof Fact.UartReceived it) {
                int end = at + it.bytes().length();
                fact = new Fact.UartReceived(Bytes.of(shown.substring(at, end).getBytes(StandardCharsets.ISO_8859_1)));
                at = end;
            } else if (fact instanceof Fact.ToolRan it) {
                fact = new Fact.ToolRan(
                        it.stage(),
                        it.driver(),
                        it.commandLine().stream().map(this::text).toList(),
                        it.exitCode(),
                        it.timedOut(),
                        Bytes.utf8(text(it.output().utf8())),
                        it.durationMs());
            }
            result.add(new EvidenceEntry(entry.seq(), entry.at(), entry.monoNanos(), fact));
        }
        return result;
    }
}
