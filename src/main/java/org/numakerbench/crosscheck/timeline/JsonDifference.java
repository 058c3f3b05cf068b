package org.numakerbench.crosscheck.timeline;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** JSON documents by value: the order of members and the way a number is written say nothing. */
public final class JsonDifference {
    private final Map<String, Double> tolerance;
    private final List<String> ignore;

    private JsonDifference(Map<String, Double> tolerance, List<String> ignore) {
        this.tolerance = tolerance;
        this.ignore = ignore;
    }

    /**
     * The first place at which two documents differ, for a person; empty when they are the same.
     *
     * @param tolerance by JSON pointer: how far a number may be off
     * @param ignore JSON pointers of what may have any value, or be missing
     */
    public static Optional<String> first(
            JsonNode expected, JsonNode seen, Map<String, Double> tolerance, List<String> ignore) {
        return new JsonDifference(tolerance, ignore).first("", expected, seen);
    }

    private Optional<String> first(String at, JsonNode expected, JsonNode seen) {
        if (ignore.contains(at)) {
            return Optional.empty();
        }
        if (expected.isObject() && seen.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            expected.propertyNames().forEach(names::add);
            seen.propertyNames().forEach(names::add);
            return names.stream()
                    .flatMap(it -> first(at + "/" + escaped(it), expected.path(it), seen.path(it)).stream())
                    .findFirst();
        }
        if (expected.isArray() && seen.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
                Optional<String> difference = first(at + "/" + i, expected.path(i), seen.path(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        if (expected.isNumber() && seen.isNumber() ? isNear(at, expected, seen) : expected.equals(seen)) {
            return Optional.empty();
        }
        return Optional.of((at.isEmpty() ? "it" : at) + " is " + words(seen) + ", not " + words(expected));
    }

    private boolean isNear(String at, JsonNode expected, JsonNode seen) {
        BigDecimal off = expected.decimalValue().subtract(seen.decimalValue()).abs();
        return off.compareTo(BigDecimal.valueOf(tolerance.getOrDefault(at, 0.0))) <= 0;
    }

    /** RFC 6901. */
    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String words(JsonNode node) {
        return node.isMissingNode() ? "missing" : node.toString();
    }
}
