package org.numakerbench.cli.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.Connections;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold of a directory of runs whenever a bench has come to its end there. */
final class RunsKept {
    private static final List<String> FILES =
            List.of("evidence.jsonl", "uart.raw", "uart.log", "report.json", "junit.xml", "report.html");

    private static final List<String> PENDING = List.of(".history-pending", ".lab-pending", ".nights-pending");

    private RunsKept() {}

    /** Names of the complete runs below {@code out}, each looked at. */
    static List<String> whole(Path out) throws IOException {
        List<String> runs = new ArrayList<>();
        try (Stream<Path> children = Files.list(out)) {
            for (Path each : children.sorted().toList()) {
                String name = each.getFileName().toString();
                if (PENDING.contains(name)) {
                    assertThat(each).as("what is still to be done").isEmptyDirectory();
                    continue;
                }
                assertThat(name)
                        .as("what is left of kills in " + out)
                        .doesNotStartWith(".")
                        .doesNotEndWith(".jsonl.lock");
                if (Files.isDirectory(each) && Files.exists(each.resolve("evidence.jsonl"))) {
                    whole(each, name);
                    runs.add(name);
                }
            }
        }
        return runs;
    }

    private static void whole(Path run, String name) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .as("files of " + run)
                    .containsExactlyInAnyOrderElementsOf(FILES);
        }
        RunRecord again = Replay.of(run);
        JsonNode report = JsonMapper.shared().readTree(Files.readString(run.resolve("report.json")));
        assertThat(report.path("run").stringValue()).isEqualTo(name);
        assertThat(report.path("outcome").stringValue())
                .as("the report of %s says what its log says", run)
                .isEqualTo(again.judgement().outcome().name());
        assertThat(report.path("findings").size())
                .isEqualTo(again.judgement().findings().size());
        assertThat(again.entries().get(again.entries().size() - 1).fact())
                .as("the end of " + run)
                .isInstanceOfAny(Fact.RunEnded.class, Fact.Interrupted.class);
        assertThat(Files.readString(run.resolve("report.html")).strip()).endsWith("</html>");
        assertThat(Files.readString(run.resolve("junit.xml")).strip()).endsWith("</testsuite>");
    }

    /** Each run once, and nothing else. */
    static void inHistory(List<String> runs, HistoryAddress address) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = Connections.to(address).getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select run from run order by run")) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        assertThat(rows).as("runs in the history").containsExactlyInAnyOrderElementsOf(runs);
    }
}
