package org.numakerbench.history.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.numakerbench.history.HistoryException;

/**
 * Brings the tables of a room up to this program's, and refuses those that a newer program wrote.
 *
 * @param location of the SQL files on the class path
 * @param table in which the migration library notes what was done
 * @param version of the newest file
 */
public record Migrations(String location, String table, int version, DatabaseName name) {
    /** The history's own. */
    static final Migrations HISTORY =
            new Migrations("history/migrations", "flyway_schema_history", 3, DatabaseName.HISTORY);

    /** Of PostgreSQL's advisory locks: any number that nobody else in the database uses. */
    private static final long LOCK = 0x6e75_6d61_6d69_6701L;

    /**
     * One at a time: the migration library looks for its table, and makes it, before it takes a lock of its own.
     *
     * @throws HistoryException when a newer program wrote the tables
     */
    public void apply(HistoryAddress address, DataSource source) throws IOException, SQLException {
        if (isCurrent(address, source)) {
            return;
        }
        if (address instanceof HistoryAddress.Embedded it) {
            Path lock = it.file().resolveSibling(it.file().getFileName() + ".lock");
            // A file lock is the whole process's: its own threads wait for each other by the monitor.
            synchronized (Migrations.class) {
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (held.isValid() && !isCurrent(address, source)) {
                        migrate(address, source);
                    }
                }
            }
        } else {
            // The lock goes with the connection, however this ends.
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
                if (!isCurrent(address, source)) {
                    migrate(address, source);
                }
            }
        }
    }

    private void migrate(HistoryAddress address, DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:" + location)
                .table(table)
                // The two databases name some types differently.
                .placeholders(
                        address instanceof HistoryAddress.Postgres
                                ? Map.of(
                                        "blob", "bytea",
                                        "time", "timestamp with time zone",
                                        "millisOf", "1000 * extract(epoch from ")
                                : Map.of("blob", "blob", "time", "integer", "millisOf", "("))
                // A PostgreSQL database may hold other people's tables.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private boolean isCurrent(HistoryAddress address, DataSource source) throws SQLException, HistoryException {
        try (Connection connection = source.getConnection()) {
            if (!hasTable(connection, address)) {
                return false;
            }
            int newest = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select version from " + table + " where success")) {
                while (rows.next()) {
                    String applied = rows.getString(1);
                    newest = applied == null ? newest : Math.max(newest, Integer.parseInt(applied));
                }
            }
            if (newest > version) {
                throw new HistoryException(
                        name.what() + " " + address + " was written by a newer numaker-bench (schema "
                                + newest + ", this one knows " + version
                                + "); update this program, or give it " + name.own());
            }
            return newest == version;
        }
    }

    private boolean hasTable(Connection connection, HistoryAddress address) throws SQLException {
        String sql = address instanceof HistoryAddress.Embedded
                ? "select count(*) from sqlite_master where name = '" + table + "'"
                : "select count(*) from information_schema.tables where table_name = '" + table
                        + "' and table_schema = current_schema()";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
