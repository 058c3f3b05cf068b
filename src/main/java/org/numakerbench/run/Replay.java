package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.evidence.DamagedLogException;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.uart.DescriptionCheck;

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
     * @throws IOException when it holds no run, or one of firmware that this bench does not know
     */
    public static RunRecord of(List<EvidenceEntry> entries, String log) throws IOException {
        if (!entries.isEmpty() && entries.get(0).fact() instanceof Fact.RunStarted it) {
            requireKnownFirmware(it.context(), log);
        }
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        if (judge.context() == null) {
            throw new DamagedLogException(log + ": no run in it: the first entry must be run-started");
        }
        return record(judge, entries);
    }

    /**
     * A log holds the description of its firmware; that of a newer bench, or a damaged one, may be none that this one can use.
     *
     * @param log where it stands, for the message
     * @throws IOException when it cannot be used
     */
    public static void requireKnownFirmware(RunContext context, String log) throws IOException {
        Optional<String> wrong = Optional.ofNullable(context.firmware()).flatMap(DescriptionCheck::unusable);
        if (wrong.isPresent()) {
            throw new IOException(
                    log + ":1: this bench cannot use the firmware description in it: firmware." + wrong.get()
                            + (context.altered().isEmpty()
                                    ? ""
                                    : "; hiding secrets altered it at "
                                            + context.altered().get(0)
                                            + ": replay the log of the host that ran it, or narrow the expression in its"
                                            + " profile"));
        }
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
