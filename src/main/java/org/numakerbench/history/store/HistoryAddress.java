package org.numakerbench.history.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.history.HistoryException;

/** Where a history is kept. */
public sealed interface HistoryAddress {
    /** The name of the file beside the runs. */
    String FILE = "history.db";

    /** A SQLite file. */
    record Embedded(Path file) implements HistoryAddress {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /**
     * A PostgreSQL database. The password comes from {@code PGPASSWORD} or {@code ~/.pgpass}, never from an address, which
     * would show it in process lists and error messages.
     */
    record Postgres(String host, String database, String user, String options) implements HistoryAddress {
        String jdbc() {
            return "jdbc:postgresql://" + host + "/" + database + options;
        }

        @Override
        public String toString() {
            return "postgresql://" + user + "@" + host + "/" + database;
        }
    }

    /** The file beside the runs of {@code runs}. */
    static HistoryAddress beside(Path runs) {
        return new Embedded(runs.resolve(FILE));
    }

    Pattern POSTGRES =
            Pattern.compile("(?:jdbc:)?postgresql://(?:([^:@/?#\\s]+)@)?([^@/?#\\s]+)/([A-Za-z0-9_-]+)([?][^\\s#]*)?");

    /**
     * {@code postgresql://user@host:port/database}, or the path of a SQLite file.
     *
     * @throws HistoryException when it is neither, or has a password in it
     */
    static HistoryAddress parse(String text) throws HistoryException {
        if (!text.contains("postgresql:") && !text.contains("postgres:")) {
            try {
                return new Embedded(Path.of(text));
            } catch (InvalidPathException wrong) {
                throw new HistoryException("the history's address is no path that this system can have", wrong);
            }
        }
        Matcher address = POSTGRES.matcher(text);
        if (!address.matches() || text.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
            throw new HistoryException("the history's address is not postgresql://user@host:port/database "
                    + "(the password goes into PGPASSWORD or ~/.pgpass)");
        }
        String user = address.group(1) == null ? System.getProperty("user.name") : address.group(1);
        String options = address.group(4) == null ? "" : address.group(4);
        return new Postgres(address.group(2), address.group(3), user, options);
    }
}
