package org.numakerbench.uart;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation whose progress text was printed and whose result is awaited. */
final class Operation {
    final ClaimKind kind;
    final @Nullable String step;
    final Map<String, Object> fields;
    final String text;
    final int line;
    final long start;
    final long end;
    /** True once another claim stands between the progress text and what comes now. */
    boolean interrupted;

    Operation(
            ClaimKind kind,
            @Nullable String step,
            Map<String, Object> fields,
            String text,
            int line,
            long start,
            long end) {
        this.kind = kind;
        this.step = step;
        this.fields = fields;
        this.text = text;
        this.line = line;
        this.start = start;
        this.end = end;
    }

    /** The topic or filter of the operation, or null. */
    @Nullable
    Object topic() {
        return fields.containsKey("topic") ? fields.get("topic") : fields.get("filter");
    }

    /** True when the result with these fields names another topic: bytes were damaged. */
    boolean differsFrom(Map<String, Object> result) {
        return fields.entrySet().stream().anyMatch(field -> !field.getValue().equals(result.get(field.getKey())));
    }
}
