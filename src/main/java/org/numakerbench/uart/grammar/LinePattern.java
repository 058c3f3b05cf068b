package org.numakerbench.uart.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.numakerbench.uart.Draft;

/** A row's pattern, ready to match bytes: a literal prefix, then slots, each followed by a literal. */
public final class LinePattern {
    /** More digits than the firmware prints, fewer than overflow a long. */
    private static final int MOST_DIGITS = 18;

    /** What a placeholder takes; greedy up to the last occurrence of what follows it, unless stated otherwise. */
    enum Type {
        /** One byte or more. */
        TEXT,
        /** Any bytes, or none. */
        ANY,
        /** Bytes without space, up to the first occurrence of what follows. */
        WORD,
        /** Decimal digits with or without sign. */
        INT,
        /** Hexadecimal digits, read as a number. */
        HEX,
        /** Hexadecimal digits, kept as text with 0x before. */
        HEXTEXT,
        /** Spaces or none. */
        SPACES;

        /** By its name in a pattern. */
        static Type of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** Whether the placeholder can hold this byte. */
        boolean takes(byte b) {
            return switch (this) {
                case TEXT, ANY -> true;
                case WORD -> b != ' ';
                case INT -> b == '-' || Character.digit(b, 10) >= 0;
                case HEX, HEXTEXT -> Character.digit(b, 16) >= 0;
                case SPACES -> b == ' ';
            };
        }
    }

    private record Slot(String name, Type type, byte[] after) {}

    private final GrammarRow row;
    private final byte[] prefix;
    private final Slot[] slots;
    private final String[] constants;

    private LinePattern(GrammarRow row, byte[] prefix, List<Slot> slots, List<String> constants) {
        this.row = row;
        this.prefix = prefix;
        this.slots = slots.toArray(new Slot[0]);
        this.constants = constants.toArray(new String[0]);
    }

    /** The patterns of a row: one, or one for each choice of words in it. */
    static List<LinePattern> of(GrammarRow row) {
        List<String> constants = new ArrayList<>();
        for (Map.Entry<String, String> field : row.fields().entrySet()) {
            constants.add(field.getKey());
            constants.add(field.getValue());
        }
        List<LinePattern> patterns = new ArrayList<>();
        expand(row, row.pattern(), 0, constants, patterns);
        return patterns;
    }

    private static void expand(GrammarRow row, String text, int from, List<String> constants, List<LinePattern> into) {
        int open = text.indexOf('{', from);
        while (open >= 0) {
            int close = text.indexOf('}', open);
            String[] words = text.substring(open + 1, close).split("\\|");
            if (words.length > 1) {
                for (int i = 1; i < words.length; i++) {
                    List<String> chosen = new ArrayList<>(constants);
                    chosen.add(words[0]);
                    chosen.add(words[i].strip());
                    String rest = text.substring(0, open) + words[i] + text.substring(close + 1);
                    expand(row, rest, open + words[i].length(), chosen, into);
                }
                return;
            }
            open = text.indexOf('{', close);
        }
        into.add(compile(row, text, constants));
    }

