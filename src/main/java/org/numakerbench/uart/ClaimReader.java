package org.numakerbench.uart;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Step;
import org.numakerbench.uart.block.Block;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarRow;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LinePattern;

/** Lines to claims: keeps what spans lines (the running operation, an open block, the steps) and nothing else. */
final class ClaimReader {
    /** What may be printed while an operation waits for its acknowledgement. */
    private static final Set<ClaimKind> INTERRUPTIONS = EnumSet.of(
            ClaimKind.MESSAGE_ARRIVED,
            ClaimKind.TRACE,
            ClaimKind.AT_DRIVER,
            ClaimKind.IO_ERROR,
            ClaimKind.UNRECOGNISED,
            ClaimKind.HEAP_CURRENT,
            ClaimKind.HEAP_MAX,
            ClaimKind.THREAD_STACK,
            ClaimKind.UNFINISHED,
            ClaimKind.OWN);

    /** A capture has a few unknown lines; in a flood of them nobody looks for what each might have been. */
    private static final int MOST_COMPARISONS = 1000;

    private final Grammar grammar;
    private final LineMatcher matcher;
    private final StepResolver steps;
    private final Deque<RawLine> lines = new ArrayDeque<>();
    private final Set<String> filters = new HashSet<>();
    private List<Claim> claims = new ArrayList<>();
    private @Nullable Block block;
    private @Nullable Draft arrival;
    private @Nullable Operation operation;
    private @Nullable Long chars;
    private boolean overprints;
    private int comparisons = MOST_COMPARISONS;

    /** @param run what the device is built for; null when nobody knows */
    ClaimReader(Grammar grammar, @Nullable RunContext run) {
        this.grammar = grammar;
        matcher = new LineMatcher(grammar);
        steps = new StepResolver(run);
    }

    /** The claims completed since the last call. */
    List<Claim> take() {
        List<Claim> taken = claims;
        claims = new ArrayList<>();
        return taken;
    }

    void line(RawLine line) {
        lines.add(line);
        drain();
    }

    /** The capture ended: closes what is open. */
    void end() {
        while (block != null) {
            close(block.end());
            drain();
        }
        arrivalWithoutPayload();
        unfinished();
    }

    private void drain() {
        while (!lines.isEmpty()) {
            RawLine line = lines.removeFirst();
            if (block == null) {
                read(line);
            } else {
                Block.Closing closing = block.offer(line);
                if (closing != null) {
                    close(closing);
                }
            }
        }
    }

    private void close(Block.Closing closing) {
        block = null;
        emit(closing.claim());
        List<RawLine> again = closing.again();
        for (int i = again.size() - 1; i >= 0; i--) {
            lines.addFirst(again.get(i));
        }
    }

    private void read(RawLine line) {
        byte[] data = line.data();
        if (line.overlong()) {
            unrecognised(line, 0, data.length, "overlong", null);
            return;
        }
        int at = 0;
        while (at < data.length) {
            if (data[at] == '\r') {
                at++;
                continue;
            }
            int end = LineMatcher.endOfSegment(data, at);
            at = segment(line, at, end, end < data.length || line.ended());
            if (block != null) {
                if (at < data.length && data[at] == '\r') {
                    at++;
                }
                RawLine rest = line.from(at);
                if (!rest.blank()) {
                    lines.addFirst(rest);
                }
                return;
            }
        }
    }

