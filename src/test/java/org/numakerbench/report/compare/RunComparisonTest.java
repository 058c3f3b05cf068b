package org.numakerbench.report.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.cli.Bench;
import org.numakerbench.crosscheck.PackedLog;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/** Two runs side by side: of the real firmware, whose difference is known, and with one thing changed. */
class RunComparisonTest {
    @TempDir
    private Path scratch;

    private static RunRecord run(RunLog log) throws IOException {
        List<EvidenceEntry> entries = log.entries();
        return Replay.of(entries, "a test's log");
    }

    private Path real(String name) {
        return PackedLog.runDirectory(scratch, PackedLog.REAL_FIRMWARE, name);
    }

    private static RunComparison changed(String text, String replacement) throws IOException {
        return RunComparison.of(run(RunLog.clean()), run(RunLog.clean().uartReplacing(text, replacement)));
    }

    @Test
    void aRunIsTheSameAsItself() throws IOException {
        RunComparison same = RunComparison.of(run(RunLog.clean()), run(RunLog.clean()));

        assertThat(same.isSame()).isTrue();
        assertThat(CompareText.write(same))
                .contains("no difference but in times")
                .doesNotContain("text\n");
    }

    /** What no two runs have in common. */
    @ParameterizedTest
    @CsvSource({
        "packetid 1, packetid 9",
        "1514962195, 1514969999",
        "heap size: 1351, heap size: 1399",
    })
    void whatVariesFromRunToRunIsSetAside(String text, String replacement) throws IOException {
        assertThat(changed(text, replacement).text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MQTT connects OK, MQTT connects failed: -1",
        "Hello from, Hallo from",
        "Using Mbed OS 5.7.1, Using Mbed OS 5.7.2",
        "qos 1, qos 0",
        "MQTT disconnects OK, MQTT disconnects  OK",
    })
    void whatChangedShowsWithWhatStandsAround(String text, String replacement) throws IOException {
        RunComparison comparison = changed(text, replacement);

        assertThat(comparison.isSame()).isFalse();
        assertThat(comparison.text()).isNotEmpty();
        List<Passage.Line> lines = comparison.text().get(0).lines();
        assertThat(lines).anyMatch(it -> it.sign().equals("-") && it.text().contains(text));
        assertThat(lines).anyMatch(it -> it.sign().equals("+") && it.text().contains(replacement));
        assertThat(lines).filteredOn(it -> it.sign().equals(" ")).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theRealFirmwareWhoseCableWasPulledPartsWhereItWasPulled() throws IOException {
        RunComparison comparison = RunComparison.of(Replay.of(real("g1-clean")), Replay.of(real("g1-pull-midrun")));

        assertThat(comparison.a().outcome()).isEqualTo(Outcome.PASS);
        assertThat(comparison.b().outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(comparison.settings()).isEmpty();
        Passage.Line first = comparison.text().get(0).lines().stream()
                .filter(it -> it.sign().equals("+"))
                .findFirst()
                .orElseThrow();
        assertThat(first.text()).endsWith("shadow/update/accepted failed: -1");
        assertThat(comparison.findings())
                .anyMatch(it -> it.step().equals("mqtt.disconnect")
                        && it.a() == Verdict.CONFIRMED
                        && it.b() == Verdict.REFUTED);
        assertThat(comparison.figures())
                .filteredOn(it -> it.name().equals("time.step.mqtt.shadow-update.subscribe"))
                .allMatch(it -> it.differs() && it.difference() > 30_000);
    }

    /** Another build of it: the image differs, and nothing ahead of the missing patch. */
    @Test
    void anotherBuildOfTheRealFirmwareIsNamed() throws IOException {
        RunComparison comparison = RunComparison.of(Replay.of(real("g1-clean")), Replay.of(real("g1-nofix")));

        assertThat(comparison.settings())
                .extracting(RunComparison.Difference::name)
                .contains("image", "image.sha256");
        assertThat(comparison.text().get(0).lines())
                .anyMatch(it -> it.sign().equals("+") && it.text().contains("failed: -1"));
    }

    @Test
    void theCommandPrintsTextJsonAndAPage() throws IOException {
        Path page = scratch.resolve("compare.html");
        String clean = real("g1-clean").toString();
        String pulled = real("g1-pull-midrun").toString();

        assertThat(printed("compare", clean, pulled)).contains("A  PASS", "B  DEVICE FAIL", "failed: -1", "claims\n");
        assertThat(printed("compare", clean, pulled, "--json"))
                .startsWith("{")
                .contains("\"findings\"", "\"text\"", "\"figures\"");
        printed("compare", clean, pulled, "--html", page.toString());
        assertThat(page)
                .content()
                .contains("Claims that came to something else", "class=\"gone\"", "class=\"added\"")
                .doesNotContain("http://", "https://", "<script");
    }

    @Test
    void whatIsNoRunIsSaidToBeNone() {
        assertThat(Bench.commandLine().execute("compare", scratch.toString(), scratch.toString()))
                .isEqualTo(2);
    }

    private static String printed(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setOut(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            assertThat(Bench.commandLine().execute(arguments)).isZero();
        } finally {
            System.setOut(out);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
