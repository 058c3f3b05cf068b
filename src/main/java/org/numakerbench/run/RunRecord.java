package org.numakerbench.run;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
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

    /** What the device sent since the last reset that the bench made, byte for byte. */
    public byte[] captureSinceReset() {
        ByteArrayOutputStream capture = new ByteArrayOutputStream();
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.ResetIssued) {
                capture.reset();
            } else if (entry.fact() instanceof Fact.UartReceived it) {
                capture.writeBytes(it.bytes().toByteArray());
            }
        }
        return capture.toByteArray();
    }
}