    /** Reads the text between two CRs; returns how far it got, which is less when a block begins inside. */
    private int segment(RawLine line, int from, int to, boolean whole) {
        byte[] data = line.data();
        LinePattern pattern = matcher.find(data, from, to);
        if (pattern == null || pattern.takesAnyText()) {
            int cut = matcher.interruption(data, from + 1, to);
            if (cut < 0 && pattern != null && to == data.length) {
                cut = matcher.hiddenResult(pattern.row().kind(), data, from + 1, to);
            }
            if (cut > 0) {
                int read = segment(line, from, cut, true);
                return block == null ? segment(line, cut, to, whole) : read;
            }
        }
        if (arrival != null && (pattern == null || pattern.row().part() != GrammarRow.Part.PAYLOAD)) {
            arrivalWithoutPayload();
        }
        if (pattern == null) {
            boolean compared = comparisons > 0;
            comparisons -= compared ? 1 : 0;
            LinePattern near = compared ? matcher.resembled(data, from, to) : null;
            unrecognised(line, from, to, whole ? compared ? null : "uncompared" : "cut", near);
        } else if (!whole && pattern.openEnded() && !mayLackItsEnd(pattern.row().part())) {
            unrecognised(line, from, to, "cut", pattern);
        } else {
            known(pattern, line, from, to, whole);
        }
        return to;
    }

    private static boolean mayLackItsEnd(GrammarRow.Part part) {
        return part == GrammarRow.Part.PROGRESS || part == GrammarRow.Part.TAIL;
    }

    private void known(LinePattern pattern, RawLine line, int from, int to, boolean whole) {
        GrammarRow row = pattern.row();
        if (row.part() == GrammarRow.Part.PROGRESS) {
            begin(pattern, line, from, to, whole);
            return;
        }
        long end = to == line.data().length ? line.end() : line.start() + to;
        byte[] data = line.data();
        int first = from;
        int last = to;
        if (row.kind() == ClaimKind.AT_DRIVER) {
            byte[] masked = WifiPassword.masked(data, from, to);
            if (masked != null) {
                data = masked;
                first = 0;
                last = masked.length;
                pattern = matcher.find(data, first, last);
                if (pattern == null) {
                    unrecognised(line, from, to, null, null);
                    return;
                }
            }
        }
        Draft draft = new Draft(
                row.kind(), row.ok(), DeviceText.decode(data, first, last), line.number(), line.start() + from, end);
        draft.step = row.step();
        pattern.fields(data, matcher.groups(), draft);
        switch (row.part()) {
            case LINE, TAIL, PROGRESS -> result(draft);
            case ASIDE -> emit(draft, steps.of(row.kind(), draft.fields()));
            case ARRIVAL -> arrival = draft;
            case PAYLOAD -> {
                Draft header = arrival;
                arrival = null;
                if (header == null) {
                    header = draft;
                } else {
                    header.add(draft.text(), draft.end);
                }
                ClaimKind running = operation == null ? null : operation.kind;
                block = Block.arrived(header, running, Set.copyOf(filters), matcher);
            }
            case TO_PUBLISH -> {
                settle(draft.kind);
                block = Block.toPublish(draft, overprints, matcher);
            }
            case CERTIFICATE -> {
                settle(draft.kind);
                block = Block.certificate(draft, matcher);
            }
            case CHAIN -> {
                settle(draft.kind);
                block = Block.chain(draft, matcher);
            }
            case REQUEST -> {
                settle(draft.kind);
                block = Block.request(draft, matcher);
                chars = null;
            }
            case RESPONSE -> {
                settle(draft.kind);
                block = Block.response(draft, chars, matcher);
                chars = null;
            }
            case CRASH_BLOCK -> {
                unfinished();
                block = Block.crash(draft, matcher);
            }
        }
    }

    private void begin(LinePattern pattern, RawLine line, int from, int to, boolean whole) {
        unfinished();
        overprints = true;
        int[] groups = matcher.groups();
        ClaimKind kind = pattern.row().kind();
        String topic = pattern.slots() == 0 ? null : DeviceText.decode(line.data(), groups[0], groups[1]);
        if (kind == ClaimKind.MQTT_SUBSCRIBE && topic != null) {
            filters.add(topic);
        }
        operation = new Operation(kind, steps.enter(kind, topic), topic, line, from, to, whole);
    }

