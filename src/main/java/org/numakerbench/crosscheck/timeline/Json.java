package org.numakerbench.crosscheck.timeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Payloads as JSON, where they are. Shadow documents are compared parsed, never as text. */
public final class Json {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    private Json() {}

    /** The document, or null when {@code text} is none. */
    public static @Nullable JsonNode parse(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** True when both are JSON and equal as documents. */
    public static boolean sameDocument(String one, String other) {
        JsonNode left = parse(one);
        return left != null && left.equals(parse(other));
    }

    /** The member {@code name} as text, or an empty string. */
    public static String text(JsonNode object, String name) {
        return object.path(name).asString("");
    }

    /** A copy of {@code document} without these members. */
    public static JsonNode without(JsonNode document, String... members) {
        if (document.deepCopy() instanceof ObjectNode object) {
            return object.remove(List.of(members));
        }
        return document;
    }
}
