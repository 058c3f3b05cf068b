package org.numakerbench.uart.grammar;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the line of the grammar that an unknown line resembles: the same but for a few bytes changed, lost or added, or
 * one of its ends missing. Tells wire damage from text that the firmware never prints.
 */
final class NearMiss {
    /** Longer lines are not compared: the longest literal texts of the grammar have about 90 characters. */
    static final int LONGEST = 256;

    /** Shorter pieces of a line resemble anything. */
    private static final int SHORTEST_PIECE = 8;

    /** One damaged byte in five still shows the line; more than eight is another line. */
    private static final int SHARE = 5;

    private static final int MOST_EDITS = 8;
    /** So short a frame around placeholders fits much that was never meant. */
    private static final int FEW_LITERALS = 12;
    /** A wire loses bytes and changes them; text that it adds is noise. A printable byte more speaks for another line. */
    private static final int PRINTABLE_ADDED = 2;
    /** What begins with less may begin anywhere. */
    private static final int SHORTEST_PREFIX = 3;
    /** Symbols below 0 are placeholders: {@code WILDCARD - type.ordinal()}. */
    private static final int WILDCARD = -1;

    private static final LinePattern.Type[] TYPES = LinePattern.Type.values();

    private record Shape(LinePattern pattern, int[] symbols, int literals, int prefix) {}

    private final List<Shape> shapes = new ArrayList<>();

    NearMiss(List<LinePattern> patterns) {
        for (LinePattern pattern : patterns) {
            if (pattern.prefix().length >= SHORTEST_PREFIX) {
                shapes.add(shape(pattern));
            }
        }
    }

    /** The pattern nearest to {@code data[from, to)}, or null when none is near. */
    @Nullable
    LinePattern find(byte[] data, int from, int to) {
        int length = to - from;
        if (length < 4 || length > LONGEST) {
            return null;
        }
        Shape best = null;
        int least = Integer.MAX_VALUE;
        for (Shape shape : shapes) {
            int most = Math.min(MOST_EDITS, Math.max(1, Math.min(shape.literals, length) / SHARE));
            if (wild(shape) && shape.literals < FEW_LITERALS) {
                most = 1;
            }
            int edits = edits(shape, data, from, length, Math.min(most, least - 1));
            if (edits < least) {
                least = edits;
                best = shape;
            }
        }
        return best == null ? null : best.pattern;
    }

    private static Shape shape(LinePattern pattern) {
        List<byte[]> parts = pattern.literals();
        int literals = 0;
        for (byte[] part : parts) {
            literals += part.length;
        }
        int[] symbols = new int[literals + parts.size() - 1];
        int count = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                symbols[count++] = WILDCARD - pattern.types().get(i - 1).ordinal();
            }
            for (byte b : parts.get(i)) {
                symbols[count++] = b & 0xFF;
            }
        }
        return new Shape(pattern, symbols, literals, pattern.prefix().length);
    }

    /**
     * Edit distance, a wildcard taking any run of what it stands for for nothing; Integer.MAX_VALUE when above {@code most}. A piece that lacks
     * the line's end costs one edit, wherever it was cut, and has to be long enough; a lost beginning costs the more, the
     * longer it was, for what follows a placeholder fits anything.
     */
    private static int edits(Shape shape, byte[] data, int from, int length, int most) {
        int[] symbols = shape.symbols;
        if (most < 0 || !wild(shape) && length > symbols.length + most) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[length + 1];
        for (int j = 1; j <= length; j++) {
            row[j] = row[j - 1] + added(data[from + j - 1]);
        }
        int best = Integer.MAX_VALUE;
        for (int i = 1; i <= symbols.length; i++) {
            int symbol = symbols[i - 1];
            int diagonal = row[0];
            boolean headLost = i <= shape.prefix - SHORTEST_PIECE;
            boolean wild = symbol <= WILDCARD;
            row[0] = wild ? row[0] : headLost ? Math.min(row[0] + 1, 1 + i / SHARE) : row[0] + 1;
            int smallest = row[0];
            for (int j = 1; j <= length; j++) {
                int above = row[j];
                byte b = data[from + j - 1];
                int value = wild
                        ? Math.min(above, row[j - 1] + (TYPES[WILDCARD - symbol].takes(b) ? 0 : 1))
                        : Math.min(
                                diagonal + ((b & 0xFF) == symbol ? 0 : 1), Math.min(above + 1, row[j - 1] + added(b)));
                diagonal = above;
                row[j] = value;
                smallest = Math.min(smallest, value);
            }
            boolean tailLost = i >= SHORTEST_PIECE && length >= SHORTEST_PIECE && i <= shape.prefix;
            if (tailLost) {
                best = Math.min(best, row[length] + 1);
            }
            if (smallest > most) {
                break;
            }
            if (i == symbols.length) {
                best = Math.min(best, row[length]);
            }
        }
        return best <= most ? best : Integer.MAX_VALUE;
    }

    private static int added(byte b) {
        return b >= ' ' && b < 0x7F ? PRINTABLE_ADDED : 1;
    }

    private static boolean wild(Shape shape) {
        return shape.symbols.length > shape.literals;
    }
}
