package org.numakerbench.report.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.SafeText;
import org.numakerbench.text.Shortened;

/**
 * {@code uart.log}: a line a wire line, with the time its first byte arrived and the seconds since the run began. Of a
 * flood its beginning and its end; {@code uart.raw} has every byte.
 */
public final class UartLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** Hours of text at 115200 baud come to less. */
    private static final int MOST_CHARS = 16_000_000;

    private static final int LAST_LINES = 2000;
    private static final int LONGEST_LINE = 100_000;

    private record Line(Instant at, long nanos, String text) {}

    private final StringBuilder log = new StringBuilder();
    private final Deque<Line> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private Instant at = Instant.EPOCH;
    private long nanos;
    private long leftOut;
    private Instant toldAt = Instant.MIN;
    private long toldNanos;
    private String told = "";

    private UartLog() {}

    /** The log as text. */
    public static String write(List<EvidenceEntry> entries) {
        UartLog log = new UartLog();
        entries.forEach(log::accept);
        return log.end();
    }

    private void accept(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.UartReceived it) {
            String text = it.bytes().latin1();
            int from = 0;
            while (from < text.length()) {
                if (line.isEmpty()) {
                    at = entry.at();
                    nanos = entry.monoNanos();
                }
                int end = text.indexOf('\n', from) + 1;
                line.append(text, from, end == 0 ? text.length() : end);
                from = end == 0 ? text.length() : end;
                if (end > 0) {
                    flush();
                }
            }
        } else if (entry.fact() instanceof Fact.ResetIssued it) {
            flush();
            at = entry.at();
            nanos = entry.monoNanos();
            line.append("--- reset by ").append(it.driver());
            flush();
        }
    }

    private void flush() {
        if (line.isEmpty()) {
            return;
        }
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\r' || line.charAt(end - 1) == '\n')) {
            end--;
        }
        Line whole = new Line(at, nanos, Shortened.to(LONGEST_LINE, line.substring(0, end)));
        line.setLength(0);
        if (log.length() < MOST_CHARS) {
            print(whole);
        } else {
            last.addLast(whole);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
                leftOut++;
            }
        }
    }

    private void print(Line it) {
        if (it.nanos() != toldNanos || !it.at().equals(toldAt)) {
            toldAt = it.at();
            toldNanos = it.nanos();
            told = TIME.format(it.at()) + String.format(Locale.ROOT, " +%.3f | ", it.nanos() / 1e9);
        }
        log.append(told).append(SafeText.line(it.text())).append('\n');
    }

    private String end() {
        flush();
        if (leftOut > 0) {
            log.append("--- ").append(leftOut).append(" lines are left out here; uart.raw has them\n");
        }
        last.forEach(this::print);
        return log.toString();
    }
}
