package org.numakerbench.uart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;

/** A capture in which lines end in every way and look as if they did in others; each says its own number. */
public final class TrickyLines {
    /** How many there are. */
    public static final int COUNT = 9;

    private static final List<String> LINES = List.of(
            "mark-1\r",
            "mark-2",
            "mark-3\rover\rprinted\r",
            "mark-4 \u0000 \u000b \f \u001c \u0085 \u00e2\u0080\u00a8",
            "\r\rmark-5\r\r",
            "mark-6 " + "x".repeat(3 * RawLines.LIMIT),
            "mark-7 " + "y".repeat(RawLines.LIMIT - 7),
            "mark-8 " + "z\r".repeat(RawLines.LIMIT),
            "mark-9");
    private static final Pattern MARK = Pattern.compile("mark-(\\d+)");

    private TrickyLines() {}

    /** All of it; without the last line end, or with it. */
    public static byte[] capture(boolean ended) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(String.join("\n", LINES).getBytes(StandardCharsets.ISO_8859_1));
        if (ended) {
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    /** The log of a run in which the device sends it, after a reset, in chunks. */
    public static List<EvidenceEntry> log(boolean ended, int chunk) {
        List<Fact> facts = new ArrayList<>();
        for (EvidenceEntry entry : RunLog.clean().entries()) {
            if (entry.fact() instanceof Fact.ResetIssued) {
                facts.add(new Fact.UartReceived(Bytes.latin1("text\nfrom before\nmark-0")));
                facts.add(entry.fact());
                break;
            }
            facts.add(entry.fact());
        }
        byte[] capture = capture(ended);
        for (int at = 0; at < capture.length; at += chunk) {
            int end = Math.min(capture.length, at + chunk);
            facts.add(new Fact.UartReceived(Bytes.of(Arrays.copyOfRange(capture, at, end))));
        }
        Instant start = Instant.parse("2018-01-03T07:00:00Z");
        return IntStream.range(0, facts.size())
                .mapToObj(i -> new EvidenceEntry(i + 1L, start.plusMillis(i), i * 1_000_000L, facts.get(i)))
                .toList();
    }

    /** Which line each text says it is, by the number that somebody gave it. */
    public static Map<Integer, Integer> marks(Map<Integer, String> texts) {
        Map<Integer, Integer> marks = new TreeMap<>();
        texts.forEach((number, text) -> {
            Matcher mark = MARK.matcher(text);
            marks.put(number, mark.find() ? Integer.valueOf(mark.group(1)) : 0);
        });
        return marks;
    }

    /** What {@link #marks} gives for right numbers. */
    public static Map<Integer, Integer> right() {
        Map<Integer, Integer> right = new TreeMap<>();
        IntStream.rangeClosed(1, COUNT).forEach(i -> right.put(i, i));
        return right;
    }
}
