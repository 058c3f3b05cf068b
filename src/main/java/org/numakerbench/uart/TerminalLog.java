package org.numakerbench.uart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LinePattern;

/**
 * Takes off what a terminal program puts in front of each line of its log, the time above all: the device never said that.
 * It is recognised by a line that the firmware prints once the front is away. Bytes pass as they come, line by line; a log
 * without a front passes unchanged.
 */
public final class TerminalLog {
    private static final String TIME = "\\d{1,2}:\\d{2}:\\d{2}(?:[.,:]\\d{1,9})?";
    private static final String DATE =
            "(?:\\d{4}[-/.]\\d{2}[-/.]\\d{2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}|(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} [ \\d]\\d)";
    private static final String STAMP = "(?:" + DATE + "[ T])?" + TIME + "(?: \\d{4}|Z|[+-]\\d{2}:?\\d{2})?";

    /** @param programs whose form it is */
    private record Front(String programs, Pattern pattern) {
        private Front(String programs, String expression) {
            this(programs, Pattern.compile(expression));
        }
    }

    private static final List<Front> FRONTS = List.of(
            new Front("the Arduino serial monitor", STAMP + " -> "),
            new Front("Docklight", STAMP + " \\[[RT]X\\] - "),
            new Front("tio, Tera Term, minicom, RealTerm", "\\[" + STAMP + "\\] ?"),
            new Front("grabserial", "\\[ {0,8}\\d{1,9}\\.\\d{1,9}(?: +\\d{1,9}\\.\\d{1,9})?\\] ?"),
            new Front("ts, CoolTerm, picocom through ts", "(?:" + STAMP + "|\\d{9,10}\\.\\d{1,9})[ \\t]"));

    private static final Pattern UART_LOG = Pattern.compile(TIME + " \\+\\d+\\.\\d{3} \\| ");
    private static final Pattern UNKNOWN_FRONT =
            Pattern.compile("(.{2,80}?)(?:Starting AWS IoT test|Using Mbed OS [^\\r\\n]{1,40})\\r*\\n");
    /** No front is longer. */
    private static final int LONGEST_FRONT = 80;

    /** Lines; each is no longer than the parser keeps one. */
    private static final int MOST_HELD = 100;
    /** Fewer characters of a line may stand in anybody's log. */
    private static final int SHORTEST_WORDS = 3;

    /** In fewer lines a front may be the device's own. */
    private static final int SHORTEST_LOG = 3;
    /** One line in so many may be without. */
    private static final int NEARLY_ALL = 10;

    private final LineMatcher matcher;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private @Nullable Front front;
    private boolean continued;
    /** False once so much had a front behind which the firmware says nothing that it is the device's own. */
    private boolean looking = true;

    /** Lines that may have a front. */
    private final List<byte[]> held = new ArrayList<>();

    private String unknown = "";

    /** Of the example firmware. */
    public TerminalLog() {
        this(null);
    }

    /** Of a user's own firmware; null: of the example firmware. */
    public TerminalLog(@Nullable FirmwareDescription firmware) {
        matcher = new LineMatcher(Grammar.of(firmware));
    }