    private static LinePattern compile(GrammarRow row, String text, List<String> constants) {
        List<Slot> slots = new ArrayList<>();
        int open = text.indexOf('{');
        byte[] prefix = bytes(open < 0 ? text : text.substring(0, open));
        while (open >= 0) {
            int close = text.indexOf('}', open);
            int next = text.indexOf('{', close);
            String[] nameAndType = text.substring(open + 1, close).split(":");
            Type type = nameAndType.length == 1 ? Type.TEXT : Type.of(nameAndType[1]);
            slots.add(
                    new Slot(nameAndType[0], type, bytes(text.substring(close + 1, next < 0 ? text.length() : next))));
            open = next;
        }
        return new LinePattern(row, prefix, slots, constants);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public GrammarRow row() {
        return row;
    }

    public byte[] prefix() {
        return prefix;
    }

    public int slots() {
        return slots.length;
    }

    /** True when the text may go on after what has come: its last part is a placeholder. */
    public boolean openEnded() {
        return slots.length > 0 && slots[slots.length - 1].after.length == 0;
    }

    /** True when such a placeholder takes any text, so also that of another line that begins in the middle. */
    public boolean takesAnyText() {
        return openEnded() && (slots[slots.length - 1].type == Type.TEXT || slots[slots.length - 1].type == Type.ANY);
    }

    /** What the placeholders stand for, in order. */
    List<Type> types() {
        List<Type> types = new ArrayList<>();
        for (Slot slot : slots) {
            types.add(slot.type);
        }
        return types;
    }

    /** The literals between placeholders, in order; the first is the prefix. */
    List<byte[]> literals() {
        List<byte[]> literals = new ArrayList<>();
        literals.add(prefix);
        for (Slot slot : slots) {
            literals.add(slot.after);
        }
        return literals;
    }

    /**
     * Matches what follows the prefix.
     *
     * @param position after the prefix
     * @param groups takes start and end of each placeholder
     */
    boolean matches(byte[] data, int position, int end, int[] groups) {
        int at = position;
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            int to = extent(slot, i == slots.length - 1, data, at, end);
            if (to < 0) {
                return false;
            }
            groups[2 * i] = at;
            groups[2 * i + 1] = to;
            at = to + slot.after.length;
        }
        return at == end;
    }

    private static int extent(Slot slot, boolean last, byte[] data, int at, int end) {
        byte[] after = slot.after;
        int to = switch (slot.type) {
            case TEXT, ANY -> last ? end - after.length : lastIndexOf(after, data, at, end);
            case WORD -> word(after, data, at, end);
            case INT -> digits(data, at < end && data[at] == '-' ? at + 1 : at, end, 10);
            case HEX, HEXTEXT -> digits(data, at, end, 16);
            case SPACES -> spaces(data, at, end);
        };
        boolean empty = slot.type != Type.ANY && slot.type != Type.SPACES && to <= at;
        return to < at || empty || !startsWith(after, data, to, end) ? -1 : to;
    }

    private static int digits(byte[] data, int at, int end, int radix) {
        int to = at;
        while (to < end && to - at < MOST_DIGITS && Character.digit(data[to], radix) >= 0) {
            to++;
        }
        return to == at ? -1 : to;
    }

    private static int spaces(byte[] data, int at, int end) {
        int to = at;
        while (to < end && data[to] == ' ') {
            to++;
        }
        return to;
    }

    private static int word(byte[] after, byte[] data, int at, int end) {
        int to = at;
        while (to < end && data[to] != ' ' && (after.length == 0 || !startsWith(after, data, to, end))) {
            to++;
        }
        return to;
    }

    private static int lastIndexOf(byte[] literal, byte[] data, int from, int end) {
        for (int i = end - literal.length; i >= from; i--) {
            if (startsWith(literal, data, i, end)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean startsWith(byte[] literal, byte[] data, int at, int end) {
        if (at < 0 || end - at < literal.length) {
            return false;
        }
        for (int i = 0; i < literal.length; i++) {
            if (data[at + i] != literal[i]) {
                return false;
            }
        }
        return true;
    }

    /** Puts the fields of a matched line into the draft. */
    public void fields(byte[] data, int[] groups, Draft draft) {
        for (int i = 0; i < constants.length; i += 2) {
            draft.put(constants[i], constants[i + 1]);
        }
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            if (!slot.name.isEmpty()) {
                draft.put(slot.name, value(slot.type, data, groups[2 * i], groups[2 * i + 1]));
            }
        }
    }

    private static Object value(Type type, byte[] data, int from, int to) {
        return switch (type) {
            case INT -> number(data, from, to, 10);
            case HEX -> number(data, from, to, 16);
            case HEXTEXT -> "0x" + new String(data, from, to - from, StandardCharsets.UTF_8);
            default -> new String(data, from, to - from, StandardCharsets.UTF_8);
        };
    }

    private static Long number(byte[] data, int from, int to, int radix) {
        boolean negative = data[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            value = value * radix + Character.digit(data[i], radix);
        }
        return negative ? -value : value;
    }
}
