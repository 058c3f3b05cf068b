package org.numakerbench.sim.cloud.shadow;

import java.util.Comparator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code desired} or {@code reported}: values, and beside them the time each was written. Merge rules: Developer Guide,
 * "Device Shadow service documents"; where it is silent, AWS's own Greengrass shadow manager.
 *
 * @param state the values
 * @param metadata the same shape, with {@code {"timestamp": epoch seconds}} for each leaf
 */
record Section(ObjectNode state, ObjectNode metadata) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** For leaves, and for those within arrays: 21 and 21.0 are one value (shadow manager, {@code calculateDelta}). */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    static Section empty() {
        return new Section(NODES.objectNode(), NODES.objectNode());
    }

    /** What a difference consists of, or two empty objects. */
    record Difference(ObjectNode state, ObjectNode metadata) {}

    /** This section with a patch applied at the given time (epoch seconds); the original is left alone. */
    Section merge(ObjectNode patch, long now) {
        Section merged = new Section(state.deepCopy(), metadata.deepCopy());
        merge(merged.state, merged.metadata, patch, now);
        return merged;
    }

    private static void merge(ObjectNode state, ObjectNode metadata, ObjectNode patch, long now) {
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (isNothing(value)) {
                state.remove(key);
                metadata.remove(key);
            } else if (value instanceof ObjectNode object) {
                ObjectNode inner = state.get(key) instanceof ObjectNode known ? known : NODES.objectNode();
                ObjectNode innerMetadata = inner == state.get(key) && metadata.get(key) instanceof ObjectNode known
                        ? known
                        : NODES.objectNode();
                merge(inner, innerMetadata, object, now);
                if (inner.isEmpty()) {
                    state.remove(key);
                    metadata.remove(key);
                } else {
                    state.set(key, inner);
                    metadata.set(key, innerMetadata);
                }
            } else {
                state.set(key, value);
                metadata.set(key, timestamps(value, now));
            }
        }
    }

    /**
     * Whether a value removes its key: null, and an empty object, too. So no shadow holds an empty object, but in an array.
     * Source: AWS's Greengrass shadow manager, {@code JsonUtil.isMissing} and {@code JsonMerger}.
     */
    static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isObject() && value.isEmpty();
    }

    /** Metadata for a value written now: one timestamp a leaf (a null counts), one for each element of an array. */
    static JsonNode timestamps(JsonNode value, long now) {
        if (value instanceof ObjectNode object) {
            ObjectNode stamped = NODES.objectNode();
            object.properties().forEach(entry -> stamped.set(entry.getKey(), timestamps(entry.getValue(), now)));
            return stamped;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode stamped = NODES.arrayNode();
            array.forEach(element -> stamped.add(timestamps(element, now)));
            return stamped;
        }
        return NODES.objectNode().put("timestamp", now);
    }

    /** Every leaf of this (desired) section that {@code reported} lacks or has otherwise, with its path. */
    Difference differenceFrom(ObjectNode reported) {
        Difference difference = new Difference(NODES.objectNode(), NODES.objectNode());
        collect(state, metadata, reported, difference);
        return difference;
    }

    private static void collect(ObjectNode desired, ObjectNode metadata, ObjectNode reported, Difference into) {
        for (Map.Entry<String, JsonNode> entry : desired.properties()) {
            String key = entry.getKey();
            JsonNode wanted = entry.getValue();
            JsonNode actual = reported.get(key);
            JsonNode stamps = metadata.get(key);
            if (wanted instanceof ObjectNode wantedObject && stamps instanceof ObjectNode innerStamps) {
                ObjectNode actualObject = actual instanceof ObjectNode known ? known : NODES.objectNode();
                Difference inner = new Difference(NODES.objectNode(), NODES.objectNode());
                collect(wantedObject, innerStamps, actualObject, inner);
                if (!inner.state.isEmpty()) {
                    into.state.set(key, inner.state);
                    into.metadata.set(key, inner.metadata);
                }
            } else if (actual == null || !wanted.equals(BY_VALUE, actual)) {
                into.state.set(key, wanted);
                into.metadata.set(key, stamps);
            }
        }
    }
}
