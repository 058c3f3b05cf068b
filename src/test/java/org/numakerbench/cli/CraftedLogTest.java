package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import picocli.CommandLine;

/** A log that somebody crafted, as commands read it. */
class CraftedLogTest {
    private static final String ENDED =
            "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"run-ended\"}\n";

    @TempDir
    Path runs;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null\n",
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"uart\"}\n",
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"run-started\",\"context\":null}\n",
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"\u202e\u001b[2J\"}\n",
                ENDED + "{\"seq\":2,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":0,\"type\":\"run-ended\"}\n",
            })
    void replayNamesTheLineAndWhatIsWrong(String log) throws IOException {
        Path run = run(log);

        assertThat(bench("replay", run.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("evidence.jsonl:" + log.lines().count() + ": ")
                .doesNotContain("\tat ", "Exception", "\u001b", "\u202e")
                .hasLineCount(1);
    }

    @Test
    void replaySaysThatThereIsNoRun() throws IOException {
        assertThat(bench("replay", run(ENDED).toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("run-started").hasLineCount(1);
    }

    /** What a newer bench may know. */
    @Test
    void replaySaysWhichLineOfItsFirmwareItDoesNotKnow() throws IOException {
        Line newer =
                new Line(null, "RSSI {rssi:decibels}", null, null, null, null, false, null, null, null, null, null);
        FirmwareDescription firmware =
                new FirmwareDescription("own.yaml", FirmwareDescription.EXAMPLE, null, null, List.of(newer), List.of());
        EvidenceEntry first = RunLog.clean().entries().get(0);
        Fact.RunStarted started = (Fact.RunStarted) first.fact();
        Path run = Files.createDirectory(runs.resolve("run"));
        Files.write(
                run.resolve("evidence.jsonl"),
                EvidenceJson.line(new EvidenceEntry(
                        1,
                        first.at(),
                        first.monoNanos(),
                        new Fact.RunStarted(started.context().of(firmware)))));

        assertThat(bench("replay", run.toString())).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("evidence.jsonl:1: ", "firmware.lines[0].pattern", "{rssi:decibels}")
                .doesNotContain("\tat ", "Exception")
                .hasLineCount(1);
    }

    private Path run(String log) throws IOException {
        Path run = Files.createDirectory(runs.resolve("run"));
        Files.writeString(run.resolve("evidence.jsonl"), log);
        return run;
    }

    private int bench(String... arguments) {
        CommandLine bench = Bench.commandLine();
        return bench.setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
