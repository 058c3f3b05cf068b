package org.numakerbench.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.numakerbench.text.Nearest;
import tools.jackson.databind.JsonNode;

/**
 * Turns what a schema validator finds into sentences. What would be right comes from the schema's own {@code examples},
 * what a pattern stands for from its {@code title}.
 */
final class SchemaWords {
    private final JsonNode root;

    SchemaWords(JsonNode root) {
        this.root = root;
    }

    YamlError say(YamlTree tree, KeyPath place, Error error) {
        List<JsonNode> nodes = schemasOf(error.getEvaluationPath());
        JsonNode value = error.getInstanceNode();
        String shown = Shown.of(value);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknownKey(tree, place, error.getProperty(), nodes);
            case "required" -> {
                KeyPath missing = place.key(error.getProperty());
                yield tree.error(missing, place, "missing", "add it" + example(property(nodes, error.getProperty())));
            }
            case "type" -> tree.error(place, shown + " is not " + typeName(nodes), use(nodes));
            case "enum" -> unknownWord(tree, place, shown, value, nodes);
            case "pattern" -> tree.error(place, shown + " is not " + named(nodes, "in the right form"), use(nodes));
            case "format" ->
                PathFormat.wrong(value.asString(""))
                        .map(it -> tree.error(place, shown + " " + it.wrong(), it.right()))
                        .orElseGet(() ->
                                tree.error(place, shown + " is not " + named(nodes, "in the right form"), use(nodes)));
            case "minimum", "exclusiveMinimum" -> tree.error(place, shown + " is too small", use(nodes));
            case "maximum", "exclusiveMaximum" -> tree.error(place, shown + " is too large", use(nodes));
            case "minItems", "minLength" -> tree.error(place, "is empty", use(nodes));
            case "uniqueItems" -> tree.error(place, "has the same entry twice", "keep one of the two");
            default -> tree.error(place, shown + " does not fit (" + error.getKeyword() + ")", use(nodes));
        };
    }

    private YamlError unknownKey(YamlTree tree, KeyPath place, String key, List<JsonNode> nodes) {
        TreeSet<String> known = new TreeSet<>();
        nodes.get(0).path("properties").properties().forEach(each -> known.add(each.getKey()));
        return tree.error(place.key(key), place, "unknown key", didYouMean(key, known));
    }

    private static YamlError unknownWord(
            YamlTree tree, KeyPath place, String shown, JsonNode value, List<JsonNode> nodes) {
        TreeSet<String> known = new TreeSet<>();
        nodes.get(0).path("enum").forEach(each -> known.add(each.asString()));
        return tree.error(place, shown + " is not known", didYouMean(value.asString(""), known));
    }

    private static String didYouMean(String word, TreeSet<String> known) {
        return Nearest.to(word, known)
                .map(nearest -> "did you mean " + nearest + "? known here: " + String.join(", ", known))
                .orElse("no keys are known here");
    }

    private static String typeName(List<JsonNode> nodes) {
        return switch (nodes.get(0).path("type").asString("")) {
            case "integer" -> "a number";
            case "string" -> "text";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a group of keys";
            default -> "of the right type";
        };
    }

    private static String named(List<JsonNode> nodes, String otherwise) {
        return nodes.stream()
                .map(node -> node.path("title").asString(""))
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse(otherwise);
    }

    private String use(List<JsonNode> nodes) {
        for (int index = nodes.size() - 1; index >= 0; index--) {
            String example = example(nodes.get(index));
            if (!example.isEmpty()) {
                return "use" + example.substring(1);
            }
        }
        return "see its description in the schema";
    }

    private JsonNode property(List<JsonNode> nodes, String name) {
        return nodes.stream()
                .map(node -> node.path("properties").path(name))
                .filter(node -> !example(node).isEmpty())
                .findFirst()
                .orElse(root.path("no such key"));
    }

    /** {@code , for example 9600}; empty without an example. Quoted where YAML would read text as something else. */
    private String example(JsonNode schema) {
        JsonNode first = schema.path("examples").path(0);
        if (first.isMissingNode()) {
            return Optional.ofNullable(schema.get("$ref"))
                    .map(ref -> example(referred(ref)))
                    .orElse("");
        }
        boolean asIs = first.isString() && !first.stringValue().matches("[0-9.]*");
        return ", for example " + (asIs ? first.stringValue() : first.toString());
    }

    /** The schemas that speak of the value at the end of an evaluation path, the innermost first. */
    private List<JsonNode> schemasOf(NodePath path) {
        List<JsonNode> level = new ArrayList<>(List.of(root));
        JsonNode node = root;
        for (int index = 0; index < path.getNameCount() - 1; index++) {
            String element = path.getName(index);
            if (element.equals("properties") && node.has("properties")) {
                index++;
                node = node.path("properties").path(path.getName(index));
                level.clear();
            } else if (element.equals("items")) {
                node = node.path("items");
                level.clear();
            } else if (element.equals("$ref")) {
                node = referred(node.path("$ref"));
            } else {
                node = node.isArray() ? node.path(Integer.parseInt(element)) : node.path(element);
            }
            if (node.isObject()) {
                level.add(0, node);
            }
        }
        return level;
    }

    private JsonNode referred(JsonNode ref) {
        return root.at(ref.asString().substring(1));
    }
}
