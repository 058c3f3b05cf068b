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
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.numakerbench.history.HistoryException;

/** Brings the schema up to this program's, and refuses one that a newer program wrote. */
final class Migrations {
    /** The newest file of {@code history/migrations}. */
    static final int VERSION = 1;

    private static final String LOCATION = "classpath:history/migrations";
    private static final String TABLE = "flyway_schema_history";

    private Migrations() {}

    static void apply(HistoryAddress address, DataSource source) throws IOException, SQLException {
        if (isCurrent(address, source)) {
            return;
        }
        if (address instanceof HistoryAddress.Embedded it) {
            // On PostgreSQL the migration library locks for itself; on SQLite two benches that begin at once would
            // collide.
            Path lock = it.file().resolveSibling(it.file().getFileName() + ".lock");
            // A file lock is the whole process's: its own threads wait for each other by the monitor.
            synchronized (Migrations.class) {
                try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = channel.lock()) {
                    if (held.isValid() && !isCurrent(address, source)) {
                        migrate(source);
                    }
                }
            }
        } else {
            migrate(source);
        }
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations(LOCATION)
                .table(TABLE)
                // A PostgreSQL database may hold other people's tables.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private static boolean isCurrent(HistoryAddress address, DataSource source) throws SQLException, HistoryException {
        try (Connection connection = source.getConnection()) {
            if (!hasTable(connection, address)) {
                return false;
            }
            int newest = 0;
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select version from " + TABLE + " where success")) {
                while (rows.next()) {
                    String version = rows.getString(1);
                    newest = version == null ? newest : Math.max(newest, Integer.parseInt(version));
                }
            }
            if (newest > VERSION) {
                throw new HistoryException("the history " + address + " was written by a newer numaker-bench (schema "
                        + newest + ", this one knows " + VERSION
                        + "); update this program, or give it a history of its own");
            }
            return newest == VERSION;
        }
    }

    private static boolean hasTable(Connection connection, HistoryAddress address) throws SQLException {
        String sql = address instanceof HistoryAddress.Embedded
                ? "select count(*) from sqlite_master where name = '" + TABLE + "'"
                : "select count(*) from information_schema.tables where table_name = '" + TABLE
                        + "' and table_schema = current_schema()";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
