package org.numakerbench.uart.block;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.Draft;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;

/**
 * A raw payload, printed as it is. Its end:
 *
 * <ul>
 *   <li>a JSON object ends with the line on which its braces balance;
 *   <li>any other payload ends before the first line that can follow it ({@link AfterPayload});
 *   <li>a crash or a restart ends any payload;
 *   <li>one that finds no end within {@link #LIMIT} is taken to be one line, and the rest is read again.
 * </ul>
 *
 * The UART sends LF as CR LF, so CR LF in a payload cannot be told from LF: both are LF in the claim.
 */
final class PayloadBlock implements Block {
    /** A packet has at most 1000 bytes (MAX_MQTT_PACKET_SIZE), each of which may be an LF sent as CR LF. */
    static final int LIMIT = 2048;

    private final Draft draft;
    private final AfterPayload after;
    private final LineMatcher matcher;
    private final List<RawLine> lines = new ArrayList<>();
    private final JsonExtent json = new JsonExtent();
    private int size;
    private int perhaps;

    PayloadBlock(Draft draft, AfterPayload after, LineMatcher matcher) {
        this.draft = draft;
        this.after = after;
        this.matcher = matcher;
    }

    @Override
    public @Nullable Closing offer(RawLine line) {
        int crash = matcher.crash(line);
        if (crash >= 0) {
            if (crash > 0 && !line.before(crash).blank()) {
                lines.add(line.before(crash));
            }
            return interrupted(List.of(line.from(crash)));
        }
        if (restarted(line)) {
            RawLine banner = lines.remove(lines.size() - 1);
            return interrupted(List.of(banner, line));
        }
        if (!lines.isEmpty()) {
            switch (after.follows(lines, line)) {
                case YES -> {
                    return closing(lines.size(), lines.size(), List.of(line));
                }
                case YES_AFTER_EMPTY_LINE -> {
                    return closing(withoutEmptyLine(), lines.size(), List.of(line));
                }
                case PERHAPS -> perhaps = lines.size();
                case NO -> {}
            }
        }
        lines.add(line);
        size += line.data().length + 2;
        json.add(line.data());
        if (json.complete() && line.ended()) {
            return closing(lines.size(), lines.size(), List.of());
        }
        return size > LIMIT || line.overlong() ? endless() : null;
    }

    @Override
    public Closing end() {
        if (perhaps > 0) {
            return closing(perhaps, perhaps, List.of());
        }
        if (!lines.isEmpty() && matcher.banner(lines.get(lines.size() - 1))) {
            return interrupted(List.of(lines.remove(lines.size() - 1)));
        }
        if (lines.isEmpty() || !lines.get(lines.size() - 1).ended()) {
            draft.put("cut", true);
        }
        return closing(withoutEmptyLine(), lines.size(), List.of());
    }

    private boolean restarted(RawLine line) {
        if (lines.isEmpty() || !matcher.banner(lines.get(lines.size() - 1))) {
            return false;
        }
        GrammarRow row = matcher.first(line);
        return row != null && row.kind() == ClaimKind.MBED_OS_VERSION;
    }

    private Closing interrupted(List<RawLine> again) {
        if (perhaps > 0 && perhaps <= lines.size()) {
            return closing(perhaps, perhaps, again);
        }
        draft.put("cut", true);
        return closing(lines.size(), lines.size(), again);
    }

    private Closing endless() {
        int end = perhaps > 0 ? perhaps : 1;
        return closing(end, end, List.of());
    }

    private int withoutEmptyLine() {
        int count = lines.size();
        return count > 1 && lines.get(count - 1).blank() ? count - 1 : count;
    }

    /** The payload is the first {@code count} lines; those from {@code next} on are read again. */
    private Closing closing(int count, int next, List<RawLine> more) {
        List<RawLine> again = new ArrayList<>(lines.subList(next, lines.size()));
        again.addAll(more);
        if (count > 0) {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            for (int i = 0; i < count; i++) {
                if (i > 0) {
                    payload.write('\n');
                }
                payload.writeBytes(lines.get(i).data());
            }
            byte[] bytes = payload.toByteArray();
            String text = DeviceText.decode(bytes, 0, bytes.length);
            draft.put("payload", text);
            if (text.indexOf('\uFFFD') >= 0 && !DeviceText.wellFormed(bytes)) {
                draft.put("payloadBytes", DeviceText.bytes(bytes, 0, bytes.length));
            }
            draft.add(text, lines.get(count - 1).end());
        }
        return new Closing(draft, again);
    }
}
