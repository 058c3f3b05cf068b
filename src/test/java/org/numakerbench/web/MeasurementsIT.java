package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.history.MeasuredRows;
import org.numakerbench.history.Rows;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Samples;
import org.numakerbench.web.ServedLab.Reply;

/** Every measurement on the dashboard and in Prometheus's words, whatever firmware and its describers call it. */
class MeasurementsIT {
    private static final Pattern LINE =
            Pattern.compile("bench_measurement\\{((?:[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\",?)+)\\} (\\S+)");

    @TempDir
    private Path scratch;

    private ServedLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.open(scratch);
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    private void remember(List<RunRow> rows) throws Exception {
        try (HistoryStore history = HistoryStore.open(HistoryAddress.beside(lab.runs))) {
            history.putAll(rows);
        }
    }

    private static Measurement measurement(String name, String unit, double value) {
        return new Measurement(name, unit, Direction.BOTH, 0, 0, null, Limits.NONE, Samples.of(value));
    }

    private List<Matcher> exposed() throws Exception {
        List<Matcher> lines = new ArrayList<>();
        for (String line : lab.get("/metrics").body().lines().toList()) {
            if (line.startsWith("bench_measurement{")) {
                Matcher matcher = LINE.matcher(line);
                assertThat(matcher.matches()).as(line).isTrue();
                lines.add(matcher);
            }
        }
        return lines;
    }

    @Test
    void thePageNamesEachWithItsUnitAndWhatChanged() throws Exception {
        assertThat(lab.get("/measurements").body()).contains("There is no history yet");
        remember(MeasuredRows.of(Direction.SMALLER, 120));

        Reply all = lab.get("/measurements");
        Reply one = lab.get("/measurements?name=time&series=M487");

        assertThat(all.body())
                .contains("time.mqtt-connect", "rssi", " dBm<", " ms<", "12 builds", "step: ", "nightly-7")
                .containsOnlyOnce("WORSE");
        assertThat(one.body()).contains("time.mqtt-connect", "nightly-7").doesNotContain("rssi");
        assertThat(one.header("Content-Security-Policy")).contains("script-src 'sha256-");
        assertThat(lab.get("/measurements?series=elsewhere").body()).contains("None yet");
    }

    @Test
    void prometheusFindsTheNewestRunsFigures() throws Exception {
        assertThat(exposed()).isEmpty();
        remember(MeasuredRows.of(Direction.SMALLER, 120));
        remember(List.of(MeasuredRows.measured(Rows.run(12, 0, 0, 0), measurement("rssi", "dBm", -63.5))));

        assertThat(exposed()).singleElement().satisfies(it -> {
            assertThat(it.group(1))
                    .contains("series=\"" + Rows.SERIES.name() + "\"")
                    .contains("name=\"rssi\"")
                    .contains("unit=\"dBm\"");
            assertThat(Double.parseDouble(it.group(2))).isEqualTo(-63.5);
        });
    }

    @Test
    void whatNamesAndUnitsHoldIsNothingButText() throws Exception {
        List<String> hostile = List.of(
                "\"} 1\nbench_boards{state=\"running\"} 99",
                "back\\slash\\",
                "<script>alert(1)</script>",
                "\u001b[31m\r\u0007",
                "\u202e\u00b0C",
                "x".repeat(5_000));
        Measurement[] all = new Measurement[hostile.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = measurement("own-" + i, hostile.get(i), i);
        }
        remember(List.of(MeasuredRows.measured(Rows.run(1, 1, 0, 0), all)));

        Reply page = lab.get("/measurements");
        assertThat(exposed()).hasSize(hostile.size());
        assertThat(lab.get("/metrics").body())
                .doesNotContain("\nbench_boards{state=\"running\"} 99", "\u001b", "\u202e", "x".repeat(300))
                .contains("bench_boards{state=\"running\"} 0");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>alert", "\u001b", "\u202e");
    }

    @Test
    void thereAreNoMoreOfThemThanPrometheusBears() throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int series = 0; series < 3; series++) {
            Measurement[] all = new Measurement[500];
            for (int i = 0; i < all.length; i++) {
                all[i] = measurement("own-" + i, "", i);
            }
            rows.add(MeasuredRows.measured(Rows.run(Rows.series(series), Rows.image(1), series, 0, 0), all));
        }
        remember(rows);

        assertThat(exposed()).hasSize(Meters.MEASUREMENTS);
        assertThat(lab.get("/metrics").body()).contains("bench_measurements_left_out 500");
        assertThat(lab.get("/measurements").body()).contains("1,200 more measurements left out");
    }
}
