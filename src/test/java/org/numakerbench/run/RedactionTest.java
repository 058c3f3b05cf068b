package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.secret.SecretText;

class RedactionTest {
    private static final String KEY = "-----BEGIN RSA PRIVATE KEY-----\r\nMIIEowIBAAKCAQEAsecret\r\n"
            + "AbCdEf+/secret==\r\n-----END RSA PRIVATE KEY-----\r\n";
    private static final String WIFI = "AT> AT+CWJAP=\"lab, 5 GHz\",\"hunter2,secret\"\r\n";
    private static final String TOKEN = "token=deadbeefsecret\r\n".replace("secret", "5ec2e7");

    @TempDir
    private Path runs;

    /** The debug output comes in pieces of this many bytes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 10_000})
    void noReportShowsASecretHoweverItCame(int pieceBytes) throws Exception {
        List<EvidenceEntry> entries = new ArrayList<>();
        for (EvidenceEntry entry : RunLog.clean().entries()) {
            entries.add(entry);
            boolean here = entry.fact() instanceof Fact.UartReceived it
                    && it.bytes().latin1().contains("Using Mbed OS");
            String secrets = here ? KEY + WIFI + TOKEN : "";
            for (int at = 0; at < secrets.length(); at += pieceBytes) {
                String piece = secrets.substring(at, Math.min(secrets.length(), at + pieceBytes));
                entries.add(new EvidenceEntry(
                        entry.seq(), entry.at(), entry.monoNanos(), new Fact.UartReceived(Bytes.latin1(piece))));
            }
        }
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        KnownExpressions.remember(runs, List.of("token=[0-9a-f]+"));
        Path directory = Files.createDirectory(runs.resolve("run"));
        Files.writeString(directory.resolve("evidence.jsonl"), "");
        RunRecord record = new RunRecord(
                judge.context(),
                judge.judgement(),
                judge.claims(),
                entries,
                entries.get(0).at(),
                entries.get(entries.size() - 1).at());
        RunReports.write(directory, record);

        // No report prints a claim's text today; whoever does gets it clean.
        assertThat(Redaction.of(record, SecretText.of(List.of("token=[0-9a-f]+")))
                        .claims()
                        .toString())
                .contains("MQTT connects OK")
                .doesNotContain("MIIEowIBAAKCAQEAs", "hunter2", "deadbeef");
        for (String report : List.of("uart.log", "junit.xml", "report.html", "report.json")) {
            assertThat(Files.readString(directory.resolve(report)))
                    .as(report)
                    .doesNotContain("secret", "hunter2", "deadbeef", "AbCdEf");
        }
        assertThat(Files.readString(directory.resolve("uart.log"))).contains("lab, 5 GHz", "BEGIN RSA PRIVATE KEY");
        assertThat(Files.readString(directory.resolve("uart.raw"))).contains(KEY, WIFI);
        for (String kept : List.of("uart.raw", "evidence.jsonl")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(kept))))
                    .isEqualTo("rw-------");
        }
    }

    /** What a group of the lab may read, and nobody else. */
    @Test
    void reportsAreForTheGroupAndRunsForTheirOwner() throws Exception {
        Path directory;
        try (RunDirectory run = RunDirectory.create(runs, "run")) {
            directory = run.path();
            run.begin(RunLog.clean().entries());
            RunReports.write(directory, Replay.of(directory));
        }

        assertThat(modes(directory)).isEqualTo("rwxr-x---");
        for (String report : List.of("uart.log", "junit.xml", "report.html", "report.json")) {
            assertThat(modes(directory.resolve(report))).as(report).isEqualTo("rw-r-----");
        }
        for (String kept : List.of("uart.raw", "evidence.jsonl")) {
            assertThat(modes(directory.resolve(kept))).as(kept).isEqualTo("rw-------");
        }
    }

    private static String modes(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aKeyThatWasCutOffIsHiddenToItsEnd() {
        assertThat(SecretText.BUILT_IN.hide("x -----BEGIN EC PRIVATE KEY-----\nabc\ndef"))
                .isEqualTo("x -----BEGIN EC PRIVATE KEY-----\n***\n***");
    }

    @Test
    void textWithoutSecretsIsTheSameObject() {
        String text = "MQTT connects OK";

        assertThat(SecretText.of(List.of("x+")).hide(text)).isSameAs(text);
    }
}
