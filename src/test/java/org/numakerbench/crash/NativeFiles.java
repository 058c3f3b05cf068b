package org.numakerbench.crash;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases, whose files other code than Java's writes; what is committed counts as synced. */
final class NativeFiles {
    private NativeFiles() {}

    static boolean isOne(String name) {
        return name.matches(".*\\.db(-wal|-shm|-journal)?");
    }

    /** Copies those in {@code from}, each as of one moment: other threads may be writing. */
    static void copy(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> databases = Files.newDirectoryStream(from, "*.db")) {
            for (Path each : databases) {
                copyDatabase(each, to);
            }
        }
    }

    private static void copyDatabase(Path database, Path to) throws IOException {
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = open.createStatement()) {
            statement.execute("pragma busy_timeout = 2000");
            try {
                statement.execute("begin immediate");
            } catch (SQLException held) {
                // By a thread that waits for this disk: it writes nothing now.
            }
            // Not the index of the log: it is made again.
            for (String suffix : new String[] {"", "-wal", "-journal"}) {
                Path file = database.resolveSibling(database.getFileName() + suffix);
                if (Files.exists(file)) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        } catch (SQLException unusable) {
            throw new IOException(unusable);
        }
    }
}
