package org.numakerbench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
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
        Files.write(directory.resolve("uart.raw"), raw.toByteArray());
        Files.writeString(directory.resolve("uart.log"), UartLog.write(record.entries()));
        Files.writeString(directory.resolve("junit.xml"), JunitXml.write(record));
        Files.writeString(directory.resolve("report.html"), HtmlReport.write(record));
        Files.writeString(directory.resolve("report.json"), ReportJson.write(record));
    }
}
