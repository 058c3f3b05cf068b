package org.numakerbench.profile.yaml;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Checks a document against a JSON Schema and says in a person's words what would be right. */
final class SchemaCheck {
    private final JsonNode text;
    private final Schema schema;

    SchemaCheck(JsonNode schema) {
        this.text = schema;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(schema.path("$id").asString("urn:schema")), schema);
    }

    List<YamlError> check(YamlDocument document) {
        List<YamlError> errors = new ArrayList<>();
        for (Error error : schema.validate(document.root())) {
            // if/then and $ref report where the value is; their own keyword says nothing to a person.
            if (!List.of("if", "then", "allOf", "$ref", "properties", "items").contains(error.getKeyword())) {
                errors.add(error(document, error));
            }
        }
        return errors;
    }

    private YamlError error(YamlDocument document, Error error) {
        String pointer = pointer(error);
        JsonNode schema = error.getSchemaNode();
        String value = String.valueOf(error.getInstanceNode());
        return switch (error.getKeyword()) {
            case "additionalProperties" -> unknown(document, pointer, error);
            case "required" ->
                at(document, pointer + "/" + error.getProperty(), "is missing; add \"" + error.getProperty() + ":\"");
            case "enum" ->
                at(
                        document,
                        pointer,
                        value + " is not one of "
                                + schema.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
            case "type" ->
                at(
                        document,
                        pointer,
                        value + " is not "
                                + article(schema.isArray() ? schema.get(0).asString() : schema.asString()));
            case "pattern" -> at(document, pointer, value + " does not fit; write it as " + example(error));
            case "minItems" -> at(document, pointer, "needs at least " + schema.asInt());
            case "minimum", "exclusiveMinimum" ->
                at(document, pointer, value + " is too small; at least " + schema.asInt());
            case "maximum" -> at(document, pointer, value + " is too large; at most " + schema.asInt());
            default -> at(document, pointer, String.valueOf(error.getMessage()));
        };
    }

    private static String article(String type) {
        return switch (type) {
            case "object" -> "a block of keys";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private static String example(Error error) {
        return error.getSchemaNode().asString().contains("ms|s|m")
                ? "a number with ms, s or m, for example 10s"
                : error.getSchemaNode().asString();
    }

    private YamlError unknown(YamlDocument document, String pointer, Error error) {
        String name = error.getProperty();
        List<String> names = List.copyOf(siblings(error).propertyNames());
        String hint = Nearest.of(name, names)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(names.isEmpty() ? "" : "; known are " + String.join(", ", names));
        return at(document, pointer + "/" + name, "unknown key" + hint);
    }

    /** The {@code properties} beside the {@code additionalProperties} that failed. */
    private JsonNode siblings(Error error) {
        String fragment = error.getSchemaLocation().getFragment().toString();
        String parent = fragment.substring(0, fragment.lastIndexOf('/'));
        return text.at(parent + "/properties");
    }

    private static YamlError at(YamlDocument document, String pointer, String wrong) {
        return new YamlError(document.line(pointer), YamlDocument.key(pointer), wrong);
    }

    private static String pointer(Error error) {
        StringBuilder pointer = new StringBuilder();
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            pointer.append('/').append(error.getInstanceLocation().getElement(i));
        }
        return pointer.toString();
    }
}
