package org.numakerbench.sim.cloud.shadow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request document, read and checked.
 *
 * @param clientToken echoed in every answer, or null
 * @param version the version the requester expects, or null
 * @param state the {@code state} node with only {@code desired} and {@code reported} in it, or null for an explicit null
 */
record ShadowRequest(
        @Nullable String clientToken,
        @Nullable Long version,
        @Nullable ObjectNode state) {
    /** Levels of nesting in a section, the section counted; the quota is 8 today while the text still says 6. */
    static final int MAX_LEVELS = 8;

    private static final int MAX_TOKEN_BYTES = 64;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Numbers keep their digits: 21.0 stays 21.0, and nothing is too big or too exact.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Reads what was sent; never returns null. */
    static ObjectNode parse(byte[] payload) throws ShadowError {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException e) {
            throw ShadowError.notUtf8();
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ShadowError.badRequest("Invalid JSON");
        }
        throw ShadowError.badRequest("Invalid JSON");
    }

    /** The optional JSON body of a get or delete: only its client token matters. */
    static @Nullable String tokenOf(byte[] payload) throws ShadowError {
        return payload.length == 0 ? null : token(parse(payload));
    }

    static @Nullable String token(ObjectNode root) throws ShadowError {
        JsonNode token = root.get("clientToken");
        if (token == null || token.isNull()) {
            return null;
        }
        if (!token.isString() || token.stringValue().getBytes(StandardCharsets.UTF_8).length > MAX_TOKEN_BYTES) {
            throw ShadowError.badRequest("Invalid clientToken");
        }
        return token.stringValue();
    }

    static ShadowRequest update(ObjectNode root, @Nullable String clientToken) throws ShadowError {
        Long version = null;
        JsonNode versionNode = root.get("version");
        if (versionNode != null && !versionNode.isNull()) {
            if (!versionNode.isIntegralNumber() || !versionNode.canConvertToLong() || versionNode.longValue() < 0) {
                throw ShadowError.badRequest("Invalid version");
            }
            version = versionNode.longValue();
        }
        JsonNode state = root.get("state");
        if (state == null) {
            throw ShadowError.badRequest("Missing required node: state");
        }
        if (state.isNull()) {
            return new ShadowRequest(clientToken, version, null);
        }
        if (!(state instanceof ObjectNode sections)) {
            throw ShadowError.badRequest("State node must be an object");
        }
        ObjectNode kept = JSON.createObjectNode();
        // In the order sent: the answer echoes it.
        for (String key : sections.propertyNames()) {
            if (!key.equals("desired") && !key.equals("reported")) {
                throw ShadowError.badRequest("State contains an invalid node: '" + key + "'");
            }
            kept.set(key, section(key, sections.get(key)));
        }
        return new ShadowRequest(clientToken, version, kept);
    }

    private static JsonNode section(String key, JsonNode node) throws ShadowError {
        if (node.isNull()) {
            return node;
        }
        if (!node.isObject()) {
            throw ShadowError.badRequest(
                    key.equals("desired") ? "Desired node must be an object" : "Reported node must be an object");
        }
        check(node, 1);
        return node;
    }

    private static void check(JsonNode node, int level) throws ShadowError {
        if (level > MAX_LEVELS) {
            throw ShadowError.badRequest("JSON contains too many levels of nesting; maximum is 6");
        }
        for (JsonNode child : node) {
            if (node.isArray() && child.isNull()) {
                throw ShadowError.badRequest("State contains an invalid node");
            }
            if (child.isContainer()) {
                check(child, level + 1);
            }
        }
    }
}
