package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.evidence.DamagedLogException;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunDirectory;

/** Judges a run again from its evidence log alone. */
public final class Replay {
    private Replay() {}

    /**
     * Reads and judges the log of {@code runDirectory}.
     *
     * @throws IOException when there is no log, or it holds no run
     */
    public static RunRecord of(Path runDirectory) throws IOException {
        Path log = runDirectory.resolve(RunDirectory.LOG);
        return of(EvidenceReader.readAll(log), log.toString());
    }

    /**
     * Judges a log that was read already.
     *
     * @param log where it came from, for messages
     * @throws IOException when it holds no run
     */
    public static RunRecord of(List<EvidenceEntry> entries, String log) throws IOException {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        if (judge.context() == null) {
            throw new DamagedLogException(log + ": no run in it: the first entry must be run-started");
        }
        return record(judge, entries);
    }

    static RunRecord record(Judge judge, List<EvidenceEntry> entries) {
        RunContext context = judge.context();
        if (context == null) {
            throw new IllegalStateException("a run without its first entry");
        }
        return new RunRecord(
                context,
                judge.judgement(),
                judge.claims(),
                entries,
                entries.get(0).at(),
                entries.get(entries.size() - 1).at());
    }
}
