package org.numakerbench.uart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step;

/** A claim that is still growing. */
public final class Draft {
    final ClaimKind kind;
    private final String firstLine;
    private @Nullable StringBuilder lines;
    private @Nullable Map<String, Object> fields;

    public @Nullable Boolean ok;

    /** As the row says; null: what the kind and the claims before it say. */
    @Nullable
    Step step;

    int line;
    long start;
    long end;

    Draft(ClaimKind kind, @Nullable Boolean ok, String text, int line, long start, long end) {
        this.kind = kind;
        this.ok = ok;
        this.firstLine = text;
        this.line = line;
        this.start = start;
        this.end = end;
    }

    /** Adds a line of text and moves the end. */
    public void add(String more, long end) {
        if (lines == null) {
            lines = new StringBuilder(firstLine);
        }
        lines.append('\n').append(more);
        this.end = end;
    }

    String text() {
        return lines == null ? firstLine : lines.toString();
    }

    /** The fields so far; empty, and not to be changed, before the first {@link #put}. */
    public Map<String, Object> fields() {
        return fields == null ? Map.of() : fields;
    }

    public void put(String name, Object value) {
        if (fields == null) {
            fields = new LinkedHashMap<>(8);
        }
        fields.put(name, value);
    }

    Claim claim(@Nullable Step step) {
        return new Claim(line, step, kind, ok, text(), fields(), start, end);
    }
}
