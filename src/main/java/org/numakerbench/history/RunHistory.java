package org.numakerbench.history;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.DamagedLogException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.KnownExpressions;

/**
 * Puts finished runs into the history. A history that cannot be written is a remark, never the run's: what is missing is
 * added by the next start that can. Any thread.
 */
public final class RunHistory implements AutoCloseable {
    private final Path runs;
    private final HistoryAddress address;
    private final Consumer<String> remarks;
    private final PendingRuns pending;
    private @Nullable CompletableFuture<HistoryStore> opening;

    /**
     * Opens nothing yet.
     *
     * @param runs directory of run directories
     * @param remarks told, in a sentence each, why the history cannot be written
     */
    public RunHistory(Path runs, HistoryAddress address, Consumer<String> remarks) {
        this.runs = runs;
        this.address = address;
        this.remarks = remarks;
        this.pending = PendingRuns.forHistory(runs);
    }

    /** Begins to open the history, beside whatever the caller does next: best while a board is busy and the host is not. */
    public synchronized CompletableFuture<HistoryStore> prepare() {
        CompletableFuture<HistoryStore> future = opening;
        if (future == null) {
            future = CompletableFuture.supplyAsync(() -> {
                try {
                    return HistoryStore.open(address);
                } catch (IOException failure) {
                    throw new CompletionException(failure);
                }
            });
            opening = future;
        }
        return future;
    }

    /**
     * Marks that {@code run} will be there: to be called before its directory gets its name.
     *
     * @throws IOException when the mark cannot be written beside the runs; the run must not be complete then, or nobody
     *     would miss it
     */
    public void expect(String run) throws IOException {
        pending.add(run);
    }

    /** Adds a complete run, and those that earlier starts could not add. */
    public synchronized void add(RunRecord record) {
        String run = record.context().run();
        try {
            HistoryStore store = store();
            store.put(row(record));
            pending.remove(run);
        } catch (IOException failure) {
            close();
            remarks.accept("run " + run + " is not in the history yet: " + failure.getMessage()
                    + "; runs go on, the next one adds it");
            return;
        }
        addPending();
    }

    /** Adds what earlier starts could not add. */
    public synchronized void addPending() {
        try {
            for (String run : pending.complete()) {
                RunRow row;
                try {
                    row = row(Replay.of(runs.resolve(run)));
                } catch (DamagedLogException | NoSuchFileException damaged) {
                    remarks.accept("run " + run + " is left out of the history: " + damaged.getMessage());
                    pending.remove(run);
                    continue;
                }
                store().put(row);
                pending.remove(run);
            }
        } catch (IOException failure) {
            close();
            remarks.accept("the history misses runs of earlier starts: " + failure.getMessage());
        }
    }

    private RunRow row(RunRecord record) {
        return RunRow.of(record, KnownExpressions.in(runs));
    }

    private HistoryStore store() throws IOException {
        CompletableFuture<HistoryStore> future = prepare();
        try {
            return future.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof IOException it) {
                throw it;
            }
            throw failure;
        }
    }

    /** What is added later opens it again. */
    @Override
    public synchronized void close() {
        CompletableFuture<HistoryStore> future = opening;
        opening = null;
        if (future != null) {
            future.handle((store, failure) -> {
                        if (store != null) {
                            store.close();
                        }
                        return 0;
                    })
                    .join();
        }
    }
}
