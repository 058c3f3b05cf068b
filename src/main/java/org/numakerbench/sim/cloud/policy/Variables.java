package org.numakerbench.sim.cloud.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Policy variables: what stands between <code>${</code> and <code>}</code>. */
final class Variables {
    private Variables() {}

    /** The literals {@code *}, {@code ?}, {@code $}, or the single value of the named attribute. */
    static Optional<String> resolve(String name, Map<String, List<String>> values) {
        if (name.equals("*") || name.equals("?") || name.equals("$")) {
            return Optional.of(name);
        }
        List<String> found = values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Text with its variables replaced; empty when one cannot be resolved. */
    static Optional<String> substitute(String text, Map<String, List<String>> values) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (true) {
            int start = text.indexOf("${", from);
            int end = start < 0 ? -1 : text.indexOf('}', start);
            if (end < 0) {
                return Optional.of(result.append(text, from, text.length()).toString());
            }
            Optional<String> value = resolve(text.substring(start + 2, end), values);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            result.append(text, from, start).append(value.get());
            from = end + 1;
        }
    }
}
