package org.numakerbench.report.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.files.DurableFile;
import org.numakerbench.files.OwnersOnly;
import org.numakerbench.history.RunHistory;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.RunRecord;
import org.numakerbench.run.RunReporter;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.secret.SecretText;

/** Writes all reports of a run beside its evidence log, synced; the directory itself becomes visible only when complete. */
public final class RunReports {
    private RunReports() {}

    /** @throws IOException when one cannot be written */
    public static void write(Path directory, RunRecord record) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (EvidenceEntry entry : record.entries()) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                raw.writeBytes(it.bytes().toByteArray());
            }
        }
        OwnersOnly.restrict(directory.resolve("evidence.jsonl"));
        Path uart = directory.resolve("uart.raw");
        DurableFile.write(uart, raw.toByteArray(), OwnersOnly.creating(uart));
        RunRecord shown =
                Redaction.of(record, KnownExpressions.beside(directory).of(record.context()));
        report(directory.resolve("uart.log"), UartLog.write(shown.entries()));
        report(directory.resolve("junit.xml"), JunitXml.write(shown));
        report(directory.resolve("report.html"), ReportPage.write(shown));
        report(directory.resolve("report.json"), ReportJson.write(shown));
    }

    private static void report(Path file, String text) throws IOException {
        DurableFile.write(file, text, OwnersOnly.creatingReport(file));
    }

    /** Writes them, then marks the run as one that {@code history} wants: before its directory gets its name. */
    public static RunReporter reporter(RunHistory history) {
        return (directory, record) -> {
            write(directory, record);
            history.expect(record.context().run());
        };
    }

    /** {@code report.json} as text, secrets hidden. */
    public static String json(RunRecord record, SecretText secrets) {
        return ReportJson.write(Redaction.of(record, secrets));
    }

    /** {@code report.html} as text, secrets hidden. */
    public static String html(RunRecord record, SecretText secrets) {
        return ReportPage.write(Redaction.of(record, secrets));
    }
}
