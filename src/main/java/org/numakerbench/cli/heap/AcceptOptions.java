package org.numakerbench.cli.heap;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.Acceptances;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Option;

/** Who accepts a change, and why. */
final class AcceptOptions {
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is right.")
    private String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who accepts it; default: ${DEFAULT-VALUE}.")
    private String who = System.getProperty("user.name");

    /** @throws UsageException when one of the two is empty */
    void requireWords() {
        if (reason.isBlank() || who.isBlank()) {
            throw new UsageException((reason.isBlank() ? "--reason" : "--by") + ": say it in words, it is empty");
        }
    }

    /** @param size change for the worse that passes from now on */
    void accept(
            HistoryOptions history, HistoryStore store, SeriesKey key, Measure measure, HeapFinding finding, long size)
            throws IOException {
        Acceptance acceptance = new Acceptance(
                key,
                measure.key(),
                finding.firstBad().sha256(),
                size,
                reason,
                who,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        Acceptances.append(history.runs(), acceptance);
        store.accept(acceptance);
        System.out.println("accepted: " + SafeText.line(FindingWords.of(finding)));
    }
}
