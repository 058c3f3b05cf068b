package org.numakerbench.lab.store;

import java.io.Closeable;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.secret.OwnSecrets;

/** A lab's database by its parts, and as those see it that only look. */
public final class LabStore implements LabView, AutoCloseable {
    private final LabDatabase database;
    private final Nights nights;
    private final Attempts attempts;
    private final Boards boards;
    private final Leases leases;
    private final EarlierRuns earlierRuns;
    private final LogParts logs;
    private final ImageFiles images;

    private LabStore(LabDatabase database) {
        this.database = database;
        this.nights = new Nights(database);
        this.attempts = new Attempts(database);
        this.boards = new Boards(database);
        this.leases = new Leases(database);
        this.earlierRuns = new EarlierRuns(database);
        this.logs = new LogParts(database);
        this.images = new ImageFiles(database);
    }

    /** @throws LabException in words when the database cannot be opened */
    public static LabStore open(HistoryAddress address) throws LabException {
        return new LabStore(LabDatabase.open(address));
    }

    public LabDatabase database() {
        return database;
    }

    public Nights nights() {
        return nights;
    }

    public Attempts attempts() {
        return attempts;
    }

    public Boards offers() {
        return boards;
    }

    public Leases leases() {
        return leases;
    }

    public EarlierRuns earlierRuns() {
        return earlierRuns;
    }

    public LogParts logs() {
        return logs;
    }

    public ImageFiles images() {
        return images;
    }

    /** Notes what happened to the lab itself. */
    public void remark(@Nullable String night, String host, String words) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("insert into remark (remark, at_ms, night, host, words)"
                                + " values (:id, :now, :night, :host, :words)")
                        .bind("id", UUID.randomUUID().toString())
                        .bind("now", now)
                        .bind("night", night)
                        .bind("host", host)
                        .bind("words", OwnSecrets.text().hide(words))
                        .execute());
    }

    @Override
    public Closeable watch(Runnable changed) throws IOException {
        return database.signals().listen(word -> {
            if (!word.startsWith(LabSignals.LOG)) {
                changed.run();
            }
        });
    }

    /** Tells when there may be work that was not there before. */
    public Closeable watchQueue(Runnable changed) throws IOException {
        return database.signals().listen(word -> {
            if (word.equals(LabSignals.QUEUE) || word.equals(LabSignals.ANYTHING)) {
                changed.run();
            }
        });
    }

    @Override
    public List<BoardNow> boards() throws LabException {
        return boards.all();
    }

    @Override
    public List<NightNow> nights(int limit) throws LabException {
        return database.read(open -> {
            List<NightRow> newest = open.createQuery(
                            "select * from night order by started_ms desc, night desc limit :limit")
                    .bind("limit", limit)
                    .mapTo(NightRow.class)
                    .list();
            return newest.stream().map(it -> now(open, it)).toList();
        });
    }

    private static NightNow now(org.jdbi.v3.core.Handle open, NightRow night) {
        Map<String, Integer> words = new HashMap<>();
        int items = 0;
        for (Map.Entry<String, Integer> each : open.createQuery(
                        "select coalesce(word, '') as word, count(*) as n from item where night = :night group by word")
                .bind("night", night.night())
                .map((row, context) -> Map.entry(row.getString(1), row.getInt(2)))
                .list()) {
            items += each.getValue();
            if (!each.getKey().isEmpty()) {
                words.put(each.getKey(), each.getValue());
            }
        }
        Long ended = night.endedMs();
        return new NightNow(
                night.night(),
                night.plan(),
                Instant.ofEpochMilli(night.startedMs()),
                ended == null ? null : Instant.ofEpochMilli(ended),
                items,
                words);
    }

    @Override
    public List<QueuedItem> queue(int limit) throws LabException {
        long now = database.nowMs();
        return database.read(open -> open.createQuery("select i.item, i.night, i.place, i.build, i.image, i.repeat,"
                        + " (" + Leases.RUNS + ") as running,"
                        + " (select count(*) from attempt a where a.item = i.item) as attempts,"
                        + " (select max(a.run) from attempt a where a.item = i.item and a.ended_ms is null) as run"
                        + " from item i join night n on n.night = i.night where i.word is null"
                        + " order by running desc, coalesce(n.opens_ms, n.started_ms) + i.ordinal, i.item limit :limit")
                .bind("now", now)
                .bind("limit", limit)
                .map((row, context) -> new QueuedItem(
                        row.getString("item"),
                        row.getString("night"),
                        row.getString("place"),
                        row.getString("build"),
                        row.getString("image"),
                        row.getInt("repeat"),
                        row.getInt("attempts"),
                        row.getBoolean("running"),
                        row.getString("run")))
                .list());
    }

    @Override
    public List<Remark> remarks(int limit) throws LabException {
        return database.read(open -> open.createQuery(
                        "select at_ms, night, host, words from remark order by at_ms desc limit :limit")
                .bind("limit", limit)
                .map(LabStore::remark)
                .list());
    }

    /** What happened during a night, in order of time. */
    public List<Remark> remarksOf(NightRow night) throws LabException {
        Long ended = night.endedMs();
        return database.read(open -> open.createQuery(
                        "select at_ms, night, host, words from remark"
                                + " where night = :night or night is null and at_ms >= :from and at_ms <= :until order by at_ms")
                .bind("night", night.night())
                .bind("from", night.startedMs())
                .bind("until", ended == null ? Long.MAX_VALUE : ended)
                .map(LabStore::remark)
                .list());
    }

    private static Remark remark(ResultSet row, StatementContext context) throws SQLException {
        return new Remark(Instant.ofEpochMilli(row.getLong(1)), row.getString(2), row.getString(3), row.getString(4));
    }

    @Override
    public void close() {
        database.close();
    }
}
