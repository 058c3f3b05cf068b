package org.numakerbench.lab.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.plan.BoardSelector;

/**
 * Who may use what: identities, boards, items. Whoever has a lease has it until it lets go, or until an execution of its name is
 * found dead: leases have no heartbeat of their own. Only what a board may go on using without its bench ends by time.
 */
public final class Leases {
    /** Holders of one process begin with its name. */
    private static final String OF_AGENT =
            "(holder = :holder or substr(holder, 1, length(:holder) + 1) = :holder || '/')";

    /** As long as the holder's execution is alive. */
    public static final Duration WHILE_THERE = Duration.ofDays(36_500);

    private static final String NAMED = "holder = :holder and name in (<names>)";

    /** Of PostgreSQL's advisory locks: any number that nobody else in the database uses. */
    private static final long LOCK = 0x6e75_6d61_6c61_6201L;

    private final LabDatabase database;

    Leases(LabDatabase database) {
        this.database = database;
    }

    /** Name of the lease on an item: who has it runs it. */
    public static String item(String item) {
        return "item " + item;
    }

    /** Name of the lease on a board: who has it offers it. */
    public static String board(BoardSelector.Board board) {
        return "board " + board.text();
    }

    /** Of an item {@code i}: it runs, at {@code :now}. */
    static final String RUNS = "exists (select 1 from lease r where r.name = 'item ' || i.item and r.until_ms > :now)";

    /** @param name what somebody else has; {@code holder} who it is */
    public record Taken(String name, String holder) {}

    /**
     * What is to be leased.
     *
     * @param lasting how long a board may go on using it when its bench is gone; only the same board may have it then
     */
    public record Wanted(String name, Duration lasting) {
        /** Used by nobody but the holder itself. */
        public static Wanted alone(String name) {
            return new Wanted(name, Duration.ZERO);
        }
    }

    /**
     * Takes all of {@code wanted} or none.
     *
     * @param board whose run it is, {@code bench/board}
     * @return what somebody else has; empty when all are the holder's now
     */
    public Optional<Taken> tryAcquire(Collection<Wanted> wanted, String holder, String board, Duration length)
            throws LabException {
        long now = database.nowMs();
        return database.write(open -> {
            alone(database, open);
            for (Wanted each : wanted) {
                int taken = open.createUpdate("insert into lease (name, holder, board, lasting_ms, until_ms)"
                                + " values (:name, :holder, :board, :lasting, :until)"
                                + " on conflict (name) do update set holder = excluded.holder, board = excluded.board,"
                                + " lasting_ms = excluded.lasting_ms, until_ms = excluded.until_ms"
                                + " where lease.until_ms <= :now or lease.holder = :holder"
                                + " or (lease.lasting_ms > 0 and lease.board = :board)")
                        .bind("name", each.name())
                        .bind("holder", holder)
                        .bind("board", board)
                        .bind("lasting", each.lasting().toMillis())
                        .bind("until", now + length.plus(each.lasting()).toMillis())
                        .bind("now", now)
                        .execute();
                if (taken == 0) {
                    String other = open.createQuery("select holder from lease where name = :name")
                            .bind("name", each.name())
                            .mapTo(String.class)
                            .findOne()
                            .orElse("");
                    // Not to be begun again: the library commits nothing of a transaction that was rolled back.
                    open.rollback();
                    return Optional.of(new Taken(each.name(), other));
                }
            }
            return Optional.empty();
        });
    }

    /** The board has finished: all that it used is free. */
    public void release(Collection<String> names, String holder) throws LabException {
        if (!names.isEmpty()) {
            database.writeAndTell(LabSignals.QUEUE, open -> {
                alone(database, open);
                return bound(open.createUpdate("delete from lease where " + NAMED), holder, names)
                        .execute();
            });
        }
    }

    /** The run was stopped, the board perhaps was not: what it may go on using stays its own for a while. */
    public void abandon(Collection<String> names, String holder) throws LabException {
        if (!names.isEmpty()) {
            abandon(NAMED, holder, names);
        }
    }

    /** All that an agent and its boards have: it is known to be gone. */
    public void abandonAll(String agent) throws LabException {
        abandon(OF_AGENT, agent, List.of());
    }

    private void abandon(String where, String holder, Collection<String> names) throws LabException {
        long now = database.nowMs();
        database.writeAndTell(LabSignals.QUEUE, open -> {
            alone(database, open);
            return bound(open.createUpdate("delete from lease where lasting_ms = 0 and " + where), holder, names)
                            .execute()
                    + bound(
                                    open.createUpdate(
                                            "update lease set holder = '', until_ms = :now + lasting_ms where "
                                                    + where),
                                    holder,
                                    names)
                            .bind("now", now)
                            .execute();
        });
    }

    /**
     * One transaction on leases at a time, over all hosts: those that change several rows in different orders would wait for
     * each other in a circle. SQLite has one writer at a time anyway.
     */
    static void alone(LabDatabase database, Handle open) {
        if (database.isShared()) {
            open.createQuery("select pg_advisory_xact_lock(:lock)")
                    .bind("lock", LOCK)
                    .mapToMap()
                    .list();
        }
    }

    private static <S extends SqlStatement<S>> S bound(S statement, String holder, Collection<String> names) {
        statement.bind("holder", holder);
        return names.isEmpty() ? statement : statement.bindList("names", List.copyOf(names));
    }
}
