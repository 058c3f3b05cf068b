package org.numakerbench.uart;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim that is still growing. */
final class Draft {
    final ClaimKind kind;
    final Map<String, Object> fields = new LinkedHashMap<>();
    final StringBuilder text = new StringBuilder();
    final int line;
    final long start;

    @Nullable
    Boolean ok;

    long end;

    Draft(ClaimKind kind, @Nullable Boolean ok, String text, int line, long start, long end) {
        this.kind = kind;
        this.ok = ok;
        this.text.append(text);
        this.line = line;
        this.start = start;
        this.end = end;
    }

    /** Adds a line of text and moves the end. */
    void add(String more, long end) {
        text.append('\n').append(more);
        this.end = end;
    }
}
