package org.numakerbench.firmware;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What two images were built from, where it differs.
 *
 * @param changes by key; empty when both were built alike
 */
public record ManifestDiff(List<Change> changes) {
    /**
     * A difference.
     *
     * @param key of the manifest; a macro is {@code macros.NAME}
     * @param before null when the first has no such key
     * @param after null when the second has none
     */
    public record Change(
            String key, @Nullable String before, @Nullable String after) {}

    public ManifestDiff {
        changes = List.copyOf(changes);
    }

    /** Compares target, Mbed OS, toolchain, macros, phases, build and commit: not files, sums and identities. */
    public static ManifestDiff of(Manifest before, Manifest after) {
        Map<String, String> one = told(before);
        Map<String, String> other = told(after);
        SortedSet<String> keys = new TreeSet<>(one.keySet());
        keys.addAll(other.keySet());
        return new ManifestDiff(keys.stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .map(key -> new Change(key, one.get(key), other.get(key)))
                .toList());
    }

    private static Map<String, String> told(Manifest manifest) {
        Map<String, String> told = new TreeMap<>();
        manifest.macros().forEach((name, value) -> told.put("macros." + name, value));
        put(told, "target", manifest.target());
        put(told, "mbedOs", manifest.mbedOs());
        put(told, "toolchain", manifest.toolchain());
        put(told, "buildId", manifest.buildId());
        put(told, "commit", manifest.commit());
        put(told, "commitNumber", manifest.commitNumber());
        put(told, "phases", String.join(", ", manifest.phases()));
        put(told, "hostCommands", manifest.hostCommands());
        return told;
    }

    private static void put(Map<String, String> told, String key, @Nullable Object value) {
        if (value != null) {
            told.put(key, value.toString());
        }
    }
}
