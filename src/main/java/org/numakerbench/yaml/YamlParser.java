package org.numakerbench.yaml;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Builds a tree from YAML tokens. One document, no key twice in a mapping, no aliases: what is written is what is meant.
 * Messages never quote the source text, which may hold a secret.
 */
final class YamlParser {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path file;
    private final List<YamlError> errors;
    private final Map<KeyPath, Integer> lines = new HashMap<>();

    private YamlParser(Path file, List<YamlError> errors) {
        this.file = file;
        this.errors = errors;
    }

    /**
     * Parses {@code text}.
     *
     * @param file named in errors
     * @param errors gets what is wrong
     * @return empty when no tree could be built at all; the reason is in {@code errors}
     */
    static Optional<YamlTree> parse(Path file, String text, List<YamlError> errors) {
        return new YamlParser(file, errors).document(text);
    }

    private Optional<YamlTree> document(String text) {
        try (YAMLParser parser = (YAMLParser) YAML.createParser(text)) {
            if (parser.nextToken() == null) {
                errors.add(new YamlError(file, 1, "", "the file is empty", "copy one of the examples beside it"));
                return Optional.empty();
            }
            JsonNode root = value(parser, KeyPath.ROOT, null);
            if (parser.nextToken() != null) {
                errors.add(new YamlError(
                        file, line(parser), "", "a second YAML document begins", "keep one document a file"));
            }
            return Optional.of(new YamlTree(file, root, lines));
        } catch (JacksonException e) {
            errors.add(syntax(e));
            return Optional.empty();
        }
    }

    private JsonNode value(YAMLParser parser, KeyPath place, @Nullable Integer keyLine) {
        int line = line(parser);
        JsonToken token = parser.currentToken();
        boolean container = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        lines.put(place, container && keyLine != null ? keyLine : line);
        if (parser.isCurrentAlias()) {
            errors.add(new YamlError(file, line, place.text(), "aliases are not supported", "write the value out"));
            return NODES.nullNode();
        }
        return switch (token) {
            case START_OBJECT -> mapping(parser, place);
            case START_ARRAY -> list(parser, place);
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.stringNode(parser.getString());
        };
    }

    private ObjectNode mapping(YAMLParser parser, KeyPath place) {
        ObjectNode node = NODES.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            int line = line(parser);
            KeyPath child = place.key(key);
            Integer first = lines.get(child);
            parser.nextToken();
            if (node.has(key)) {
                errors.add(new YamlError(
                        file, line, child.text(), "given twice, first in line " + first, "keep one of the two"));
                value(parser, child, line);
                continue;
            }
            node.set(key, value(parser, child, line));
        }
        return node;
    }

    private ArrayNode list(YAMLParser parser, KeyPath place) {
        ArrayNode node = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            node.add(value(parser, place.item(node.size()), null));
        }
        return node;
    }

    private YamlError syntax(JacksonException e) {
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        String problem = "the text does not parse";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                problem = marked.getProblem();
                line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
            }
        }
        String right = "check indentation (spaces, no tabs), quotes and colons around this line";
        return new YamlError(
                file, line, "", "not YAML: " + problem.lines().findFirst().orElse(""), right);
    }

    private static int line(YAMLParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
