package org.numakerbench.lab.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.numakerbench.lab.LabException;

/**
 * Who may use what until when: identities, boards, items. A lease ends by itself when its holder renews it no more, so a
 * holder that cannot renew in time must stop using what it has.
 */
public final class Leases {
    private final LabDatabase database;

    Leases(LabDatabase database) {
        this.database = database;
    }

    /** @param name what somebody else has; {@code holder} who it is */
    public record Taken(String name, String holder) {}

    /**
     * Takes all of {@code names} or none.
     *
     * @return what somebody else has; empty when all are the holder's now
     */
    public Optional<Taken> tryAcquire(Collection<String> names, String holder, Duration length) throws LabException {
        long now = database.nowMs();
        // In one order: two that want the same leases wait for each other and never both.
        List<String> ordered = List.copyOf(new TreeSet<>(names));
        return database.write(open -> {
            for (String name : ordered) {
                int taken = open.createUpdate(
                                "insert into lease (name, holder, until_ms) values (:name, :holder, :until)"
                                        + " on conflict (name) do update set holder = excluded.holder,"
                                        + " until_ms = excluded.until_ms"
                                        + " where lease.until_ms <= :now or lease.holder = :holder")
                        .bind("name", name)
                        .bind("holder", holder)
                        .bind("until", now + length.toMillis())
                        .bind("now", now)
                        .execute();
                if (taken == 0) {
                    String other = open.createQuery("select holder from lease where name = :name")
                            .bind("name", name)
                            .mapTo(String.class)
                            .findOne()
                            .orElse("");
                    open.rollback();
                    open.begin();
                    return Optional.of(new Taken(name, other));
                }
            }
            return Optional.empty();
        });
    }

    /** Holders of one process begin with its name. */
    private static final String OF_AGENT =
            "(holder = :holder or substr(holder, 1, length(:holder) + 1) = :holder || '/')";

    /**
     * Extends all leases of an agent and its boards, {@code AGENT/...}.
     *
     * @return the names that it still has; a lease that ended meanwhile is not renewed
     */
    public Set<String> renew(String agent, Duration length) throws LabException {
        long now = database.nowMs();
        return database.write(open -> {
            open.createUpdate("update lease set until_ms = :until where " + OF_AGENT + " and until_ms > :now")
                    .bind("until", now + length.toMillis())
                    .bind("holder", agent)
                    .bind("now", now)
                    .execute();
            return Set.copyOf(open.createQuery("select name from lease where " + OF_AGENT + " and until_ms > :now")
                    .bind("holder", agent)
                    .bind("now", now)
                    .mapTo(String.class)
                    .list());
        });
    }

    public void release(Collection<String> names, String holder) throws LabException {
        if (!names.isEmpty()) {
            database.writeAndTell(
                    LabSignals.QUEUE,
                    open -> open.createUpdate("delete from lease where holder = :holder and name in (<names>)")
                            .bind("holder", holder)
                            .bindList("names", List.copyOf(names))
                            .execute());
        }
    }

    /** All that an agent and its boards have: it is known to be gone. */
    public void releaseAll(String agent) throws LabException {
        database.writeAndTell(
                LabSignals.QUEUE,
                open -> open.createUpdate("delete from lease where " + OF_AGENT)
                        .bind("holder", agent)
                        .execute());
    }
}
