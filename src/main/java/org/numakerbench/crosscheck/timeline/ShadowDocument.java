package org.numakerbench.crosscheck.timeline;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents of the shadow service (AWS IoT Developer Guide, "Device Shadow service documents"). */
public final class ShadowDocument {
    private ShadowDocument() {}

    /**
     * What a shadow holds, in one form: the answer's own timestamp is not part of it, and what is desired and not reported so is, though
     * only some documents say it themselves.
     */
    public static JsonNode content(JsonNode document) {
        JsonNode copy = Json.without(document, "timestamp", "clientToken");
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("delta");
        }
        if (copy.get("state") instanceof ObjectNode state && !state.has("delta")) {
            JsonNode delta = delta(state.path("desired"), state.path("reported"));
            if (!delta.isEmpty()) {
                state.set("delta", delta);
            }
        }
        return copy;
    }

    /** What is desired and not reported so. */
    private static ObjectNode delta(JsonNode desired, JsonNode reported) {
        ObjectNode delta = JsonNodeFactory.instance.objectNode();
        desired.forEachEntry((name, wanted) -> {
            JsonNode has = reported.path(name);
            if (wanted.isObject() && has.isObject()) {
                ObjectNode inner = delta(wanted, has);
                if (!inner.isEmpty()) {
                    delta.set(name, inner);
                }
            } else if (!wanted.equals(has)) {
                delta.set(name, wanted);
            }
        });
        return delta;
    }

    /** True when {@code whole} has all that {@code part} asks for; what a part sets to null is gone. */
    static boolean holds(JsonNode whole, JsonNode part) {
        if (!part.isObject()) {
            return part.isNull() ? whole.isMissingNode() || whole.isNull() : part.equals(whole);
        }
        return part.propertyStream().allMatch(it -> holds(whole.path(it.getKey()), it.getValue()));
    }
}
