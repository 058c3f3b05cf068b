package org.numakerbench.history.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.MeasuredRows;
import org.numakerbench.history.Metric;
import org.numakerbench.history.NewestFigure;
import org.numakerbench.history.Rows;
import org.numakerbench.history.RunFound;
import org.numakerbench.history.RunQuery;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.RunRow.ImageRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.Databases.Kind;
import org.numakerbench.history.store.HistoryStore.Figure;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;

/** The same on both databases. */
class HistoryStoreIT {
    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatWasPutInComesOutAgain(Kind kind) throws Exception {
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.putAll(Rows.nights(3, 2));

            assertThat(store.series()).singleElement().satisfies(it -> {
                assertThat(it.series()).isEqualTo(Rows.SERIES);
                assertThat(it.runs()).isEqualTo(6);
                assertThat(it.builds()).isEqualTo(3);
            });
            Map<ImageRow, List<Figure>> figures = store.figures(Rows.SERIES, Metric.MAX);
            assertThat(figures.keySet()).containsExactly(Rows.image(0), Rows.image(1), Rows.image(2));
            assertThat(figures.get(Rows.image(1))).extracting(Figure::bytes).containsExactly(50_000.0, 50_000.0);
            assertThat(store.figures(Rows.SERIES, Metric.TOTAL).get(Rows.image(2)))
                    .extracting(Figure::bytes)
                    .containsOnly(92_002.0);
            assertThat(store.figures(Rows.SERIES, Metric.STACK)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theNewestFiguresAreThoseOfTheNewestRunThatMeasured(Kind kind) throws Exception {
        SeriesKey other = new SeriesKey("NUMAKER_PFM_NUC472", "ethernet", "GCC_ARM", "mqtt", "17.14.17.14");
        Measurement late =
                MeasuredRows.of(Direction.SMALLER, 0).get(0).measurements().get(1);
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            assertThat(store.newestFigures(100)).isEmpty();
            store.putAll(MeasuredRows.of(Direction.SMALLER, 0));
            store.put(MeasuredRows.measured(Rows.run(Rows.SERIES, Rows.image(12), 9000, 0, 0), late));
            store.put(Rows.run(Rows.SERIES, Rows.image(12), 9001, 50_000, 1351));
            store.put(MeasuredRows.measured(Rows.run(other, Rows.image(1), 1, 0, 0), late));

            assertThat(store.newestFigures(100))
                    .extracting(NewestFigure::series, it -> it.measure().name(), NewestFigure::median)
                    .containsExactly(
                            tuple(Rows.SERIES, "rssi", late.samples().median()),
                            tuple(other, "rssi", late.samples().median()));
            assertThat(store.newestFigures(1)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void puttingARunInTwiceIsOneRun(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        try (HistoryStore store = HistoryStore.open(address)) {
            store.put(Rows.run(1, 1, 50_000, 1351));
        }
        try (HistoryStore store = HistoryStore.open(address)) {
            store.put(Rows.run(1, 1, 50_008, 1351));

            assertThat(store.runs()).isEqualTo(1);
            assertThat(store.figures(Rows.SERIES, Metric.MAX).get(Rows.image(1)))
                    .extracting(Figure::bytes)
                    .containsExactly(50_008.0);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void hostileNamesAreNothingButNames(Kind kind) throws Exception {
        ImageRow image = new ImageRow(
                "x'; drop table run; --",
                "00",
                "\"</script>\u2028",
                null,
                null,
                null,
                null,
                Map.of("A'", "\\u0000\""),
                null,
                null,
                1,
                Map.of());
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.put(Rows.run(Rows.SERIES, image, 1, 5, 3));

            assertThat(store.figures(Rows.SERIES, Metric.MAX).keySet()).containsExactly(image);
        }
    }

    private static List<String> names(HistoryStore store, RunQuery query) throws HistoryException {
        return store.search(query).runs().stream()
                .map(it -> it.run().substring(it.run().lastIndexOf('-') + 1))
                .toList();
    }

    private static RunQuery looking(String board, String image, String build, String outcome) {
        return new RunQuery(board, image, build, outcome, Optional.empty(), Optional.empty(), 0, 50);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void runsAreFoundByWhatIsRememberedOfThem(Kind kind) throws Exception {
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.putAll(Rows.nights(3, 2));

            assertThat(names(store, RunQuery.ALL)).containsExactly("201", "200", "101", "100", "1", "0");
            assertThat(names(store, looking("LAB/M48", "", "", ""))).hasSize(6);
            assertThat(names(store, looking("lab/x", "", "", ""))).isEmpty();
            assertThat(names(store, looking("", "Nightly-1", "", ""))).containsExactly("101", "100");
            assertThat(names(store, looking("", "", "B2", ""))).containsExactly("201", "200");
            String commit = Rows.image(0).commit();
            assertThat(names(store, looking("", "", commit, ""))).containsExactly("1", "0");
            assertThat(names(store, looking("", "", commit.substring(30), ""))).isEmpty();
            assertThat(names(store, looking("", "", "", "PASS"))).hasSize(6);
            assertThat(names(store, looking("", "", "", "MISMATCH"))).isEmpty();
            Instant middle = Instant.parse("2026-01-01T22:00:00Z").plusSeconds(60L * 100);
            assertThat(names(store, new RunQuery("", "", "", "", Optional.of(middle), Optional.empty(), 0, 50)))
                    .containsExactly("201", "200", "101", "100");
            assertThat(names(store, new RunQuery("", "", "", "", Optional.empty(), Optional.of(middle), 0, 50)))
                    .containsExactly("1", "0");
            assertThat(store.search(looking("", "nightly-2", "", "")).runs().get(0))
                    .isEqualTo(new RunFound(
                            "20260101T220000.000Z-m487-201",
                            "lab",
                            "m487",
                            Instant.parse("2026-01-01T22:00:00Z").plusSeconds(60L * 201),
                            "PASS",
                            "NUMAKER_PFM_M487",
                            "nightly-2",
                            "b2",
                            Rows.image(2).commit(),
                            50_000L));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void pagesFollowEachOtherAndAreNeverLong(Kind kind) throws Exception {
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.putAll(Rows.nights(5, 50));

            RunFound.Page first =
                    store.search(new RunQuery("", "", "", "", Optional.empty(), Optional.empty(), 0, 9999));
            assertThat(first.runs()).hasSize(RunQuery.MOST);
            assertThat(first.more()).isTrue();
            RunFound.Page rest =
                    store.search(new RunQuery("", "", "", "", Optional.empty(), Optional.empty(), RunQuery.MOST, 200));
            assertThat(rest.runs()).hasSize(50);
            assertThat(rest.more()).isFalse();
            assertThat(rest.runs()).doesNotContainAnyElementsOf(first.runs());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatStandsForAnythingElsewhereStandsForItself(Kind kind) throws Exception {
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.putAll(Rows.nights(2, 1));
            ImageRow odd =
                    new ImageRow("100%_!\\'x", "00", null, null, null, null, null, Map.of(), null, null, 1, Map.of());
            store.put(Rows.run(Rows.SERIES, odd, 900, 5, 3));

            for (String part : List.of("%", "_", "!", "\\", "'", "0%_", "_!", "!\\'")) {
                assertThat(names(store, looking("", part, "", ""))).as(part).containsExactly("900");
            }
            assertThat(names(store, looking("", "%n", "", ""))).isEmpty();
            assertThat(names(store, looking("", "' or 1=1 --", "", ""))).isEmpty();
            assertThat(names(store, looking("%", "", "%", ""))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAcceptanceIsKeptAndItsNewestWordsCount(Kind kind) throws Exception {
        Acceptance first = new Acceptance(
                Rows.SERIES, Metric.MAX, "ab", 4096, "bigger records", "ann", Instant.ofEpochMilli(1000));
        Acceptance second =
                new Acceptance(Rows.SERIES, Metric.MAX, "ab", 4096, "as agreed", "bob", Instant.ofEpochMilli(2000));
        try (HistoryStore store = HistoryStore.open(Databases.fresh(kind, scratch))) {
            store.put(Rows.run(1, 1, 1, 1));
            store.accept(first);
            store.accept(second);

            assertThat(store.accepted(Rows.SERIES)).containsExactly(second);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void benchesThatWriteAtOnceLoseNothing(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        ExecutorService benches = Executors.newFixedThreadPool(4);
        List<Future<Integer>> ends = new ArrayList<>();
        for (int bench = 0; bench < 4; bench++) {
            int number = bench;
            Callable<Integer> work = () -> {
                // Each makes the tables, too, if it comes first.
                try (HistoryStore store = HistoryStore.open(address)) {
                    for (int i = 0; i < 50; i++) {
                        store.put(Rows.run(i % 5, 1000 * (number + 1) + i, 50_000, 1351));
                    }
                }
                return 50;
            };
            ends.add(benches.submit(work));
        }
        for (Future<Integer> end : ends) {
            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(50);
        }
        benches.shutdown();

        try (HistoryStore store = HistoryStore.open(address)) {
            assertThat(store.runs()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKilledBenchLeavesWholeRowsOnly(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        HistoryStore.open(address).close();
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        kind == Kind.SQLITE
                                ? ((HistoryAddress.Embedded) address).file().toString()
                                : address.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // One byte a committed run.
        int acknowledged = writer.getInputStream().readNBytes(100).length;
        // Not Process.destroyForcibly: that closes the pipe, too.
        writer.toHandle().destroyForcibly();
        writer.waitFor();
        acknowledged += writer.getInputStream().readAllBytes().length;

        try (HistoryStore store = HistoryStore.open(address)) {
            assertThat(store.runs()).isBetween((long) acknowledged, acknowledged + 1L);
            assertThat(store.figures(Rows.SERIES, Metric.MAX).values().stream()
                            .mapToInt(List::size)
                            .sum())
                    .isEqualTo((int) store.runs());
            store.put(Rows.run(9, 9, 1, 1));
        }
    }

    /** Writes runs until it is killed, and says so after each. */
    static final class EndlessWriter {
        public static void main(String[] arguments) throws IOException {
            try (HistoryStore store = HistoryStore.open(HistoryAddress.parse(arguments[0]))) {
                for (int i = 0; ; i++) {
                    store.put(Rows.run(i % 7, 10_000 + i, 50_000, 1351));
                    System.out.write('.');
                    System.out.flush();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aHistoryOfANewerProgramIsLeftAlone(Kind kind) throws Exception {
        HistoryAddress address = Databases.fresh(kind, scratch);
        HistoryStore.open(address).close();
        execute(
                address,
                "insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                        + " execution_time, success) values (99, '7', 'x', 'SQL', 'V7__x.sql', 'x', 1, "
                        + (kind == Kind.SQLITE ? "1" : "true") + ")");

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryStore.open(address))
                .withMessageContaining("written by a newer numaker-bench (schema 7, this one knows 3)")
                .withMessageContaining("update this program");
    }

    private static void execute(HistoryAddress address, String sql) throws SQLException, IOException {
        try (Connection connection = Connections.to(address).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Path file = Files.writeString(scratch.resolve("notes.db"), "not a database ".repeat(100));

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryStore.open(new HistoryAddress.Embedded(file)))
                .withMessageContaining("notes.db is damaged, or no history")
                .withMessageContaining("bench history rebuild");
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("not a database");
    }

    @Test
    void aFileThatAnotherProgramLocksIsNamedAndTakesTheRunLater() throws Exception {
        HistoryAddress address = Databases.fresh(Kind.SQLITE, scratch);
        try (HistoryStore store = HistoryStore.open(address, 100);
                Connection other = Connections.to(address).getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("delete from run");
            }

            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.put(Rows.run(1, 1, 1, 1)))
                    .withMessageContaining("is locked by another program");

            other.rollback();
        }
        try (HistoryStore store = HistoryStore.open(address)) {
            store.put(Rows.run(1, 1, 1, 1));
            assertThat(store.runs()).isEqualTo(1);
        }
    }

    /** On a file system of its own; passed over where mounting one is not allowed. */
    @Test
    void aFullDiskLosesNothingThatWasThere() throws Exception {
        Path small = Files.createDirectory(scratch.resolve("small"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=400k", "none", small.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(mounted, "needs to mount a file system");
        try (HistoryStore store = HistoryStore.open(new HistoryAddress.Embedded(small.resolve("h.db")))) {
            store.put(Rows.run(1, 1, 1, 1));
            Path ballast = small.resolve("ballast");
            fill(ballast);

            assertThatExceptionOfType(HistoryException.class)
                    .isThrownBy(() -> store.putAll(Rows.nights(50, 20)))
                    .withMessageContaining("the disk is full; free some space");
            assertThat(store.runs()).isEqualTo(1);

            Files.delete(ballast);
            store.put(Rows.run(2, 2, 1, 1));
            assertThat(store.runs()).isEqualTo(2);
        } finally {
            new ProcessBuilder("umount", "-l", small.toString()).start().waitFor();
        }
    }

    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutAnyPassword() {
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryStore.open(HistoryAddress.parse("postgresql://lab@localhost:1/bench")))
                .withMessageContaining("postgresql://lab@localhost:1/bench cannot be reached");
    }

    @Test
    void aDatabaseThatIsNotThereIsToBeMade() throws Exception {
        String there = Databases.fresh(Kind.POSTGRESQL, scratch).toString();
        HistoryAddress address = HistoryAddress.parse(there.replaceAll("/history[0-9]+$", "/nowhere"));

        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryStore.open(address))
                .withMessageContaining("is not there; make it: createdb nowhere");
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotRepeated() {
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryAddress.parse("postgresql://lab:hunter2@localhost/bench"))
                .withMessageContaining("PGPASSWORD")
                .withMessageNotContaining("hunter2");
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> HistoryAddress.parse("postgresql://localhost/bench?password=hunter2"))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void rowsAreTheSameWhateverTheOrderTheyCameIn() throws Exception {
        List<RunRow> rows = Rows.nights(4, 3);
        List<RunRow> backwards = new ArrayList<>(rows);
        java.util.Collections.reverse(backwards);

        assertThat(dump(rows)).isEqualTo(dump(backwards)).isNotEmpty();
    }

    private List<String> dump(List<RunRow> rows) throws Exception {
        HistoryAddress address = Databases.fresh(Kind.SQLITE, scratch);
        try (HistoryStore store = HistoryStore.open(address)) {
            for (RunRow row : rows) {
                store.put(row);
            }
        }
        return Dump.of(address);
    }
}
