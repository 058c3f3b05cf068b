package org.numakerbench.uart.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;

/**
 * Reads a table of lines: tab-separated, its first row names the columns, in any order. Rows that are empty or begin with
 * {@code #} are passed over.
 */
public final class GrammarTable {
    private static final List<String> COLUMNS =
            List.of("kind", "says", "generations", "part", "interrupts", "fields", "source", "standing", "pattern");
    private static final String NONE = "-";

    private final String name;
    private final List<GrammarRow> rows = new ArrayList<>();
    private List<String> header = List.of();
    private String[] cells = {};
    private int number;

    private GrammarTable(String name) {
        this.name = name;
    }

    /**
     * The rows of a table, in its order.
     *
     * @param name of the file, for messages
     * @throws GrammarException when a row is not right
     */
    public static List<GrammarRow> read(InputStream in, String name) throws IOException {
        GrammarTable table = new GrammarTable(name);
        table.read(in.readAllBytes());
        return List.copyOf(table.rows);
    }

    /** The lines of the example firmware. */
    static List<GrammarRow> firmware() {
        String name = "firmware.tsv";
        try (InputStream in = Objects.requireNonNull(GrammarTable.class.getResourceAsStream(name), name)) {
            return read(in, name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void read(byte[] bytes) {
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            number++;
            if (line.indexOf('\uFFFD') >= 0) {
                throw wrong("has bytes that are not UTF-8; save the table as UTF-8");
            }
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            cells = (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).split("\t", -1);
            if (header.isEmpty()) {
                header();
            } else {
                rows.add(row());
            }
        }
        if (header.isEmpty()) {
            throw wrong("has no row that names its columns; they are " + String.join(", ", COLUMNS));
        }
    }

    private void header() {
        List<String> names = new ArrayList<>();
        for (String cell : cells) {
            String column = cell.strip();
            if (!COLUMNS.contains(column) || names.contains(column)) {
                throw wrong("column \"" + column + "\" is " + (names.contains(column) ? "there twice" : "not known")
                        + "; the columns are " + String.join(", ", COLUMNS));
            }
            names.add(column);
        }
        for (String column : COLUMNS) {
            if (!names.contains(column)) {
                throw wrong("column " + column + " is missing; the columns are " + String.join(", ", COLUMNS));
            }
        }
        header = names;
    }

    private GrammarRow row() {
        if (cells.length != header.size()) {
            throw wrong("has " + cells.length + " columns instead of " + header.size()
                    + "; between two stands one tab, which spaces do not replace");
        }
        String generations = cell("generations");
        int dots = generations.indexOf("..");
        Generation first =
                value("generation", dots < 0 ? generations : generations.substring(0, dots), Generation.class);
        Generation last = dots < 0 ? first : value("generation", generations.substring(dots + 2), Generation.class);
        if (first.compareTo(last) > 0) {
            throw wrong("generations stand oldest..newest, so " + last.word() + ".." + first.word());
        }
        String interrupts = cell("interrupts");
        GrammarRow row = new GrammarRow(
                value("kind", cell("kind"), ClaimKind.class),
                says(),
                first,
                last,
                value("part", cell("part"), GrammarRow.Part.class),
                interrupts.equals(NONE) ? null : interrupts.equals("yes") ? "" : interrupts,
                fields(),
                cell("source"),
                standing(),
                // Spaces at its beginning are the firmware's own.
                cells[header.indexOf("pattern")],
                name,
                number);
        for (String field : PatternSyntax.check(row)) {
            if (Standings.FIRMWARE.ofField(row.kind(), field) == null) {
                throw wrong(
                        "has placeholder {" + field + "}, of which fields.tsv does not say what is made of it; give it"
                                + " a row there, for kind " + row.kind().word());
            }
        }
        return row;
    }

    private String cell(String column) {
        String cell = cells[header.indexOf(column)].strip();
        if (cell.isEmpty()) {
            throw wrong("column " + column + " is empty; write - for none");
        }
        return cell;
    }

    private Standing standing() {
        String name = cell("standing");
        Standing standing = Standings.FIRMWARE.named(name);
        if (standing == null) {
            throw wrong("standing \"" + name + "\" is not known; standings.tsv has all, among them order and debug");
        }
        return standing;
    }

    private @Nullable Boolean says() {
        return switch (cell("says")) {
            case "ok" -> Boolean.TRUE;
            case "failed" -> Boolean.FALSE;
            case NONE -> null;
            default -> throw wrong("says \"" + cell("says") + "\", but may say ok, failed or -");
        };
    }

    private <E extends Enum<E>> E value(String what, String word, Class<E> values) {
        try {
            return Enum.valueOf(values, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException unknown) {
            String words =
                    EnumSet.allOf(values).toString().toLowerCase(Locale.ROOT).replace('_', '-');
            throw wrong(
                    what + " \"" + word + "\" is not known; it is one of " + words.substring(1, words.length() - 1));
        }
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (!cell("fields").equals(NONE)) {
            for (String field : cell("fields").split(" ")) {
                int equals = field.indexOf('=');
                if (equals < 1 || equals == field.length() - 1) {
                    throw wrong("field \"" + field + "\" is not name=value; one space stands between two");
                }
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }

    private GrammarException wrong(String problem) {
        return new GrammarException(name + ":" + number, problem);
    }
}
