package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.secret.Planted;

/** What a terminal is told. */
class HiddenSecretsTest {
    @TempDir
    private Path runs;

    private record Said(String out, String err) {}

    private Said replay(String... more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            List<String> words =
                    new ArrayList<>(List.of("replay", runs.resolve("run").toString()));
            words.addAll(List.of(more));
            Bench.commandLine().execute(words.toArray(String[]::new));
        } finally {
            System.setOut(outBefore);
            System.setErr(errBefore);
        }
        return new Said(out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Of a bench that could not open its port, for a reason with a secret in it; the log names an expression. */
    private void log(Planted planted) throws Exception {
        List<EvidenceEntry> entries = new ArrayList<>(RunLog.clean().entries().subList(0, 3));
        EvidenceEntry last = entries.get(2);
        entries.add(new EvidenceEntry(
                4,
                last.at(),
                last.monoNanos(),
                new Fact.BenchFailed(org.numakerbench.model.Stage.SERIAL, null, planted.text(), planted.text())));
        entries.add(new EvidenceEntry(5, last.at(), last.monoNanos(), new Fact.RunEnded()));
        EvidenceLog.write(Files.createDirectory(runs.resolve("run")).resolve("evidence.jsonl"), entries);
    }

    @Test
    void aRunOfLastWeekIsReplayedWithoutItsSecrets() throws Exception {
        Planted planted = Planted.number(1);
        log(planted);
        KnownExpressions.remember(runs, List.of(Planted.EXPRESSION));

        for (Said said : List.of(replay(), replay("--json"))) {
            assertThat(planted.foundIn(said.out() + said.err())).isEmpty();
            assertThat(said.out()).contains("BENCH_FAULT", "AT+CWJAP_CUR=");
            assertThat(said.err()).isEmpty();
        }
    }

    @Test
    void aRunOfAnotherHostShowsNoTextUntilItsProfileIsNamed() throws Exception {
        Planted planted = Planted.number(2);
        log(planted);

        Said said = replay();
        assertThat(said.out()).contains("BENCH_FAULT").doesNotContain("AT+CWJAP");
        assertThat(said.err()).contains("no text of it is shown; give its profile with --profile FILE");

        Path profile = Files.writeString(
                runs.resolve("bench.yaml"),
                Files.readString(Path.of("bench-profiles/virtual.yaml")) + "\nsecrets: ['" + Planted.EXPRESSION
                        + "']\n");
        said = replay("--profile", profile.toString());
        assertThat(planted.foundIn(said.out() + said.err())).isEmpty();
        assertThat(said.out()).contains("AT+CWJAP_CUR=");
    }

    @Test
    void theLastGateHidesWhateverIsSaidLineByLine() {
        OwnSecrets.add(List.of(Planted.EXPRESSION));
        Planted planted = Planted.number(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream gate = HidingOutput.before(new PrintStream(out, true, StandardCharsets.UTF_8));
        gate.print("how? ");
        gate.flush();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("how? ");
        for (char c : (planted.text() + "\nüber\n").toCharArray()) {
            gate.print(c);
        }
        new IllegalStateException(planted.text()).printStackTrace(gate);
        gate.flush();

        assertThat(planted.foundIn(out.toString(StandardCharsets.UTF_8))).isEmpty();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\nüber\n", "IllegalStateException");
    }
}
