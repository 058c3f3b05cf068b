package org.numakerbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.PublishedSchema;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;
import org.numakerbench.report.measure.MeasureTable;
import org.numakerbench.report.measure.MeasureTrendJson;

/** Twelve builds of five runs: a connect time that grows by 120 ms at build 7, and a signal strength that is only noisy. */
class MeasurementHistoryTest {
    private static final int BUILDS = 12;
    private static final int RUNS = 5;
    private static final int SLOWER = 7;

    @TempDir
    private Path scratch;

    private static List<RunRow> rows(Direction direction, double step) {
        Random random = new Random(18);
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < BUILDS; build++) {
            for (int run = 0; run < RUNS; run++) {
                RunRow row = Rows.run(build, run, 50_000, 1351);
                rows.add(new RunRow(
                        row.run(),
                        row.bench(),
                        row.board(),
                        row.started(),
                        row.outcome(),
                        // What says nothing of the heap may measure all the same.
                        false,
                        row.series(),
                        row.image(),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(
                                new Measurement(
                                        "time.mqtt-connect",
                                        "ms",
                                        direction,
                                        1,
                                        10,
                                        "mqtt.connect",
                                        Limits.NONE,
                                        Samples.of(400 + 25 * random.nextGaussian() + (build < SLOWER ? 0 : step))),
                                new Measurement(
                                        "rssi",
                                        "dBm",
                                        Direction.LARGER,
                                        1,
                                        1,
                                        null,
                                        new Limits(-80.0, null),
                                        Samples.of(List.of(
                                                Math.rint(-62 + 3 * random.nextGaussian()),
                                                Math.rint(-62 + 3 * random.nextGaussian())))))));
            }
        }
        return rows;
    }

    private HistoryStore store(List<RunRow> rows) throws HistoryException {
        HistoryStore store = HistoryStore.open(HistoryAddress.beside(scratch));
        store.putAll(rows);
        return store;
    }

    private static Map<String, HeapCheck> checks(HistoryStore store) throws HistoryException {
        HeapTrends trends = new HeapTrends(store);
        List<HeapCheck> all = new ArrayList<>();
        for (NamedMeasure measure : store.measures(Rows.SERIES)) {
            all.add(trends.check(Rows.SERIES, measure, 0));
        }
        return all.stream().collect(Collectors.toMap(it -> it.metric().option(), it -> it));
    }

    @Test
    void exactlyTheStepIsFoundAndItsBuildNamed() throws Exception {
        try (HistoryStore store = store(rows(Direction.SMALLER, 120))) {
            assertThat(store.measuredSeries()).containsExactly(Rows.SERIES);
            assertThat(store.series()).as("none of them has heap figures").isEmpty();
            Map<String, HeapCheck> checks = checks(store);

            assertThat(checks.get("time.mqtt-connect").state()).isEqualTo(State.REGRESSION);
            assertThat(checks.get("time.mqtt-connect").findings())
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.firstBad().image()).isEqualTo("nightly-7");
                        assertThat(it.change().bytes()).isBetween(90.0, 150.0);
                    });
            assertThat(checks.get("time.mqtt-connect").words())
                    .startsWith("time.mqtt-connect +")
                    .contains(" ms (", "from nightly-7");
            assertThat(checks.get("rssi").state()).isEqualTo(State.PASS);
            assertThat(checks).hasSize(2);
        }
    }

    @Test
    void whatGetsBetterIsNoRegressionAndTheDirectionSaysWhatIsBetter() throws Exception {
        try (HistoryStore store = store(rows(Direction.LARGER, 120))) {
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.PASS);
            store.putAll(rows(Direction.LARGER, -120));
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.REGRESSION);
            store.putAll(rows(Direction.BOTH, 120));
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.REGRESSION);
            assertThat(store.measures(Rows.SERIES))
                    .extracting(NamedMeasure::name)
                    .containsExactly("rssi", "time.mqtt-connect");
        }
    }

    @Test
    void whatSomebodyAcceptedPasses() throws Exception {
        try (HistoryStore store = store(rows(Direction.SMALLER, 120))) {
            HeapFinding finding =
                    checks(store).get("time.mqtt-connect").findings().get(0);
            store.accept(new Acceptance(
                    Rows.SERIES,
                    finding.metric(),
                    finding.firstBad().sha256(),
                    (long) Math.ceil(finding.worse()),
                    "a longer chain of certificates",
                    "ann",
                    Instant.EPOCH));

            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.PASS);
        }
    }

    @Test
    void theJsonIsAsItsSchemaSaysAndTheTableNamesTheChange() throws Exception {
        try (HistoryStore store = store(rows(Direction.SMALLER, 120))) {
            HeapTrends trends = new HeapTrends(store);
            store.accept(new Acceptance(
                    Rows.SERIES,
                    "time.mqtt-connect",
                    Rows.image(SLOWER).sha256(),
                    1,
                    "less than it is",
                    "ann",
                    Instant.EPOCH));
            List<HeapTrend> all = new ArrayList<>();
            for (NamedMeasure measure : store.measures(Rows.SERIES)) {
                all.add(trends.trend(Rows.SERIES, measure));
            }

            PublishedSchema.describes("measurement-trend", java.util.stream.Stream.of(MeasureTrendJson.write(all)));
            assertThat(MeasureTable.write(all).lines().toList())
                    .hasSize(3)
                    .anySatisfy(it ->
                            assertThat(it).contains("rssi", "dBm", "12 builds").doesNotContain("step"))
                    .anySatisfy(it -> assertThat(it).contains("time.mqtt-connect", " ms", "step:", "nightly-7"));
        }
    }
}
