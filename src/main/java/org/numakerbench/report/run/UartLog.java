package org.numakerbench.report.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.text.Shortened;
import org.numakerbench.uart.LineSplitter;

/**
 * {@code uart.log}: one line per wire line, with the time its first byte arrived and the seconds since the run began. Of a
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
    private LineSplitter splitter = new LineSplitter(this::piece);
    private @Nullable EvidenceEntry now;
    /** With which the line began. */
    private @Nullable EvidenceEntry first;

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
            now = entry;
            splitter.accept(it.bytes().toByteArray());
        } else if (entry.fact() instanceof Fact.ResetIssued it) {
            cutOff();
            keep(entry, "--- reset by " + it.driver());
            splitter = new LineSplitter(this::piece);
        }
    }

    private void piece(int number, byte[] bytes, int from, int to, boolean ended) {
        if (first == null) {
            first = now;
        }
        line.append(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        if (ended) {
            cutOff();
        }
    }

    /** The line ends here, if one has begun. */
    private void cutOff() {
        if (first != null) {
            keep(first, LineSplitter.withoutReturns(line.toString()));
            line.setLength(0);
            first = null;
        }
    }

    private void keep(EvidenceEntry begun, String text) {
        Line whole = new Line(begun.at(), begun.monoNanos(), Shortened.to(LONGEST_LINE, text));
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
        cutOff();
        if (leftOut > 0) {
            log.append("--- ")
                    .append(Figures.count(leftOut, "line"))
                    .append(" left out here; uart.raw has ")
                    .append(leftOut == 1 ? "it" : "them")
                    .append("\n");
        }
        last.forEach(this::print);
        return log.toString();
    }
}
