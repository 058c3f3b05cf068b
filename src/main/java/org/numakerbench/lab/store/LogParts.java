package org.numakerbench.lab.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.numakerbench.lab.LabException;

/**
 * Evidence logs of all hosts, as far as they have come: parts in order while a run goes on, and one whole part when it has
 * ended. Lines as in {@code evidence.jsonl}, compressed by gzip.
 */
public final class LogParts {
    private final LabDatabase database;

    LogParts(LabDatabase database) {
        this.database = database;
    }

    /** @param last whether it holds the whole log, and nothing will follow */
    public record Part(int number, boolean last, byte[] gzip) {}

    /** Number of the part that holds a log whole. */
    public static final int WHOLE = 0;

    /** Adds part {@code number}, from 1; a whole log that is there already stays. */
    public void add(String bench, String run, int number, byte[] gzip) throws LabException {
        put(bench, run, new Part(number, false, gzip));
    }

    /** The whole log takes the place of its parts; once it is there it does not change. */
    public void complete(String bench, String run, byte[] gzip) throws LabException {
        put(bench, run, new Part(WHOLE, true, gzip));
    }

    private void put(String bench, String run, Part part) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(word(bench, run), open -> {
            if (part.last()) {
                open.createUpdate("delete from log_part where bench = :bench and run = :run and last = 0")
                        .bind("bench", bench)
                        .bind("run", run)
                        .execute();
            }
            return open.createUpdate("insert into log_part (bench, run, part, bytes, last, at_ms)"
                            + " select :bench, :run, cast(:part as integer), cast(:bytes as "
                            + (database.isShared() ? "bytea" : "blob")
                            + "), cast(:last as integer), cast(:now as bigint) where not exists"
                            + " (select 1 from log_part where bench = :bench and run = :run and last = 1)"
                            + " on conflict do nothing")
                    .bind("bench", bench)
                    .bind("run", run)
                    .bind("part", part.number())
                    .bind("bytes", part.gzip())
                    .bind("last", part.last() ? 1 : 0)
                    .bind("now", now)
                    .execute();
        });
    }

    /** Parts after {@code number}, in order; the whole log alone when there is one. */
    public List<Part> after(String bench, String run, int number) throws LabException {
        return database.read(open -> open.createQuery("select part, last, bytes from log_part where bench = :bench"
                        + " and run = :run and (part > :number or last = 1) order by part")
                .bind("bench", bench)
                .bind("run", run)
                .bind("number", number)
                .map((row, context) -> new Part(row.getInt(1), row.getInt(2) == 1, row.getBytes(3)))
                .list());
    }

    private static String word(String bench, String run) {
        return LabSignals.LOG + " " + bench + "/" + run;
    }

    /** Calls {@code grown} whenever that log may have grown. */
    public Closeable watch(String bench, String run, Runnable grown) throws IOException {
        String ours = word(bench, run);
        return database.signals().listen(word -> {
            if (word.equals(ours) || word.equals(LabSignals.ANYTHING)) {
                grown.run();
            }
        });
    }

    /** Takes away logs that were written before {@code beforeMs}; returns how many. */
    public int prune(long beforeMs) throws LabException {
        return database.write(open -> open.createUpdate("delete from log_part where at_ms < :before")
                .bind("before", beforeMs)
                .execute());
    }
}
