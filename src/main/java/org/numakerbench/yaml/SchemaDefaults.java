package org.numakerbench.yaml;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in what a file leaves out by the schema's {@code default}. Defaults stand in the schema and nowhere else: there
 * editors show them to who writes a file, one value may differ by method, and a record's component keeps its plain type
 * instead of being one that may be missing. Only what follows from other values is a record's own affair.
 */
final class SchemaDefaults {
    private final JsonNode root;

    SchemaDefaults(JsonNode root) {
        this.root = root;
    }

    /** @param value what the schema has nothing against; stays as it is */
    JsonNode filled(JsonNode value) {
        JsonNode copy = value.deepCopy();
        fill(copy, root);
        return copy;
    }

    private void fill(JsonNode value, JsonNode schema) {
        if (schema.has("$ref")) {
            fill(value, root.at(schema.path("$ref").stringValue().substring(1)));
        }
        schema.path("allOf").forEach(each -> fill(value, each));
        schema.path("oneOf").forEach(each -> fill(value, each));
        if (schema.has("then") && holds(schema.path("if"), value)) {
            fill(value, schema.path("then"));
        }
        if (value instanceof ObjectNode group) {
            JsonNode known = schema.path("properties");
            known.properties().forEach(each -> fill(group, each.getKey(), each.getValue()));
            group.properties().stream()
                    .filter(each -> !known.has(each.getKey()))
                    .forEach(each -> fill(each.getValue(), schema.path("additionalProperties")));
        }
        if (value.isArray()) {
            value.forEach(item -> fill(item, schema.path("items")));
        }
    }

    private void fill(ObjectNode group, String key, JsonNode schema) {
        if (!group.has(key) && schema.has("default")) {
            group.set(key, schema.path("default").deepCopy());
        }
        if (group.has(key)) {
            fill(group.path(key), schema);
        }
    }

    /** Conditions of these schemas compare keys with constants. */
    private static boolean holds(JsonNode condition, JsonNode value) {
        return condition.path("properties").properties().stream()
                .allMatch(each -> each.getValue().path("const").equals(value.path(each.getKey())));
    }
}
