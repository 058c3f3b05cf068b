package org.numakerbench.lab.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.Connections;
import org.numakerbench.history.store.DatabaseName;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.Migrations;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;

/** The database of one lab, open; any thread. */
public final class LabDatabase implements AutoCloseable {
    private static final DatabaseName NAME = new DatabaseName(
            "the lab's database",
            "is damaged, or no database; move it away: the next night begins a new one",
            "a database of its own");
    private static final Migrations TABLES = new Migrations("lab/migrations", "lab_schema_history", 4, NAME);
    /** Every board looks for work now and then, none for long. */
    private static final int CONNECTIONS = 8;

    private static final Duration CONNECT = Duration.ofSeconds(3);

    private final HistoryAddress address;
    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final LabClock clock;
    private final LabSignals signals;

    private LabDatabase(HistoryAddress address, HikariDataSource source, Jdbi jdbi, LabClock clock) {
        this.address = address;
        this.source = source;
        this.jdbi = jdbi;
        this.clock = clock;
        this.signals = new LabSignals(address);
    }

    /**
     * Opens a lab, makes it where there is none.
     *
     * @throws LabException in words: locked, damaged, newer than this program, not reachable, no room
     */
    public static LabDatabase open(HistoryAddress address) throws LabException {
        HikariDataSource pool = null;
        try {
            DataSource direct = Connections.to(address);
            TABLES.apply(address, direct);
            HikariConfig config = new HikariConfig();
            config.setDataSource(direct);
            config.setPoolName("lab");
            config.setMaximumPoolSize(CONNECTIONS);
            config.setMinimumIdle(1);
            config.setConnectionTimeout(CONNECT.toMillis());
            config.setInitializationFailTimeout(CONNECT.toMillis());
            pool = new HikariDataSource(config);
            Jdbi jdbi = Jdbi.create(pool)
                    .registerRowMapper(ConstructorMapper.factory(NightRow.class))
                    .registerRowMapper(ConstructorMapper.factory(ItemRow.class))
                    .registerRowMapper(ConstructorMapper.factory(AttemptRow.class));
            EnumWords.register(jdbi);
            return new LabDatabase(address, pool, jdbi, clock(address, jdbi));
        } catch (IOException | SQLException | JdbiException | FlywayException failure) {
            if (pool != null) {
                pool.close();
            }
            throw failure(address, failure);
        }
    }

    /** PostgreSQL's clock is the one that all hosts share. */
    private static LabClock clock(HistoryAddress address, Jdbi jdbi) {
        if (address instanceof HistoryAddress.Embedded) {
            return LabClock.from(Instant.now());
        }
        return LabClock.from(shown(jdbi));
    }

    private static Instant shown(Jdbi jdbi) {
        return jdbi.withHandle(
                open -> Instant.ofEpochMilli(open.createQuery("select extract(epoch from clock_timestamp()) * 1000")
                        .mapTo(Long.class)
                        .one()));
    }

    /**
     * Reads the shared clock again: monotonic clocks drift.
     *
     * @return false when it was set meanwhile, and is not followed
     */
    public boolean followClock() throws LabException {
        try {
            return !isShared() || clock.follow(shown(jdbi));
        } catch (JdbiException failure) {
            throw failure(address, failure);
        }
    }

    private static LabException failure(HistoryAddress address, Exception failure) {
        String sentence = failure instanceof HistoryException told
                ? told.getMessage()
                : Connections.failure(NAME, address, failure).getMessage();
        return new LabException(sentence, failure);
    }

    /** Something done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Handle handle) throws SQLException;
    }

    <T> T read(Work<T> work) throws LabException {
        try {
            return jdbi.withHandle(work::with);
        } catch (SQLException | JdbiException failure) {
            throw failure(address, failure);
        }
    }

    /** All or nothing. */
    <T> T write(Work<T> work) throws LabException {
        try {
            return jdbi.inTransaction(work::with);
        } catch (SQLException | JdbiException failure) {
            throw failure(address, failure);
        }
    }

    /** As {@link #write}; everybody who listens is told with it. */
    <T> T writeAndTell(String word, Work<T> work) throws LabException {
        return write(open -> {
            T done = work.with(open);
            tell(open, word);
            return done;
        });
    }

    LabSignals signals() {
        return signals;
    }

    /** With the transaction that it is part of, tells everybody who listens, on all hosts. */
    private void tell(Handle open, String word) {
        if (isShared()) {
            open.createQuery("select pg_notify(:channel, :word)")
                    .bind("channel", LabSignals.CHANNEL)
                    .bind("word", word)
                    .mapToMap()
                    .list();
        }
    }

    /** For the scheduler. */
    public DataSource source() {
        return source;
    }

    /** Whether several hosts use it. */
    public boolean isShared() {
        return address instanceof HistoryAddress.Postgres;
    }

    /** Where it is, without any password. */
    public HistoryAddress address() {
        return address;
    }

    /** The time that all hosts of the lab agree on. */
    public LabClock clock() {
        return clock;
    }

    long nowMs() {
        return clock.now().toEpochMilli();
    }

    @Override
    public void close() {
        signals.close();
        source.close();
    }
}
