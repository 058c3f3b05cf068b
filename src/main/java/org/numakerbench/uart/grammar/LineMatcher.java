package org.numakerbench.uart.grammar;

import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.RawLine;

/** Looks at a line with the grammar's eyes. */
public final class LineMatcher {
    private final RowIndex index = FirmwareGrammar.INDEX;
    private final int[] groups = index.groups();

    public int[] groups() {
        return groups;
    }

    public @Nullable LinePattern find(byte[] data, int from, int to) {
        return index.find(data, from, to, groups);
    }

    /** The row that the text of {@code line} up to its first bare CR (leading ones left aside) matches, or null. */
    public @Nullable Row first(RawLine line) {
        int from = line.afterLeadingReturns();
        return row(line.data(), from, endOfSegment(line.data(), from));
    }

    /** The row that any later overprint of the line matches as a result of {@code kind}, or null. */
    public @Nullable Row overprint(RawLine line, ClaimKind kind) {
        byte[] data = line.data();
        int at = endOfSegment(data, line.afterLeadingReturns());
        while (at < data.length) {
            int end = endOfSegment(data, at + 1);
            Row row = row(data, at + 1, end);
            if (row != null && row.kind() == kind && row.part() == Row.Part.LINE) {
                return row;
            }
            at = end;
        }
        return null;
    }

    /** The text that the placeholder of the first segment's row took first; null without one. */
    public @Nullable String firstText(RawLine line) {
        int from = line.afterLeadingReturns();
        LinePattern pattern = find(line.data(), from, endOfSegment(line.data(), from));
        return pattern == null || pattern.slots() == 0 ? null : DeviceText.decode(line.data(), groups[0], groups[1]);
    }

    public static int endOfSegment(byte[] data, int from) {
        int end = from;
        while (end < data.length && data[end] != '\r') {
            end++;
        }
        return end;
    }

    private @Nullable Row row(byte[] data, int from, int to) {
        LinePattern pattern = from < to ? find(data, from, to) : null;
        return pattern == null ? null : pattern.row();
    }
}
