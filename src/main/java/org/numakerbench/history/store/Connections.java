package org.numakerbench.history.store;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HistoryException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens connections, and says in words why one cannot be opened or used. */
public final class Connections {
    /** Another bench's insertion takes milliseconds; its rebuild, seconds. */
    static final int BUSY_MS = 20_000;

    private static final int CONNECT_SECONDS = 5;

    private Connections() {}

    /** @throws HistoryException when the directory of a SQLite file cannot be made */
    public static DataSource to(HistoryAddress address) throws HistoryException {
        return to(address, BUSY_MS);
    }

    /** @param busyMs how long to wait for another writer of a SQLite file */
    static DataSource to(HistoryAddress address, int busyMs) throws HistoryException {
        if (address instanceof HistoryAddress.Postgres it) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL(it.jdbc());
            source.setUser(it.user());
            String password = System.getenv("PGPASSWORD");
            if (password != null) {
                source.setPassword(password);
            }
            source.setApplicationName("numaker-bench");
            source.setConnectTimeout(CONNECT_SECONDS);
            source.setReWriteBatchedInserts(true);
            return source;
        }
        HistoryAddress.Embedded file = (HistoryAddress.Embedded) address;
        try {
            Files.createDirectories(file.file().toAbsolutePath().getParent());
        } catch (IOException wrong) {
            throw new HistoryException(file + ": its directory cannot be made (" + wrong.getMessage() + ")", wrong);
        }
        SQLiteConfig config = new SQLiteConfig();
        // Readers and one writer at a time do not disturb one another.
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What is committed survives a power cut: the mark that it is missing is taken away then.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(busyMs);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.file().toAbsolutePath());
        return source;
    }

    /** One sentence: what is wrong with this history, and what to do. */
    public static HistoryException failure(HistoryAddress address, Throwable failure) {
        return failure(DatabaseName.HISTORY, address, failure);
    }

    /** The same for another database. */
    public static HistoryException failure(DatabaseName name, HistoryAddress address, Throwable failure) {
        SQLException sql = sql(failure);
        String text = sql == null ? String.valueOf(failure.getMessage()) : String.valueOf(sql.getMessage());
        String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        String said = text.lines().findFirst().orElse("");
        String remedy;
        if (address instanceof HistoryAddress.Embedded) {
            if (said.contains("SQLITE_BUSY") || said.contains("SQLITE_LOCKED")) {
                remedy = "is locked by another program and stays so; end that program";
            } else if (said.contains("SQLITE_NOTADB") || said.contains("SQLITE_CORRUPT")) {
                remedy = name.whenDamaged();
            } else if (said.contains("SQLITE_FULL")) {
                remedy = "cannot grow: the disk is full; free some space";
            } else if (said.contains("SQLITE_READONLY")
                    || said.contains("SQLITE_CANTOPEN")
                    || said.contains("SQLITE_PERM")) {
                remedy = "cannot be opened for writing; check the permissions of the file and its directory";
            } else {
                remedy = "cannot be used (" + said + ")";
            }
        } else if (state.startsWith("08")) {
            remedy = "cannot be reached (" + said + "); check that the server runs and the address is right";
        } else if (state.startsWith("28")) {
            remedy = "lets us not in (" + said + "); put the password into PGPASSWORD or ~/.pgpass";
        } else if (state.equals("3D000")) {
            remedy = "is not there; make it: createdb " + ((HistoryAddress.Postgres) address).database();
        } else if (state.startsWith("53")) {
            remedy = "has no room or no connection left (" + said + ")";
        } else {
            remedy = "cannot be used (" + said + ")";
        }
        return new HistoryException(name.what() + " " + address + " " + remedy, failure);
    }

    private static @Nullable SQLException sql(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }
}
