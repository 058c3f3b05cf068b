package org.numakerbench.uart.block;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.Draft;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;

/**
 * A raw HTTP request or response. A response ends after the characters that {@code HTTPS: Received N chars} counted, a
 * request after its own Content-Length. Where the text has bare LFs the wire shows CR LF, so the count leaves some room;
 * then, and when bytes were lost, the line that comes next in the firmware decides.
 */
final class HttpBlock implements Block {
    /** The firmware's buffer has 600 bytes; every one of 599 may be an LF sent as CR LF. */
    static final int MOST_CHARS = 599;

    private static final int LIMIT = 2048;
    private static final Pattern LENGTH = Pattern.compile("\\d{1,4}");
    private static final Pattern STATUS = Pattern.compile("\\d{3}");
    private static final Set<ClaimKind> AFTER_REQUEST = EnumSet.of(
            ClaimKind.HTTPS_RECEIVED,
            ClaimKind.IO_ERROR,
            ClaimKind.CRASH,
            ClaimKind.BOOT_BANNER,
            ClaimKind.HEAP_CURRENT);
    private static final Set<ClaimKind> AFTER_RESPONSE = EnumSet.of(
            ClaimKind.HTTPS_STEP_END,
            ClaimKind.HTTPS_STEP_START,
            ClaimKind.IO_ERROR,
            ClaimKind.CRASH,
            ClaimKind.BOOT_BANNER,
            ClaimKind.HEAP_CURRENT);

    private final Draft draft;
    private final LineMatcher matcher;
    private final boolean request;
    private final List<RawLine> lines = new ArrayList<>();
    private @Nullable Long expected;
    private @Nullable Long contentLength;
    private int headerLines = -1;
    private int before;
    private int breaksInBody;
    private int possible;
    private int candidate;

    /** {@code chars}: the announced length of a response, null when not known. */
    HttpBlock(Draft draft, boolean request, @Nullable Long chars, LineMatcher matcher) {
        this.draft = draft;
        this.request = request;
        this.matcher = matcher;
        this.expected = chars == null || chars > MOST_CHARS ? null : chars;
    }

    @Override
    public @Nullable Closing offer(RawLine line) {
        GrammarRow row = matcher.first(line);
        boolean follows = row != null && (request ? AFTER_REQUEST : AFTER_RESPONSE).contains(row.kind())
                || matcher.crash(line) == 0;
        if (follows) {
            if (expected == null || possible == lines.size() && possible > 0) {
                return closing(lines.size(), expected != null, List.of(line));
            }
            if (candidate == 0 && !lines.isEmpty()) {
                candidate = lines.size();
            }
        }
        lines.add(line);
        int most = before + line.data().length;
        int least = most - breaksInBody;
        before = most + 2;
        if (headerLines < 0) {
            header(line);
        } else {
            breaksInBody++;
        }
        if (expected != null) {
            // A text cut after the CR of a CR LF: the CR before the final LF is its own.
            boolean cutInLineEnd = most + 1 == expected && headerLines < 0;
            if (line.ended() && (most == expected && least == most || cutInLineEnd)) {
                return closing(lines.size(), true, List.of());
            }
            if (least <= expected && expected <= most) {
                possible = lines.size();
            }
            if (least > expected) {
                return overrun();
            }
        }
        return before > LIMIT || line.overlong() ? overrun() : null;
    }

    @Override
    public Closing end() {
        if (candidate > 0) {
            return closing(candidate, possible == candidate, List.of());
        }
        return closing(lines.size(), possible == lines.size() && possible > 0, List.of());
    }

    private Closing overrun() {
        int count = candidate > 0 ? candidate : possible > 0 ? possible : lines.size();
        return closing(count, count == possible, List.of());
    }

    private void header(RawLine line) {
        String text = line.shown();
        if (text.isEmpty()) {
            headerLines = lines.size();
            if (contentLength != null && (request || expected == null)) {
                expected = before + contentLength;
            }
            return;
        }
        int colon = text.indexOf(':');
        if (colon == 14 && text.regionMatches(true, 0, "content-length", 0, colon)) {
            String value = text.substring(colon + 1).strip();
            if (LENGTH.matcher(value).matches()) {
                contentLength = Long.valueOf(value);
            }
        }
    }

    private Closing closing(int count, boolean complete, List<RawLine> more) {
        List<RawLine> again = new ArrayList<>(lines.subList(count, lines.size()));
        again.addAll(more);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            RawLine line = lines.get(i);
            String text = DeviceText.decode(line.data(), 0, line.data().length);
            draft.add(text, line.end());
            if (i == 0) {
                firstLine(text);
            } else if (headerLines < 0 || i < headerLines) {
                if (request && text.regionMatches(true, 0, "host:", 0, 5)) {
                    draft.put("host", text.substring(5).strip());
                }
            } else {
                body.append(i > headerLines ? "\n" : "").append(text);
            }
        }
        if (request && contentLength != null) {
            draft.put("contentLength", contentLength);
        }
        if (headerLines >= 0 && headerLines < count) {
            draft.put("body", body.toString());
        }
        draft.put("complete", complete);
        return new Closing(draft, again);
    }

    private void firstLine(String text) {
        String[] words = text.split(" ", 3);
        if (request && words.length == 3 && words[2].startsWith("HTTP/")) {
            draft.put("method", words[0]);
            draft.put("path", words[1]);
        } else if (!request
                && words.length >= 2
                && words[0].startsWith("HTTP/")
                && STATUS.matcher(words[1]).matches()) {
            draft.put("status", Long.valueOf(words[1]));
        }
    }
}
