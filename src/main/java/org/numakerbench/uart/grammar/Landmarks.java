package org.numakerbench.uart.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.RawLine;

/** Texts that can begin in the middle of a line or of a block. */
final class Landmarks {
    /** By their first byte. */
    private final byte[][][] interruptions = new byte[256][][];

    private final List<byte[]> crashes = new ArrayList<>();
    private final Map<ClaimKind, List<byte[]>> progress = new EnumMap<>(ClaimKind.class);
    private final Map<ClaimKind, List<byte[]>> results = new EnumMap<>(ClaimKind.class);

    Landmarks(List<LinePattern> patterns) {
        for (LinePattern pattern : patterns) {
            GrammarRow row = pattern.row();
            String interrupts = row.interrupts();
            if (interrupts != null) {
                interruption(interrupts.isEmpty() ? pattern.prefix() : interrupts.getBytes(StandardCharsets.UTF_8));
            }
            if (row.part() == GrammarRow.Part.CRASH_BLOCK) {
                crashes.add(pattern.prefix());
            } else if (row.part() == GrammarRow.Part.PROGRESS) {
                add(progress, pattern);
            } else if (row.part() == GrammarRow.Part.LINE) {
                add(results, pattern);
            }
        }
        results.keySet().retainAll(progress.keySet());
    }

    private static void add(Map<ClaimKind, List<byte[]>> into, LinePattern pattern) {
        List<byte[]> texts = into.computeIfAbsent(pattern.row().kind(), kind -> new ArrayList<>());
        if (texts.isEmpty() || !Arrays.equals(texts.get(texts.size() - 1), pattern.prefix())) {
            texts.add(pattern.prefix());
        }
    }

    private void interruption(byte[] text) {
        int first = text[0] & 0xFF;
        byte[][] others = interruptions[first];
        byte[][] all = others == null ? new byte[1][] : Arrays.copyOf(others, others.length + 1);
        all[all.length - 1] = text;
        interruptions[first] = all;
    }

    /** Where, from {@code from} on, another line begins in the middle of this one; -1 when none does. */
    int interruption(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[][] texts = interruptions[data[i] & 0xFF];
            if (texts != null) {
                for (byte[] text : texts) {
                    if (LinePattern.startsWith(text, data, i, to) && !isTraced(data, i)) {
                        return i;
                    }
                }
            }
        }
        return -1;
    }

    /** The driver's lines also come within a trace: {@code [DBG ][ESPA]: AT> AT+CIFSR}. */
    private static boolean isTraced(byte[] data, int at) {
        return data[at] == 'A' && at > 2 && data[at - 3] == ']' && data[at - 2] == ':' && data[at - 1] == ' ';
    }

    /** Where a lost CR hides the result of an operation behind its progress text; -1 when nowhere. */
    int result(ClaimKind operation, byte[] data, int from, int to) {
        List<byte[]> texts = results.getOrDefault(operation, List.of());
        for (int i = from; i < to && !texts.isEmpty(); i++) {
            for (byte[] text : texts) {
                if (LinePattern.startsWith(text, data, i, to)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Where a crash block begins, its first line being the last text of this line; -1 when it does not. */
    int crash(RawLine line) {
        byte[] data = line.data();
        int end = data.length;
        while (end > 0 && data[end - 1] == '\r') {
            end--;
        }
        for (byte[] mark : crashes) {
            if (LinePattern.startsWith(mark, data, end - mark.length, end)) {
                return end - mark.length;
            }
        }
        return -1;
    }

    /** True when the bytes are a piece, from its beginning on, of the progress text of the operation. */
    boolean beginsProgress(ClaimKind operation, byte[] data) {
        return progress.getOrDefault(operation, List.of()).stream()
                .anyMatch(text -> LinePattern.startsWith(data, text, 0, text.length));
    }
}
