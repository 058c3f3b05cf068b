package org.numakerbench.yaml;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;

/**
 * A YAML document with the line of each of its values.
 *
 * @param file as the user named it
 * @param lines of every value: a scalar's own line, the line of its key for a mapping or a list
 */
public record YamlTree(Path file, JsonNode root, Map<KeyPath, Integer> lines) {
    public YamlTree {
        lines = Map.copyOf(lines);
    }

    /** The tree that is being read as a record; empty where it is none of YAML. */
    public static Optional<YamlTree> readNow(DeserializationContext context) {
        return Optional.ofNullable((YamlTree) context.getAttribute(TreeRecords.TREE));
    }

    /** The file that {@code text} names: against this file's own directory, {@code ~/} is the home directory. */
    public Path path(String text) {
        Path here = file.toAbsolutePath();
        Path path = text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : Objects.requireNonNullElse(here.getParent(), here).resolve(text);
        return path.normalize();
    }

    /** An error at {@code place}, on the line of {@code place} or else of {@code around}. */
    public YamlError error(KeyPath place, KeyPath around, String wrong, String right) {
        Integer line = lines.getOrDefault(place, lines.getOrDefault(around, 1));
        return new YamlError(file, line, place.text(), wrong, right);
    }

    /** An error at a place that exists. */
    public YamlError error(KeyPath place, String wrong, String right) {
        return error(place, place, wrong, right);
    }
}
