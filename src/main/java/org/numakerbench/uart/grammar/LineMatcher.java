package org.numakerbench.uart.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.RawLine;

/** Looks at a line with the grammar's eyes. Keeps what the placeholders took: not for several threads at once. */
public final class LineMatcher {
    /** Fewer characters at the beginning are the same by chance. */
    private static final int SHORTEST_LIKENESS = 4;

    private final RowIndex index;
    private final Landmarks landmarks;
    private final NearMiss nearMiss;
    private final int[] groups;

    public LineMatcher(Grammar grammar) {
        index = grammar.index;
        landmarks = grammar.landmarks;
        nearMiss = grammar.nearMiss;
        groups = index.groups();
    }

    /** Start and end of each placeholder of the last line found. */
    public int[] groups() {
        return groups;
    }

    /** The pattern that {@code data[from, to)} matches as a whole, or null. */
    public @Nullable LinePattern find(byte[] data, int from, int to) {
        return index.find(data, from, to, groups);
    }

    /** The pattern nearest to an unknown text, or null when none is near. */
    public @Nullable LinePattern resembled(byte[] data, int from, int to) {
        return nearMiss.find(data, from, to);
    }

    /**
     * The row that comes nearest to a text that none takes.
     *
     * @param row its pattern
     * @param at byte of the text up to which the two agree, from 0
     * @param expected what the row has there
     */
    public record Nearly(GrammarRow row, int at, String expected) {}

    /** The row that comes nearest to an unknown text; null when none is near. */
    public @Nullable Nearly nearest(byte[] data, int from, int to) {
        LinePattern near = nearMiss.find(data, from, to);
        LinePattern.Reach farthest = near == null ? null : near.reach(data, from, to);
        for (LinePattern pattern : near == null ? index.patterns() : List.<LinePattern>of()) {
            LinePattern.Reach reach = pattern.reach(data, from, to);
            if (reach.at() >= SHORTEST_LIKENESS && (farthest == null || reach.at() > farthest.at())) {
                near = pattern;
                farthest = reach;
            }
        }
        return near == null || farthest == null ? null : new Nearly(near.row(), farthest.at(), farthest.expected());
    }

    /** Where, from {@code from} on, another line begins in the middle of this one; -1 when none does. */
    public int interruption(byte[] data, int from, int to) {
        return landmarks.interruption(data, from, to);
    }

    /** Where a lost CR hides the result of an operation behind its progress text; -1 when nowhere. */
    public int hiddenResult(ClaimKind operation, byte[] data, int from, int to) {
        return landmarks.result(operation, data, from, to);
    }

    /** Where a crash block begins, its first line being the last text of this line; -1 when it does not. */
    public int crash(RawLine line) {
        return landmarks.crash(line);
    }

    /** True when the line is the first of a new start of the board. */
    public boolean banner(RawLine line) {
        GrammarRow row = row(line.data(), line.afterLeadingReturns(), line.data().length);
        return row != null && row.kind() == ClaimKind.BOOT_BANNER;
    }

    /** True when the bytes are a piece, from its beginning on, of the progress text of the operation. */
    public boolean beginsProgress(ClaimKind operation, byte[] data) {
        return landmarks.beginsProgress(operation, data);
    }

    /** The row that the text of {@code line} up to its first bare CR (leading ones left aside) matches, or null. */
    public @Nullable GrammarRow first(RawLine line) {
        int from = line.afterLeadingReturns();
        return row(line.data(), from, endOfSegment(line.data(), from));
    }

    /** The row that any later overprint of the line matches as a result of {@code kind}, or null. */
    public @Nullable GrammarRow overprint(RawLine line, ClaimKind kind) {
        byte[] data = line.data();
        int at = endOfSegment(data, line.afterLeadingReturns());
        while (at < data.length) {
            int end = endOfSegment(data, at + 1);
            GrammarRow row = row(data, at + 1, end);
            if (row != null && row.kind() == kind && row.part() == GrammarRow.Part.LINE) {
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

    /** Where the text that begins at {@code from} ends: at the next CR, or with the line. */
    public static int endOfSegment(byte[] data, int from) {
        int end = from;
        while (end < data.length && data[end] != '\r') {
            end++;
        }
        return end;
    }

    private @Nullable GrammarRow row(byte[] data, int from, int to) {
        LinePattern pattern = from < to ? find(data, from, to) : null;
        return pattern == null ? null : pattern.row();
    }
}
