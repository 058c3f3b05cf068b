package org.numakerbench.history.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL for all tests of a process, a fresh database for each; and SQLite files. */
public final class Databases {
    /** The two kinds. */
    public enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private static EmbeddedPostgres server;
    private static int count;

    private Databases() {}

    public static synchronized HistoryAddress fresh(Kind kind, Path scratch) throws IOException, SQLException {
        if (kind == Kind.SQLITE) {
            return new HistoryAddress.Embedded(scratch.resolve("history-" + count++ + ".db"));
        }
        String name = "history" + count++;
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return HistoryAddress.parse("postgresql://postgres@localhost:" + server().getPort() + "/" + name);
    }

    /** Stopped when the process ends. */
    private static EmbeddedPostgres server() throws IOException {
        if (server == null) {
            server = EmbeddedPostgres.builder().start();
        }
        return server;
    }
}
