package org.numakerbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of an output, held against what is written: every key that is written stands in the schema, every key of
 * the schema is written, and every kind of object that the schema knows is among the documents.
 */
public final class PublishedSchema {
    private final ObjectNode root;
    private final List<String> unseen = new ArrayList<>();

    private PublishedSchema(String name) {
        root = (ObjectNode) JsonMapper.shared()
                .readTree(PublishedSchema.class.getResourceAsStream("/schemas/" + name + ".schema.json"));
    }

    /** @param name of the schema's file, {@code night} */
    public static void describes(String name, Stream<String> documents) {
        PublishedSchema schema = new PublishedSchema(name);
        List<JsonNode> values =
                documents.map(it -> JsonMapper.shared().readTree(it)).toList();
        schema.close(schema.root);
        var validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.root);

        assertThat(values)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(validator.validate(it)).isEmpty());
        schema.walk(schema.root, values, name);
        assertThat(schema.unseen)
                .as("objects of the schema that no document has")
                .isEmpty();
    }

    /** A later bench may write more keys; this one writes what its schema says. */
    private void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.path("properties").isObject()) {
            assertThat(object.path("required").valueStream().map(JsonNode::stringValue))
                    .as("required of " + object.path("properties").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(
                            object.path("properties").propertyNames());
            if (!object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        schema.valueStream().forEach(this::close);
    }

    private void walk(JsonNode schema, List<JsonNode> values, String where) {
        JsonNode meant =
                schema.has("$ref") ? root.at(schema.path("$ref").stringValue().substring(1)) : schema;
        meant.path("anyOf").valueStream().forEach(it -> walk(it, values, where));
        if (meant.path("properties").isObject()) {
            List<JsonNode> objects =
                    values.stream().filter(it -> it.has(first(meant))).toList();
            if (objects.isEmpty()) {
                unseen.add(where);
                return;
            }
            meant.path("properties").properties().forEach(it -> {
                List<JsonNode> inside =
                        objects.stream().map(each -> each.path(it.getKey())).toList();
                walk(it.getValue(), inside, where + "." + it.getKey());
            });
        }
        if (meant.has("items")) {
            walk(
                    meant.path("items"),
                    values.stream().flatMap(JsonNode::valueStream).toList(),
                    where + "[]");
        }
    }

    private static String first(JsonNode object) {
        return object.path("properties").propertyNames().iterator().next();
    }
}