    private void result(Draft draft) {
        Operation open = operation;
        if (open != null && open.kind == draft.kind) {
            operation = null;
            absorb(open, draft, open.differsFrom(draft));
            return;
        }
        settle(draft.kind);
        if (draft.kind == ClaimKind.BOOT_BANNER) {
            steps.restart();
            filters.clear();
            overprints = false;
            chars = null;
        } else if (draft.kind == ClaimKind.PHASE_START) {
            filters.clear();
        } else if (draft.kind == ClaimKind.HTTPS_RECEIVED) {
            chars = (Long) draft.fields().get("chars");
        }
        remember(draft);
        emit(draft);
    }

    /** The claim takes the progress text that it overprints. */
    private void absorb(Operation open, Draft draft, boolean tellProgress) {
        if (tellProgress) {
            draft.put("progress", open.text());
        }
        if (open.interrupted) {
            draft.put("progressStart", open.start);
            draft.put("progressEnd", open.end);
        } else {
            draft.line = open.line;
            draft.start = open.start;
        }
        remember(draft);
        emit(draft);
    }

    private void remember(Draft draft) {
        if (draft.kind == ClaimKind.MQTT_SUBSCRIBE && draft.fields().get("filter") instanceof String filter) {
            filters.add(filter);
        }
    }

    /** Another claim of the test itself shows that the operation will never be completed. */
    private void settle(ClaimKind kind) {
        if (!INTERRUPTIONS.contains(kind)) {
            unfinished();
        }
    }

    private void unfinished() {
        Operation open = operation;
        if (open != null) {
            operation = null;
            Draft draft = new Draft(ClaimKind.UNFINISHED, null, open.text(), open.line, open.start, open.end);
            draft.put("operation", open.kind.word());
            if (open.topic != null) {
                draft.put("topic", open.topic);
            }
            if (open.cut) {
                draft.put("cut", true);
            }
            emit(draft, open.step);
        }
    }

    private void arrivalWithoutPayload() {
        Draft header = arrival;
        if (header != null) {
            arrival = null;
            emit(header);
        }
    }

    private void unrecognised(RawLine line, int from, int to, @Nullable String flag, @Nullable LinePattern resembled) {
        byte[] data = line.data();
        byte[] masked = WifiPassword.masked(data, from, to);
        int first = masked == null ? from : 0;
        int last = masked == null ? to : masked.length;
        byte[] shown = masked == null ? data : masked;
        long end = to == data.length ? line.end() : line.start() + to;
        Draft draft = new Draft(
                ClaimKind.UNRECOGNISED,
                null,
                DeviceText.printable(shown, first, last),
                line.number(),
                line.start() + from,
                end);
        draft.put("bytes", DeviceText.bytes(shown, first, last));
        if (flag != null) {
            draft.put(flag, true);
        }
        Operation open = operation;
        if (resembled != null) {
            GrammarRow row = resembled.row();
            draft.put("resembles", row.pattern());
            draft.put("resemblesKind", row.kind().word());
            if (open != null && open.kind == row.kind() && from > 0 && data[from - 1] == '\r') {
                operation = null;
                absorb(open, draft, true);
                return;
            }
        }
        emit(draft, steps.running());
    }

    private void emit(Draft draft) {
        boolean aside = operation != null && INTERRUPTIONS.contains(draft.kind);
        Step own = draft.step;
        if (own != null) {
            if (!aside) {
                steps.run(own);
            }
            emit(draft, own);
            if (grammar.endsPhase(draft.fields().get(FirmwareDescription.ROW))) {
                steps.leave(own);
            }
            return;
        }
        emit(draft, aside ? steps.of(draft.kind, draft.fields()) : steps.enter(draft.kind, draft.fields()));
    }

    private void emit(Draft draft, @Nullable Step step) {
        claims.add(draft.claim(steps.complete(draft.kind, draft.fields(), step)));
        if (operation != null) {
            operation.interrupted = true;
        }
    }
}
