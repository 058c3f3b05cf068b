package org.numakerbench.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.PublishedSchema;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Direction;
import org.numakerbench.report.measure.MeasureTable;
import org.numakerbench.report.measure.MeasureTrendJson;

/** Twelve builds of five runs: a connect time that grows by 120 ms at build 7, and a signal strength that is only noisy. */
class MeasurementHistoryTest {
    @TempDir
    private Path scratch;

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
        try (HistoryStore store = store(MeasuredRows.of(Direction.SMALLER, 120))) {
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
        try (HistoryStore store = store(MeasuredRows.of(Direction.LARGER, 120))) {
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.PASS);
            store.putAll(MeasuredRows.of(Direction.LARGER, -120));
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.REGRESSION);
            store.putAll(MeasuredRows.of(Direction.BOTH, 120));
            assertThat(checks(store).get("time.mqtt-connect").state()).isEqualTo(State.REGRESSION);
            assertThat(store.measures(Rows.SERIES))
                    .extracting(NamedMeasure::name)
                    .containsExactly("rssi", "time.mqtt-connect");
        }
    }

    @Test
    void whatSomebodyAcceptedPasses() throws Exception {
        try (HistoryStore store = store(MeasuredRows.of(Direction.SMALLER, 120))) {
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
        try (HistoryStore store = store(MeasuredRows.of(Direction.SMALLER, 120))) {
            HeapTrends trends = new HeapTrends(store);
            store.accept(new Acceptance(
                    Rows.SERIES,
                    "time.mqtt-connect",
                    Rows.image(MeasuredRows.SLOWER).sha256(),
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
