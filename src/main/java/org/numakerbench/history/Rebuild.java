package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.run.Replay;
import org.numakerbench.secret.KnownExpressions;

/** Makes the rows of a history again from run directories. Rows whose directory is gone, and what was accepted, stay. */
public final class Rebuild {
    private static final int BATCH = 200;

    private Rebuild() {}

    /**
     * @param added runs that were read and put in
     * @param unreadable directories that hold no readable run, a sentence each
     */
    public record Result(int added, List<String> unreadable) {}

    /** @throws IOException when {@code runs} cannot be listed, or the history cannot be written */
    public static Result of(Path runs, HistoryStore store) throws IOException {
        List<RunRow> rows = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int added = 0;
        KnownExpressions known = KnownExpressions.in(runs);
        for (Path run : directories(runs)) {
            try {
                rows.add(row(run, known));
            } catch (IOException wrong) {
                unreadable.add(run.getFileName() + ": " + wrong.getMessage());
                continue;
            }
            if (rows.size() == BATCH) {
                store.putAll(rows);
                added += rows.size();
                rows.clear();
            }
        }
        store.putAll(rows);
        for (Acceptance each : Acceptances.read(runs)) {
            store.accept(each);
        }
        PendingRuns pending = PendingRuns.forHistory(runs);
        for (String run : pending.complete()) {
            pending.remove(run);
        }
        return new Result(added + rows.size(), List.copyOf(unreadable));
    }

    /** From the evidence; from the figures that were kept where the evidence was pruned. */
    private static RunRow row(Path run, KnownExpressions known) throws IOException {
        return Files.exists(run.resolve(RunDirectory.LOG)) ? RunRow.of(Replay.of(run), known) : KeptFigures.read(run);
    }

    private static List<Path> directories(Path runs) throws IOException {
        try (Stream<Path> children = Files.list(runs)) {
            return children.filter(Files::isDirectory)
                    .filter(it -> !it.getFileName().toString().startsWith("."))
                    .filter(it -> Files.exists(it.resolve(RunDirectory.LOG)) || KeptFigures.isIn(it))
                    .sorted()
                    .toList();
        }
    }
}
