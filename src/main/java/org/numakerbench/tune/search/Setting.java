package org.numakerbench.tune.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** One value for each factor: macro names and their values, in the experiment's order. */
public record Setting(Map<String, Long> values) {
    public Setting {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Values joined by hyphens, fit for a file name: {@code 500-500-2000}. */
    public String id() {
        return values.values().stream().map(String::valueOf).collect(Collectors.joining("-"));
    }

    /** True when no value exceeds that of {@code other}. */
    public boolean isNowhereAbove(Setting other) {
        return values.entrySet().stream()
                .allMatch(value -> value.getValue() <= other.values.getOrDefault(value.getKey(), Long.MIN_VALUE));
    }

    /** {@code ESP8266_SEND_TIMEOUT=500 ESP8266_MISC_TIMEOUT=2000}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(" "));
    }
}
