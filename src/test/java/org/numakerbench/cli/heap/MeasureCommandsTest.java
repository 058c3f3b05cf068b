package org.numakerbench.cli.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.PublishedSchema;
import org.numakerbench.cli.Bench;
import org.numakerbench.history.MeasuredRows;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.model.Direction;
import picocli.CommandLine;

/** {@code bench trend}, {@code check} and {@code accept} over a history in which one measurement grows at build 7. */
class MeasureCommandsTest {
    @TempDir
    Path runs;

    private String out = "";
    private String err = "";

    @BeforeEach
    void record() throws Exception {
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(runs))) {
            store.putAll(MeasuredRows.of(Direction.SMALLER, 120));
        }
    }

    private int run(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringWriter errors = new StringWriter();
        try (PrintStream printed = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(printed);
            CommandLine bench = Bench.commandLine();
            bench.setErr(new PrintWriter(errors, true));
            return bench.execute(arguments);
        } finally {
            System.setOut(before);
            out = bytes.toString(StandardCharsets.UTF_8);
            err = errors.toString();
        }
    }

    @Test
    void a_trend_names_the_build_that_changed_it() {
        assertThat(run("trend", "time.mqtt-connect", "--out", runs.toString())).isZero();
        assertThat(out).contains("time.mqtt-connect", "nightly-7", " ms");
        assertThat(run("trend", "--out", runs.toString())).isZero();
        assertThat(out).contains("time.mqtt-connect", "rssi", "dBm");
    }

    @Test
    void trend_and_check_print_what_their_schemas_say() {
        assertThat(run("check", "--json", "--out", runs.toString())).isEqualTo(1);
        assertThat(out.lines()).hasSize(2);
        PublishedSchema.describes("measurement-check", out.lines());

        assertThat(run("trend", "--json", "--out", runs.toString())).isZero();
        String before = out;
        accept();
        assertThat(run("trend", "--json", "--out", runs.toString())).isZero();
        PublishedSchema.describes("measurement-trend", Stream.of(before, out));
    }

    private void accept() {
        assertThat(run(
                        "accept",
                        "time.mqtt-connect",
                        "nightly-7",
                        "--reason",
                        "a longer chain",
                        "--out",
                        runs.toString()))
                .isZero();
    }

    @Test
    void charts_have_the_unit_of_what_they_show() throws Exception {
        Path page = runs.resolve("trend.html");

        assertThat(run("trend", "rssi", "--html", page.toString(), "--out", runs.toString()))
                .isZero();
        assertThat(out).isEmpty();
        assertThat(Files.readString(page))
                .contains("Measurements across builds", "\"unit\":\"dBm\"", " dBm.")
                .doesNotContain("Memory across builds", "time.mqtt-connect", "&lt;null");
    }

    @Test
    void a_check_fails_until_the_change_is_accepted() {
        assertThat(run("check", "--out", runs.toString())).isEqualTo(1);
        assertThat(out).contains("time.mqtt-connect +").contains("nightly-7").doesNotContain("rssi");

        accept();
        assertThat(run("check", "--out", runs.toString())).isZero();
        assertThat(run("check", "rssi", "--out", runs.toString())).isZero();
    }

    @Test
    void a_name_that_no_run_has_is_one_clear_line() {
        assertThat(run("trend", "time.mqtt-conect", "--out", runs.toString())).isEqualTo(2);
        assertThat(err).hasLineCount(1).contains("time.mqtt-conect", "time.mqtt-connect");
        assertThat(run("accept", "rssi", "nightly-7", "--reason", "?", "--out", runs.toString()))
                .isEqualTo(2);
        assertThat(err).hasLineCount(1).contains("no change of rssi begins with image nightly-7");
    }

    @Test
    void one_run_is_a_history_already() throws Exception {
        Path fresh = Files.createDirectory(runs.resolve("fresh"));
        try (HistoryStore store = HistoryStore.open(HistoryAddress.beside(fresh))) {
            store.putAll(MeasuredRows.of(Direction.SMALLER, 0).subList(0, 1));
        }

        assertThat(run("trend", "--out", fresh.toString())).isZero();
        assertThat(out).contains("time.mqtt-connect", "rssi");
        assertThat(run("trend", "rssi", "--out", fresh.toString())).isZero();
        assertThat(run("check", "--out", fresh.toString())).isEqualTo(4);
    }
}
