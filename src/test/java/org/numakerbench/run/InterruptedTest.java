package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.model.Outcome;
import org.numakerbench.report.run.RunReports;

/** Recovery trusts nothing: one bad run is set aside, and the good one behind it is completed. */
class InterruptedTest {
    private static final String BAD = "20260101T000000Z-bad";
    private static final String GOOD = "20260101T000001Z-good";

    @TempDir
    private Path runs;

    private final List<String> notices = new ArrayList<>();

    /** What a kill left of a run. */
    private Path cutOff(String name, int entries) throws IOException {
        Path log = Files.createDirectory(runs.resolve(".partial-" + name)).resolve(RunDirectory.LOG);
        List<EvidenceEntry> all = RunLog.clean().entries();
        EvidenceLog.write(log, all.subList(0, entries < 0 ? all.size() : entries));
        return log;
    }

    private Interrupted.Ended complete() throws IOException {
        return Interrupted.complete(runs, RunReports::write, notices::add);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "empty, is empty",
        "torn first line, holds no whole entry",
        "zeros alone, holds no whole entry",
        "damaged first line, :1: not an entry",
        "no run, the first entry must be run-started",
        "no log, is missing",
    })
    void aLogWithoutARunIsSetAsideAsItIs(String kind, String why) throws IOException {
        Path log = cutOff(BAD, 3);
        byte[] whole = Files.readAllBytes(log);
        int line = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n');
        byte[] content = switch (kind) {
            case "empty" -> new byte[0];
            case "torn first line" -> java.util.Arrays.copyOf(whole, line / 2);
            case "zeros alone" -> new byte[4096];
            case "damaged first line" -> {
                whole[line / 2] = 0;
                yield whole;
            }
            case "no run" ->
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00.123456Z\",\"mono\":1,\"type\":\"uart\",\"bytes\":\"a\"}\n"
                        .getBytes(StandardCharsets.UTF_8);
            default -> null;
        };
        if (content == null) {
            Files.delete(log);
        } else {
            Files.write(log, content);
        }
        cutOff(GOOD, 20);

        Interrupted.Ended ended = complete();

        assertThat(ended.completed()).containsExactly(runs.resolve(GOOD));
        assertThat(ended.later()).isFalse();
        assertThat(names()).containsExactly(".damaged-" + BAD, GOOD);
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(BAD, runs.resolve(".damaged-" + BAD).toString(), why);
        if (content != null) {
            Path kept = runs.resolve(".damaged-" + BAD).resolve(RunDirectory.LOG);
            assertThat(kept).exists();
            assertThat(Files.readAllBytes(kept)).startsWith(content);
        }

        complete();
        assertThat(notices).as("never again in the way").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros at the end", "damaged middle", "missing line", "torn line"})
    void aLogIsJudgedUpToItsLastWholeEntry(String kind) throws IOException {
        Path log = cutOff(BAD, 20);
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        switch (kind) {
            case "zeros at the end" -> lines.set(19, "\0".repeat(lines.get(19).length()));
            case "damaged middle" -> lines.set(9, "#" + lines.get(9));
            case "missing line" -> lines.remove(9);
            default -> lines.set(19, lines.get(19).substring(0, 20));
        }
        String text =
                String.join("\n", lines) + (kind.equals("damaged middle") || kind.equals("missing line") ? "\n" : "");
        Files.writeString(log, text);
        cutOff(GOOD, 20);

        assertThat(complete().completed()).containsExactly(runs.resolve(BAD), runs.resolve(GOOD));

        assertThat(notices).isEmpty();
        RunRecord record = Replay.of(runs.resolve(BAD));
        boolean middle = text.endsWith("\n");
        assertThat(record.entries()).hasSize(middle ? 10 : 20);
        assertThat(record.judgement().outcome()).isEqualTo(Outcome.BENCH_FAULT);
        assertThat(record.judgement().reason()).contains("interrupted");
        Path cut = runs.resolve(BAD).resolve(EvidenceLog.CUT_OFF);
        if (middle) {
            assertThat(cut).hasContent(String.join("\n", lines.subList(9, lines.size())) + "\n");
            assertThat(record.judgement().reason()).contains("line 10", EvidenceLog.CUT_OFF);
        } else {
            assertThat(cut).doesNotExist();
        }
        assertThat(runs.resolve(BAD).resolve("report.json")).exists();
    }

    @Test
    void aRunThatHadEndedLacksOnlyItsReports() throws IOException {
        cutOff(GOOD, -1);

        complete();

        assertThat(Replay.of(runs.resolve(GOOD)).judgement().outcome()).isEqualTo(Outcome.PASS);
        assertThat(runs.resolve(GOOD).resolve("report.html")).exists();
    }

    @Test
    void whatHasNoRoomStaysAndIsCompletedByAStartThatHas() throws IOException {
        cutOff(BAD, 20);
        cutOff(GOOD, 20);

        for (int start = 0; start < 3; start++) {
            Interrupted.Ended full = Interrupted.complete(
                    runs,
                    (directory, record) -> {
                        throw new FileSystemException(directory.toString(), null, "No space left on device");
                    },
                    notices::add);
            assertThat(full.completed()).isEmpty();
            assertThat(full.later()).isTrue();
        }
        assertThat(notices).hasSize(6).allMatch(it -> it.contains("No space left on device"));
        assertThat(names()).containsExactly(".partial-" + BAD, ".partial-" + GOOD);

        assertThat(complete().completed()).hasSize(2);
        assertThat(Replay.of(runs.resolve(BAD)).entries())
                .as("one end, however many starts")
                .hasSize(21);
    }

    @Test
    void aLogThatNobodyCanJudgeIsSetAside() throws IOException {
        cutOff(BAD, 20);
        cutOff(GOOD, 20);

        Interrupted.Ended ended = Interrupted.complete(
                runs,
                (directory, record) -> {
                    if (directory.toString().contains(BAD)) {
                        throw new IllegalStateException("poison");
                    }
                    RunReports.write(directory, record);
                },
                notices::add);

        assertThat(ended.completed()).containsExactly(runs.resolve(GOOD));
        assertThat(names()).containsExactly(".damaged-" + BAD, GOOD);
        assertThat(notices).singleElement().asString().contains("poison");
    }
}
