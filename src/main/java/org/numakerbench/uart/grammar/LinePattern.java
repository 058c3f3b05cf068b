package org.numakerbench.uart.grammar;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
        SPACES,
        /** A decimal number with or without sign and fraction. */
        NUMBER;

        /** By its name in a pattern. */
        static Type of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** For a person. */
        String words() {
            return switch (this) {
                case TEXT -> "a text";
                case ANY, SPACES -> "nothing or a text";
                case WORD -> "a word";
                case INT -> "a whole number";
                case HEX, HEXTEXT -> "a hexadecimal number";
                case NUMBER -> "a number";
            };
        }

        /** Whether the placeholder can hold this byte. */
        boolean takes(byte b) {
            return switch (this) {
                case TEXT, ANY -> true;
                case WORD -> b != ' ';
                case INT -> b == '-' || Character.digit(b, 10) >= 0;
                case HEX, HEXTEXT -> Character.digit(b, 16) >= 0;
                case SPACES -> b == ' ';
                case NUMBER -> b == '-' || b == '.' || Character.digit(b, 10) >= 0;
            };
        }
    }

    private record Slot(String name, Type type, byte[] after) {}

    /** @param groups of the expression, by slot */
    private record Regex(Pattern pattern, int[] groups) {}

    private final GrammarRow row;
    private final byte[] prefix;
    private final Slot[] slots;
    private final String[] constants;
    private final @Nullable Regex regex;

    private LinePattern(
            GrammarRow row, byte[] prefix, List<Slot> slots, List<String> constants, @Nullable Regex regex) {
        this.row = row;
        this.prefix = prefix;
        this.slots = slots.toArray(new Slot[0]);
        this.constants = constants.toArray(new String[0]);
        this.regex = regex;
    }

    /** The patterns of a row: one, or one for each choice of words in it. */
    static List<LinePattern> of(GrammarRow row) {
        List<String> constants = new ArrayList<>();
        for (Map.Entry<String, String> field : row.fields().entrySet()) {
            constants.add(field.getKey());
            constants.add(field.getValue());
        }
        if (row.regex()) {
            return List.of(regex(row, constants));
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
        return new LinePattern(row, prefix, slots, constants, null);
    }

    /** Its named groups are the slots. */
    private static LinePattern regex(GrammarRow row, List<String> constants) {
        Pattern pattern = RegexSyntax.compile(row);
        Map<String, Integer> named = new TreeMap<>(pattern.namedGroups());
        List<Slot> slots = new ArrayList<>();
        named.keySet().forEach(name -> slots.add(new Slot(name, Type.ANY, new byte[0])));
        int[] groups = named.values().stream().mapToInt(it -> it).toArray();
        return new LinePattern(row, new byte[0], slots, constants, new Regex(pattern, groups));
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
        if (regex != null) {
            return matches(regex, data, position, end, groups);
        }
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

    /** Bytes are looked at one character a byte, so that a place in the text is a place in the line. */
    private static boolean matches(Regex regex, byte[] data, int position, int end, int[] groups) {
        String text = new String(data, position, end - position, StandardCharsets.ISO_8859_1);
        Matcher matcher = regex.pattern().matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < regex.groups().length; i++) {
            int group = regex.groups()[i];
            boolean took = matcher.start(group) >= 0;
            groups[2 * i] = position + (took ? matcher.start(group) : 0);
            groups[2 * i + 1] = position + (took ? matcher.end(group) : 0);
        }
        return true;
    }

    /**
     * How far a line agrees with a pattern that it does not match.
     *
     * @param at place of the first byte that does not agree, within the line
     * @param expected what should stand there
     */
    record Reach(int at, String expected) {}

    /** How far {@code data[from, to)} agrees; a regular expression does not tell. */
    Reach reach(byte[] data, int from, int to) {
        if (regex != null) {
            return new Reach(0, "the regular expression");
        }
        int agreed = agreed(prefix, data, from, to);
        if (agreed < prefix.length) {
            return new Reach(agreed, words(prefix, agreed));
        }
        int at = from + agreed;
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            int end = extent(slot, i == slots.length - 1, data, at, to);
            if (end < 0) {
                return missed(slot, data, at, from, to);
            }
            at = end + slot.after.length;
        }
        return new Reach(at - from, "the end of the line");
    }

    private static Reach missed(Slot slot, byte[] data, int at, int from, int to) {
        int taken = extent(new Slot(slot.name, slot.type, new byte[0]), true, data, at, to);
        if (taken < 0) {
            String name = slot.name.isEmpty() ? "" : " for {" + slot.name + "}";
            return new Reach(at - from, slot.type.words() + name);
        }
        boolean free = slot.type == Type.TEXT || slot.type == Type.ANY;
        int place = free ? at : taken;
        int agreed = free ? 0 : agreed(slot.after, data, place, to);
        return new Reach(
                place + agreed - from, words(slot.after, agreed) + (free ? " behind {" + slot.name + "}" : ""));
    }

    private static int agreed(byte[] literal, byte[] data, int at, int to) {
        int agreed = 0;
        while (agreed < literal.length && at + agreed < to && literal[agreed] == data[at + agreed]) {
            agreed++;
        }
        return agreed;
    }

    private static String words(byte[] literal, int from) {
        return "\"" + new String(literal, from, literal.length - from, StandardCharsets.UTF_8) + "\"";
    }

    private static int extent(Slot slot, boolean last, byte[] data, int at, int end) {
        byte[] after = slot.after;
        int to = switch (slot.type) {
            case TEXT, ANY -> last ? end - after.length : lastIndexOf(after, data, at, end);
            case WORD -> word(after, data, at, end);
            case INT -> digits(data, at < end && data[at] == '-' ? at + 1 : at, end, 10);
            case HEX, HEXTEXT -> digits(data, at, end, 16);
            case SPACES -> spaces(data, at, end);
            case NUMBER -> decimal(data, at, end);
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

    private static int decimal(byte[] data, int at, int end) {
        int whole = digits(data, at < end && data[at] == '-' ? at + 1 : at, end, 10);
        if (whole < 0 || whole + 1 >= end || data[whole] != '.') {
            return whole;
        }
        int fraction = digits(data, whole + 1, end, 10);
        return fraction < 0 ? whole : fraction;
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
        int length = literal.length;
        return at >= 0
                && end - at >= length
                && (length == 0 || data[at] == literal[0] && Arrays.equals(literal, 0, length, data, at, at + length));
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
            case NUMBER -> new BigDecimal(new String(data, from, to - from, StandardCharsets.ISO_8859_1));
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
