package org.numakerbench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.OwnersOnly;
import org.numakerbench.run.RunRecord;

/** Writes all reports of a run beside its evidence log; the directory itself becomes visible only when complete. */
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
        Files.write(uart, new byte[0]);
        OwnersOnly.restrict(uart);
        Files.write(uart, raw.toByteArray());
        RunRecord shown = Redaction.of(record);
        Files.writeString(directory.resolve("uart.log"), UartLog.write(shown.entries()));
        Files.writeString(directory.resolve("junit.xml"), JunitXml.write(shown));
        Files.writeString(directory.resolve("report.html"), HtmlReport.write(shown));
        Files.writeString(directory.resolve("report.json"), ReportJson.write(shown));
    }

    /** {@code report.json} as text, secrets hidden. */
    public static String json(RunRecord record) {
        return ReportJson.write(Redaction.of(record));
    }

    /** What a terminal may show of a run, secrets hidden. */
    public static Judgement shown(Judgement judgement, List<String> secrets) {
        return new Redaction(secrets).judgement(judgement);
    }
}
