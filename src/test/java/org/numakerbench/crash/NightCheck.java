package org.numakerbench.crash;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.numakerbench.crash.Scenario.Wrong;
import org.numakerbench.crash.Scenario.Wrong.Kind;

/** What must hold of a lab beside a directory of runs when its nights have ended, whatever happened to it. */
final class NightCheck {
    private final Path runs;
    private final List<Wrong> wrong = new ArrayList<>();

    private NightCheck(Path runs) {
        this.runs = runs;
    }

    /** @param pages whether each night leaves its page */
    static List<Wrong> of(Path runs, boolean pages) throws IOException {
        NightCheck check = new NightCheck(runs);
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + runs.resolve("lab.db"));
                Statement statement = open.createStatement()) {
            check.rows(statement);
            check.runs(statement);
            check.pages(pages ? list(statement, "select night from night") : List.of());
        } catch (SQLException broken) {
            check.wrong.add(new Wrong(Kind.UNUSABLE, "lab.db: " + broken.getMessage()));
        }
        return check.wrong;
    }

    private static List<String> list(Statement statement, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    /** @param query of what must not be */
    private void none(Statement statement, String what, String query) throws SQLException {
        list(statement, query).forEach(it -> wrong.add(new Wrong(Kind.WRONG_ROW, what + ": " + it)));
    }

    private void rows(Statement statement) throws SQLException {
        for (String said : list(statement, "pragma integrity_check")) {
            if (!said.equals("ok")) {
                wrong.add(new Wrong(Kind.UNUSABLE, "lab.db: " + said));
            }
        }
        none(
                statement,
                "no night, or one without its two runs",
                "select 'nights' where not exists (select 1 from night)"
                        + " union select night from night n where 2 <> (select count(*) from item i where i.night = n.night)");
        none(statement, "has not ended", "select night from night where ended_ms is null");
        none(
                statement,
                "item",
                "select item || ' ' || coalesce(word, 'open') from item i where word is not 'BENCH_FAULT'"
                        + " or not exists (select 1 from attempt a where a.item = i.item)");
        none(
                statement,
                "attempt",
                "select attempt || ' ' || coalesce(outcome, 'open') from attempt a where ended_ms is null"
                        + " or outcome is not 'BENCH_FAULT' or number > (select count(*) from attempt b where b.item = a.item)");
        none(statement, "still leased", "select name from lease");
        none(statement, "still offered", "select board || ' ' || state from board where state <> 'GONE'");
    }

    /** Each attempt has a run of its own, if it came as far. */
    private void runs(Statement statement) throws SQLException {
        List<String> named = list(statement, "select run from attempt where run is not null");
        for (String run : named) {
            if (!Files.isDirectory(runs.resolve(run))) {
                wrong.add(new Wrong(Kind.LOST, "an attempt's run " + run + " is not there"));
            }
        }
        if (new TreeSet<>(named).size() < named.size()) {
            wrong.add(new Wrong(Kind.WRONG_ROW, "a run of two attempts: " + named));
        }
    }

    private void pages(List<String> nights) throws IOException {
        TreeSet<String> missing = new TreeSet<>();
        nights.forEach(it -> missing.add(it + ".html"));
        Path directory = runs.resolve("nights");
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> pages = Files.newDirectoryStream(directory)) {
                for (Path page : pages) {
                    if (!missing.remove(page.getFileName().toString())) {
                        wrong.add(new Wrong(Kind.LEFTOVER, "nights/" + page.getFileName()));
                    } else if (!Files.readString(page).strip().endsWith("</html>")) {
                        wrong.add(new Wrong(Kind.HALF_REPORT, "nights/" + page.getFileName()));
                    }
                }
            }
        }
        missing.forEach(it -> wrong.add(new Wrong(Kind.HALF_REPORT, "no page " + it)));
    }
}