    /**
     * What the device sent, of these bytes and those before.
     *
     * @throws TerminalLogException when the log has a front that is not known, or is the bench's own for people
     */
    public byte[] accept(byte[] bytes, int offset, int length) throws TerminalLogException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length);
        for (int i = offset; i < offset + length; i++) {
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                out.writeBytes(pass(true));
            } else if (line.size() == RawLines.LIMIT) {
                out.writeBytes(pass(false));
            }
        }
        return out.toByteArray();
    }

    /** The rest of a log that ends without a line end. */
    public byte[] end() throws TerminalLogException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (line.size() > 0) {
            out.writeBytes(pass(true));
        }
        out.writeBytes(released().toByteArray());
        return out.toByteArray();
    }

    /** Whose front was taken off; empty when none was. */
    public Optional<String> programs() {
        return Optional.ofNullable(front).map(Front::programs);
    }

    /** What the device sent, of all of a log. */
    public byte[] all(byte[] log) throws TerminalLogException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(log.length);
        out.writeBytes(accept(log, 0, log.length));
        out.writeBytes(end());
        return out.toByteArray();
    }

    /** What the device sent, where nobody knows yet what it prints: a front is what nearly all lines have. */
    public static byte[] bare(byte[] log) {
        int lines = 0;
        int[] fronted = new int[FRONTS.size()];
        for (int at = 0, end; at < log.length; at = end + 1) {
            end = lineEnd(log, at);
            if (end > at && log[at] != '\r') {
                lines++;
                String start = start(Arrays.copyOfRange(log, at, Math.min(end, at + 2 * LONGEST_FRONT)));
                for (int i = 0; i < fronted.length; i++) {
                    fronted[i] += FRONTS.get(i).pattern().matcher(start).lookingAt() ? 1 : 0;
                }
            }
        }
        TerminalLog taken = new TerminalLog();
        for (int i = 0; i < fronted.length && taken.front == null; i++) {
            boolean nearlyAll = lines >= SHORTEST_LOG && fronted[i] >= lines - lines / NEARLY_ALL;
            taken.front = nearlyAll ? FRONTS.get(i) : null;
        }
        if (taken.front == null) {
            return log;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(log.length);
        for (int at = 0, end; at < log.length; at = end + 1) {
            end = lineEnd(log, at);
            out.writeBytes(taken.withoutFront(Arrays.copyOfRange(log, at, Math.min(end + 1, log.length))));
        }
        return out.toByteArray();
    }

    private static int lineEnd(byte[] log, int from) {
        int end = from;
        while (end < log.length && log[end] != '\n') {
            end++;
        }
        return end;
    }

    private byte[] pass(boolean ended) throws TerminalLogException {
        byte[] bytes = line.toByteArray();
        line.reset();
        boolean begins = !continued;
        continued = !ended;
        if (!begins) {
            return bytes;
        }
        if (front == null && looking && isHeld(bytes)) {
            held.add(bytes);
            return new byte[0];
        }
        ByteArrayOutputStream out = released();
        out.writeBytes(withoutFront(bytes));
        return out.toByteArray();
    }

    private ByteArrayOutputStream released() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        held.forEach(it -> out.writeBytes(withoutFront(it)));
        held.clear();
        return out;
    }

    private byte[] withoutFront(byte[] bytes) {
        Matcher own = front == null ? null : front.pattern().matcher(start(bytes));
        return own == null || !own.lookingAt() ? bytes : Arrays.copyOfRange(bytes, own.end(), bytes.length);
    }

    /** Recognises the front; true when this line may have one, and only a line behind it can show that. */
    private boolean isHeld(byte[] bytes) throws TerminalLogException {
        String start = start(bytes);
        if (UART_LOG.matcher(start).lookingAt()) {
            throw new TerminalLogException("is a run's uart.log, which is written for people; give uart.raw beside it");
        }
        if (known(bytes, 0)) {
            return false;
        }
        boolean possible = false;
        for (Front each : FRONTS) {
            Matcher own = each.pattern().matcher(start);
            if (own.lookingAt()) {
                possible = true;
                if (known(bytes, own.end())) {
                    front = each;
                    return false;
                }
            }
        }
        refuseUnknown(start);
        looking = held.size() < MOST_HELD;
        return possible && looking;
    }

    private static String start(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 2 * LONGEST_FRONT), StandardCharsets.ISO_8859_1);
    }

    /** Whether the firmware prints what stands there, up to its first CR. */
    private boolean known(byte[] bytes, int from) {
        int begin = from;
        while (begin < bytes.length && bytes[begin] == '\r') {
            begin++;
        }
        int end = begin;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        LinePattern pattern = begin < end ? matcher.find(bytes, begin, end) : null;
        return pattern != null && pattern.prefix().length >= SHORTEST_WORDS;
    }

    /** Two lines that stand behind each other in the firmware, both behind the same text: digits may differ. */
    private void refuseUnknown(String start) throws TerminalLogException {
        Matcher behind = UNKNOWN_FRONT.matcher(start);
        if (!behind.lookingAt()) {
            return;
        }
        String shape = behind.group(1).replaceAll("\\d", "0");
        if (shape.equals(unknown)) {
            throw new TerminalLogException("has something in front of each line that is not known here, \""
                    + DeviceText.escapeControls(behind.group(1)) + "\"; take it off, for example with: cut -c "
                    + (behind.group(1).length() + 1) + "-");
        }
        unknown = shape;
    }
}
