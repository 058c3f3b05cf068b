package org.numakerbench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.store.Dump;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Outcome;
import org.numakerbench.run.ImportedRun;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.run.RunResult;

/** What becomes of finished runs. */
class RunHistoryTest {
    @TempDir
    private Path scratch;

    private final List<String> remarks = new ArrayList<>();

    private Path runs() throws IOException {
        return Files.createDirectories(scratch.resolve("runs"));
    }

    private RunHistory history() throws IOException {
        return new RunHistory(runs(), HistoryAddress.beside(runs()), remarks::add);
    }

    /** A run directory that passed, as if it had run {@code hours} hours after New Year. */
    private RunRecord run(int hours) throws IOException {
        Path directory = Files.createDirectory(runs().resolve("run-" + hours));
        Files.writeString(directory.resolve("uart.raw"), "x".repeat(1000));
        Files.writeString(directory.resolve("report.json"), "{}");
        Duration later = Duration.between(Instant.parse("2018-01-03T07:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"))
                .plusHours(hours);
        List<EvidenceEntry> entries = RunLog.clean().entries("run-" + hours, later);
        EvidenceLog.write(directory.resolve(RunDirectory.LOG), entries);
        return Replay.of(directory);
    }

    private long stored() throws IOException {
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            return store.runs();
        }
    }

    @Test
    void aFinishedRunIsInTheHistory() throws Exception {
        try (RunHistory history = history()) {
            history.expect("run-1");
            history.add(run(1));
        }

        assertThat(remarks).isEmpty();
        assertThat(stored()).isEqualTo(1);
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            SeriesKey series = store.series().get(0).series();
            assertThat(series.name()).isEqualTo("NUMAKER_PFM_M487/unknown/unknown/mqtt/17.14.17.14");
            assertThat(new HeapTrends(store)
                            .trend(series, Metric.MAX)
                            .builds()
                            .get(0)
                            .runs())
                    .singleElement()
                    .satisfies(it -> assertThat(it.bytes()).isEqualTo(63_022));
        }
    }

    @Test
    void whatCouldNotBeAddedIsAddedByTheNextStart() throws Exception {
        Path database = Files.createDirectory(runs().resolve("history.db"));
        try (RunHistory history = history()) {
            history.expect("run-1");
            history.add(run(1));
        }
        assertThat(remarks).singleElement().asString().contains("run run-1 is not in the history yet", "runs go on");

        Files.delete(database);
        try (RunHistory history = history()) {
            history.expect("run-2");
            history.add(run(2));
        }

        assertThat(stored()).isEqualTo(2);
        try (var left = Files.list(runs().resolve(".history-pending"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aHistoryThatWasAwayForAWhileMissesNothingInTheEnd() throws Exception {
        try (RunHistory history = history()) {
            history.add(run(1));
            Path database = runs().resolve("history.db");
            Files.move(database, runs().resolve("aside.db"));
            Files.createDirectory(database);
            history.close();
            history.expect("run-2");
            history.add(run(2));
            assertThat(remarks).hasSize(1);

            Files.delete(database);
            Files.move(runs().resolve("aside.db"), database);
            history.expect("run-3");
            history.add(run(3));
        }

        assertThat(remarks).hasSize(1);
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void aRunThatWasKilledBeforeItsRowIsAddedByTheNextStart() throws Exception {
        try (RunHistory history = history()) {
            history.expect("run-1");
            history.expect("never-was");
            run(1);
        }

        try (RunHistory history = history()) {
            history.addPending();
        }

        assertThat(remarks).isEmpty();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void aHistoryThatIsMadeAgainHasTheSameRows() throws Exception {
        try (RunHistory history = history()) {
            for (int i = 0; i < 5; i++) {
                history.add(run(i));
            }
        }
        Path database = runs().resolve("history.db");
        List<String> before = Dump.of(new HistoryAddress.Embedded(database));
        Files.delete(database);

        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            assertThat(Rebuild.of(runs(), store)).isEqualTo(new Rebuild.Result(5, List.of()));
        }

        assertThat(Dump.of(new HistoryAddress.Embedded(database))).isEqualTo(before);
    }

    @Test
    void whatWasAcceptedOutlivesTheDatabase() throws Exception {
        RunRecord record = run(1);
        Acceptance acceptance = new Acceptance(
                RunRow.of(record).series(), Metric.MAX, "ab", 64, "a reason, \"quoted\"", "ann", Instant.EPOCH);
        Acceptances.append(runs(), acceptance);

        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            Rebuild.of(runs(), store);

            assertThat(store.accepted(acceptance.series())).containsExactly(acceptance);
        }
    }

    @Test
    void oldPassedRunsLoseTheirBulkAndKeepTheirFigures() throws Exception {
        RunRecord old = run(1);
        run(1000);
        Path evidence = runs().resolve("run-1/evidence.jsonl");
        long bulk = Files.size(evidence) + 1000;

        Retention.Pruned pruned = Retention.prune(runs(), Instant.parse("2026-01-15T00:00:00Z"));

        assertThat(pruned).isEqualTo(new Retention.Pruned(1, bulk, List.of()));
        assertThat(evidence).doesNotExist();
        assertThat(runs().resolve("run-1/report.json")).exists();
        assertThat(runs().resolve("run-1000/evidence.jsonl")).exists();
        assertThat(KeptFigures.read(runs().resolve("run-1"))).isEqualTo(RunRow.of(old));
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            assertThat(Rebuild.of(runs(), store).added()).isEqualTo(2);
        }
    }

    @Test
    void aFailedRunKeepsItsEvidence() throws Exception {
        run(1);
        Path evidence = runs().resolve("run-1/evidence.jsonl");
        String log = Files.readString(evidence);
        Files.writeString(evidence, log.replace("MQTT connects OK", "MQTT connects NO"));

        assertThat(Retention.prune(runs(), Instant.parse("2027-01-01T00:00:00Z"))
                        .runs())
                .isZero();
        assertThat(evidence).exists();
    }

    @Test
    void aDirectoryWithoutAReadableRunIsNamedAndLeftOut() throws Exception {
        run(1);
        Files.writeString(Files.createDirectory(runs().resolve("broken")).resolve("evidence.jsonl"), "{}\n{}\n");

        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs()))) {
            Rebuild.Result result = Rebuild.of(runs(), store);

            assertThat(result.added()).isEqualTo(1);
            assertThat(result.unreadable()).singleElement().asString().startsWith("broken: ");
        }
    }

    @Test
    void anOldTerminalLogBecomesHistory() throws Exception {
        byte[] capture = sample("seed-mqtt-5.7.wire.log");
        byte[] twice = new byte[2 * capture.length];
        System.arraycopy(capture, 0, twice, 0, capture.length);
        System.arraycopy(capture, 0, twice, capture.length, capture.length);
        var image = Images.find(Path.of("firmware-images"), "virtual-m487-5.7.1");

        List<RunResult> imported = ImportedRun.of(
                twice,
                Instant.parse("2019-03-04T05:06:07Z"),
                "desk",
                "ethernet",
                image,
                runs(),
                (directory, record) -> {});

        assertThat(imported).hasSize(2);
        for (RunResult each : imported) {
            RunRow row = RunRow.of(Replay.of(each.directory()));
            assertThat(row.outcome()).isEqualTo(Outcome.INCONCLUSIVE.name());
            assertThat(row.comparable()).isTrue();
            assertThat(row.maxBytes()).isEqualTo(63_022);
            assertThat(row.currentBytes()).isEqualTo(1351);
            assertThat(row.started()).isBetween("2019-03-04T05:06:07Z", "2019-03-04T05:06:09Z");
            assertThat(row.series().network()).isEqualTo("ethernet");
        }
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImportedRun.of(
                        twice, Instant.parse("2019-03-04T05:06:07Z"), "desk", "ethernet", image, runs(), (d, r) -> {}))
                .withMessageContaining("was imported before");
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream in = RunHistoryTest.class.getResourceAsStream("/uart-samples/" + name)) {
            return in.readAllBytes();
        }
    }
}
