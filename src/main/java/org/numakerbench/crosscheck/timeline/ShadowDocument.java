package org.numakerbench.crosscheck.timeline;

import java.util.List;
import java.util.Map;
import org.numakerbench.text.EditDistance;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents of the shadow service (AWS IoT Developer Guide, "Device Shadow service documents"). */
public final class ShadowDocument {
    /** Of a shadow document. */
    private static final List<String> MEMBERS = List.of("state", "metadata", "version", "timestamp", "clientToken");

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

    /**
     * What two documents must have in common, as text: how far apart they are is a question of bytes, and one wrong byte in a member's
     * name takes no more than that name away.
     */
    public static String bare(String document) {
        if (!(Json.parse(document) instanceof ObjectNode json)) {
            return document;
        }
        ObjectNode bare = JsonNodeFactory.instance.objectNode();
        json.forEachEntry((name, value) -> {
            String meant = MEMBERS.stream()
                    .filter(it -> it.equals(name) || LineIntegrity.nearlyEqual(name, it))
                    .findFirst()
                    .orElse(name);
            if (!meant.equals("timestamp") && !meant.equals("clientToken")) {
                bare.set(meant, value.deepCopy() instanceof ObjectNode inner ? inner.without(delta(inner)) : value);
            }
        });
        return JsonText.MAPPER.writeValueAsString(bare);
    }

    private static List<String> delta(ObjectNode section) {
        return section.propertyStream()
                .map(Map.Entry::getKey)
                .filter(it -> EditDistance.of(it, "delta", 1) <= 1)
                .toList();
    }
}
