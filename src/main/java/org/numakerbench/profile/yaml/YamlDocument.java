package org.numakerbench.profile.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file as a tree whose every key knows its line. */
public final class YamlDocument {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final Path file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<YamlError> errors = new ArrayList<>();
    private final JsonNode root;

    private YamlDocument(Path file, byte[] text) throws YamlException {
        this.file = file;
        try (JsonParser parser = YAML.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new YamlException(file, List.of(new YamlError(1, "", "the file is empty")));
            }
            root = value(parser, first, "");
        } catch (JacksonException broken) {
            int line = broken.getLocation() == null
                    ? 1
                    : Math.max(1, broken.getLocation().getLineNr());
            String why = String.valueOf(broken.getOriginalMessage())
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new YamlException(file, List.of(new YamlError(line, "", "not YAML: " + why)));
        }
    }

    /**
     * Reads {@code file} and checks it against the JSON Schema {@code schema} (a resource below {@code /schemas}).
     *
     * @throws YamlException when it cannot be read or breaks the schema; every breach at once
     */
    public static YamlDocument read(Path file, String schema) throws YamlException {
        YamlDocument document = new YamlDocument(file, bytes(file));
        document.errors.addAll(new SchemaCheck(schema(schema)).check(document));
        document.throwErrors();
        return document;
    }

    private static byte[] bytes(Path file) throws YamlException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "no such file");
        } catch (AccessDeniedException denied) {
            throw unreadable(file, "permission denied");
        } catch (IOException failure) {
            throw unreadable(file, Files.isDirectory(file) ? "is a directory" : failure.getMessage());
        }
    }

    private static YamlException unreadable(Path file, String why) {
        return new YamlException(file, List.of(new YamlError(1, "", "cannot be read: " + why)));
    }

    private static JsonNode schema(String name) {
        try (InputStream in = YamlDocument.class.getResourceAsStream("/schemas/" + name)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException impossible) {
            throw new IllegalStateException("no schema " + name, impossible);
        }
    }

    private JsonNode value(JsonParser parser, JsonToken token, String pointer) {
        lines.putIfAbsent(pointer, parser.currentTokenLocation().getLineNr());
        return switch (token) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_NUMBER_INT -> JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
            default -> JsonNodeFactory.instance.stringNode(parser.getString());
        };
    }

    private ObjectNode object(JsonParser parser, String pointer) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            String child = pointer + "/" + name;
            int line = parser.currentTokenLocation().getLineNr();
            if (object.has(name)) {
                errors.add(new YamlError(line, key(child), "is given twice; the first is in line " + lines.get(child)));
            }
            lines.putIfAbsent(child, line);
            object.set(name, value(parser, parser.nextToken(), child));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String pointer) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(parser, token, pointer + "/" + array.size()));
        }
        return array;
    }

    public Path file() {
        return file;
    }

    public JsonNode root() {
        return root;
    }

    /** Line of the value at a JSON pointer, or of its nearest ancestor. */
    public int line(String pointer) {
        Integer line = lines.get(pointer);
        return line != null ? line : pointer.isEmpty() ? 1 : line(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    /** {@code boards[0].serial.baud} for {@code /boards/0/serial/baud}. */
    static String key(String pointer) {
        return pointer.replaceAll("/(\\d+)(?=/|$)", "[$1]")
                .replaceFirst("^/", "")
                .replace('/', '.');
    }

    /** Notes an error found by the caller; thrown with all others by {@link #throwErrors}. */
    public void wrong(String pointer, String wrong) {
        errors.add(new YamlError(line(pointer), key(pointer), wrong));
    }

    /** @throws YamlException when anything was found wrong, sorted by line */
    public void throwErrors() throws YamlException {
        if (!errors.isEmpty()) {
            errors.sort(Comparator.comparingInt(YamlError::line));
            throw new YamlException(file, errors);
        }
    }

    /** Text at a pointer, or null. */
    public @Nullable String text(String pointer) {
        JsonNode node = root.at(pointer);
        return node.isMissingNode() || node.isNull() ? null : node.asString();
    }
}
