package org.numakerbench.uart.grammar;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;

/** What is made of every line and field: {@code standings.tsv} and {@code fields.tsv}. Unchanging. */
public final class Standings {
    /** Of the example firmware. */
    public static final Standings FIRMWARE = new Standings();

    private static final int COLUMNS = 4;
    private static final String EVERY_KIND = "*";
    private static final String NONE = "-";
    private static final String OTHERS = "...";

    /**
     * A field.
     *
     * @param kind word of the claim's kind; * for every one
     * @param line how its line in a block begins; null when it has none of its own
     */
    public record Field(String kind, String name, @Nullable String line, Standing standing) {
        private boolean isLine(String text) {
            return line != null
                    && (line.equals(OTHERS)
                            || (line.startsWith("*") ? text.contains(line.substring(1)) : text.startsWith(line)));
        }
    }

    private final Map<String, Standing> named = new LinkedHashMap<>();
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, List<Field>> lines = new LinkedHashMap<>();

    private Standings() {
        for (String[] row : rows("standings.tsv")) {
            Standing.Sort sort = Standing.Sort.valueOf(row[1].toUpperCase(Locale.ROOT));
            named.put(row[0], new Standing(row[0], sort, row[2].equals(NONE) ? null : row[2], row[3]));
        }
        for (String[] row : rows("fields.tsv")) {
            Standing standing = Objects.requireNonNull(named.get(row[3]), row[3]);
            Field field = new Field(row[0], row[1], row[2].equals(NONE) ? null : row[2], standing);
            fields.put(row[0] + "." + row[1], field);
            if (field.line() != null) {
                lines.computeIfAbsent(row[0], it -> new ArrayList<>()).add(field);
            }
        }
    }

    private static List<String[]> rows(String name) {
        List<String[]> rows = new ArrayList<>();
        int number = 0;
        for (String line : ResourceText.beside(Standings.class, name).split("\r?\n")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\t", -1);
            if (cells.length != COLUMNS) {
                throw new GrammarException(
                        name + ":" + number, "has " + cells.length + " columns instead of " + COLUMNS);
            }
            rows.add(cells);
        }
        // The first names the columns.
        return rows.subList(1, rows.size());
    }

    /** The standing of this name; null when there is none. */
    public @Nullable Standing named(String name) {
        return named.get(name);
    }

    /** All of them, in the order of the table. */
    public Collection<Standing> all() {
        return named.values();
    }

    /** All fields, in the order of the table. */
    public Collection<Field> fields() {
        return fields.values();
    }

    /** What is made of a field; null when the tables do not say. */
    public @Nullable Standing ofField(ClaimKind kind, String name) {
        Field field = fields.get(kind.word() + "." + name);
        field = field == null ? fields.get(EVERY_KIND + "." + name) : field;
        return field == null ? null : field.standing();
    }

    /**
     * What is made of a member of a JSON payload, whose names are the user's: those that hold for every kind say nothing of it. Null when
     * the tables do not say.
     */
    public @Nullable Standing ofMember(ClaimKind kind, String name) {
        Field field = fields.get(kind.word() + "." + name);
        return field == null ? null : field.standing();
    }

    /**
     * What is made of what stands at a place of the wire; null when the tables do not say.
     *
     * @param place a field, or what stands before the colon of a line of the block
     */
    public @Nullable Standing ofPlace(ClaimKind kind, String place) {
        Standing field = ofField(kind, place);
        return field == null ? ofLine(kind, place + ": ") : field;
    }

    /** What is made of a line of a block behind its first; null when the tables do not say. */
    public @Nullable Standing ofLine(ClaimKind kind, String line) {
        String text = line.strip();
        for (Field field : lines.getOrDefault(kind.word(), List.of())) {
            if (field.isLine(text)) {
                return field.standing();
            }
        }
        return null;
    }
}
