package org.numakerbench.lab.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.model.Failure;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.OwnSecrets;

/** Every attempt at an item of a night: when it began, on which board, and how it ended. */
public final class Attempts {
    private final LabDatabase database;

    Attempts(LabDatabase database) {
        this.database = database;
    }

    /** All attempts of a night, in order of time. */
    public List<AttemptRow> of(String night) throws LabException {
        return database.read(
                open -> open.createQuery("select * from attempt where night = :night order by started_ms, number")
                        .bind("night", night)
                        .mapTo(AttemptRow.class)
                        .list());
    }

    /** Attempts at one item, in order. */
    public List<AttemptRow> at(String item) throws LabException {
        return database.read(open -> open.createQuery("select * from attempt where item = :item order by number")
                .bind("item", item)
                .mapTo(AttemptRow.class)
                .list());
    }

    /** The newest attempts on one board in a night that ended, newest first. */
    public List<AttemptRow> lastOn(String night, String bench, String board, int count) throws LabException {
        return database.read(open -> open.createQuery("select * from attempt where night = :night and bench = :bench"
                        + " and board = :board and ended_ms is not null order by started_ms desc, number desc"
                        + " limit :count")
                .bind("night", night)
                .bind("bench", bench)
                .bind("board", board)
                .bind("count", count)
                .mapTo(AttemptRow.class)
                .list());
    }

    /** An attempt begins. One that is still open had its host die: it ends here, as the bench's. */
    public AttemptRow begin(ItemRow item, String bench, String board, String agent, @Nullable String buildId)
            throws LabException {
        long now = database.nowMs();
        return database.writeAndTell(LabSignals.VIEW, open -> {
            open.createUpdate("update attempt set ended_ms = :now, outcome = 'BENCH_FAULT', stage = 'record',"
                            + " owner = 'bench', code = 'interrupted', reason = 'interrupted: ' || agent || ' was stopped in mid-run'"
                            + " where item = :item and ended_ms is null")
                    .bind("now", now)
                    .bind("item", item.item())
                    .execute();
            int number = 1
                    + open.createQuery("select count(*) from attempt where item = :item")
                            .bind("item", item.item())
                            .mapTo(Integer.class)
                            .one();
            AttemptRow attempt = new AttemptRow(
                    item.item() + "-" + number,
                    item.item(),
                    number,
                    bench,
                    board,
                    agent,
                    null,
                    buildId,
                    now,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            open.createUpdate("insert into attempt (attempt, item, night, number, bench, board, agent, build_id,"
                            + " started_ms) values (:attempt, :item, :night, :number, :bench, :board, :agent, :buildId,"
                            + " :startedMs)")
                    .bindMethods(attempt)
                    .bind("night", item.night())
                    .execute();
            return attempt;
        });
    }

    /** How many attempts an agent has begun and not ended. */
    public int openOf(String agent) throws LabException {
        return database.read(
                open -> open.createQuery("select count(*) from attempt where agent = :agent and ended_ms is null")
                        .bind("agent", agent)
                        .mapTo(Integer.class)
                        .one());
    }

    /** The attempt's run directory has this name. */
    public void running(AttemptRow attempt, String run) throws LabException {
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("update attempt set run = :run where attempt = :attempt")
                        .bind("run", run)
                        .bind("attempt", attempt.attempt())
                        .execute());
    }

    /** How an attempt ended; the parts are those of an {@link AttemptRow}. */
    public record Ended(
            Outcome outcome,
            @Nullable String run,
            @Nullable Stage stage,
            @Nullable Owner owner,
            @Nullable FailureCode code,
            @Nullable String step,
            String reason,
            @Nullable Long maxBytes) {
        /** @param failure null for a pass */
        public Ended(
                Outcome outcome,
                @Nullable String run,
                @Nullable Failure failure,
                @Nullable String step,
                String reason,
                @Nullable Long maxBytes) {
            this(
                    outcome,
                    run,
                    failure == null ? null : failure.stage(),
                    failure == null ? null : failure.owner(),
                    failure == null ? null : failure.code(),
                    step,
                    reason,
                    maxBytes);
        }
    }

    public void end(AttemptRow attempt, Ended how) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(
                LabSignals.VIEW,
                open -> open.createUpdate("update attempt set ended_ms = :now, outcome = :outcome,"
                                + " run = coalesce(:run, run), stage = :stage, owner = :owner, code = :code, step = :step, reason = :reason,"
                                + " max_bytes = :maxBytes where attempt = :attempt and ended_ms is null")
                        .bindMethods(new CleanRecords(OwnSecrets.text()).clean(how))
                        .bind("now", now)
                        .bind("attempt", attempt.attempt())
                        .execute());
    }

    /**
     * A run that a killed agent had begun is that of its last attempt on this board, if the agent was killed before it could
     * say so.
     */
    public void adopt(String bench, String board, String run) throws LabException {
        database.write(open -> open.createUpdate("update attempt set run = :run where attempt ="
                        + " (select attempt from attempt where bench = :bench and board = :board"
                        + " order by started_ms desc, number desc limit 1)"
                        + " and run is null and (ended_ms is null or code = 'interrupted')")
                .bind("run", run)
                .bind("bench", bench)
                .bind("board", board)
                .execute());
    }

    /** An attempt that came to nothing through nobody's fault (the night was stopped): as if it had not been. */
    public void forget(AttemptRow attempt) throws LabException {
        database.write(open -> open.createUpdate("delete from attempt where attempt = :attempt and ended_ms is null")
                .bind("attempt", attempt.attempt())
                .execute());
    }
}
