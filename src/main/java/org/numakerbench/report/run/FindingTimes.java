package org.numakerbench.report.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** How long the device took for each finding: from what it said before until it said this one. */
final class FindingTimes {
    /** When bytes came, on the log's monotonic clock, by their entry. */
    private final Map<Long, Long> heardNanos = new HashMap<>();

    private long lastNanos;

    FindingTimes(List<EvidenceEntry> entries) {
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.UartReceived) {
                heardNanos.put(entry.seq(), entry.monoNanos());
            } else if (entry.fact() instanceof Fact.ResetIssued && heardNanos.isEmpty()) {
                lastNanos = entry.monoNanos();
            }
        }
    }

    /** To be asked in the order of the findings; zero for what was never said. */
    Duration next(Finding finding) {
        long heard = finding.evidence().stream()
                .filter(heardNanos::containsKey)
                .mapToLong(heardNanos::get)
                .max()
                .orElse(lastNanos);
        Duration took = Duration.ofNanos(Math.max(0, heard - lastNanos));
        lastNanos = Math.max(lastNanos, heard);
        return took;
    }
}
