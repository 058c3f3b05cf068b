package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.model.Outcome;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.KnownExpressions;

/** Drops the bulky evidence of runs that passed long ago; their figures, report.json and junit.xml stay. */
public final class Retention {
    private static final List<String> BULKY = List.of(RunDirectory.LOG, "uart.raw", "uart.log", "report.html");

    private Retention() {}

    /**
     * @param runs that were pruned
     * @param bytes that were freed
     * @param unreadable directories that hold no readable run and were left as they are, a sentence each
     */
    public record Pruned(int runs, long bytes, List<String> unreadable) {}

    /**
     * Prunes passed runs below {@code runs} that ended before {@code before}. Failed runs keep everything.
     *
     * @throws IOException when a file cannot be written or deleted; what was pruned up to there keeps its figures
     */
    public static Pruned prune(Path runs, Instant before) throws IOException {
        List<Path> directories;
        try (Stream<Path> children = Files.list(runs)) {
            directories = children.filter(it -> !it.getFileName().toString().startsWith("."))
                    .filter(it -> Files.exists(it.resolve(RunDirectory.LOG)))
                    .sorted()
                    .toList();
        }
        List<String> unreadable = new ArrayList<>();
        int count = 0;
        long bytes = 0;
        for (Path run : directories) {
            RunRecord record;
            try {
                record = Replay.of(run);
            } catch (IOException wrong) {
                unreadable.add(run.getFileName() + ": " + wrong.getMessage());
                continue;
            }
            if (record.judgement().outcome() != Outcome.PASS || !record.ended().isBefore(before)) {
                continue;
            }
            KeptFigures.write(run, RunRow.of(record, KnownExpressions.in(runs)));
            // The log last: a run whose pruning was cut off is pruned again.
            for (int i = BULKY.size() - 1; i >= 0; i--) {
                if (i == 0) {
                    DurableDirectory.sync(run);
                }
                Path file = run.resolve(BULKY.get(i));
                if (Files.exists(file)) {
                    bytes += Files.size(file);
                    Files.delete(file);
                }
            }
            count++;
        }
        return new Pruned(count, bytes, List.copyOf(unreadable));
    }
}
