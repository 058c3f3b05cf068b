package org.numakerbench.run;

import java.time.Instant;
import java.util.List;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.uart.Claim;

/**
 * One finished run, as every report reads it. All of it follows from the entries.
 *
 * @param claims in wire order, noise before the banner included
 * @param entries the evidence log
 * @param started wall-clock time of the first entry
 * @param ended wall-clock time of the last entry
 */
public record RunRecord(
        RunContext context,
        Judgement judgement,
        List<Claim> claims,
        List<EvidenceEntry> entries,
        Instant started,
        Instant ended) {
    public RunRecord {
        claims = List.copyOf(claims);
        entries = List.copyOf(entries);
    }
}
