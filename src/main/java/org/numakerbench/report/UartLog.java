package org.numakerbench.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.SafeText;

/** {@code uart.log}: a line a wire line, with the time its first byte arrived and the seconds since the run began. */
public final class UartLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private UartLog() {}

    /** The log as text. */
    public static String write(List<EvidenceEntry> entries) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder();
        Instant at = Instant.EPOCH;
        long nanos = 0;
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.UartReceived it) {
                for (char c : it.bytes().latin1().toCharArray()) {
                    if (line.isEmpty()) {
                        at = entry.at();
                        nanos = entry.monoNanos();
                    }
                    line.append(c);
                    if (c == '\n') {
                        flush(text, line, at, nanos);
                    }
                }
            } else if (entry.fact() instanceof Fact.ResetIssued it) {
                flush(text, line, at, nanos);
                flush(text, new StringBuilder("--- reset by " + it.driver()), entry.at(), entry.monoNanos());
            }
        }
        flush(text, line, at, nanos);
        return text.toString();
    }

    private static void flush(StringBuilder text, StringBuilder line, Instant at, long nanos) {
        if (!line.isEmpty()) {
            String words = line.toString().replaceAll("[\r\n]+$", "");
            text.append(TIME.format(at))
                    .append(String.format(Locale.ROOT, " +%.3f | ", nanos / 1e9))
                    .append(SafeText.line(words))
                    .append('\n');
            line.setLength(0);
        }
    }
}
