package org.numakerbench.sim.cloud.shadow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** All shadows, as many as this process can keep, and what each request does to them. The same for MQTT and REST. For one thread. */
public final class ShadowStore {
    /** How long a deleted shadow's version counter lives on (Developer Guide, "device shadow data flow"). */
    static final Duration COUNTER_KEPT = Duration.ofHours(48);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int SHARE_OF_HEAP = 8;
    /** A member of a few bytes is an object in the state, and two more in the metadata. */
    private static final int HEAP_BYTES_EACH = 50;
    /** What a name and its counter take beside a document, in bytes of one. */
    private static final int SLOT_BYTES = 16;

    /** The counter goes on across a delete; the document does not. */
    private record Slot(@Nullable ShadowDocument document, long version, Instant changed) {
        int bytes() {
            return SLOT_BYTES + (document == null ? 0 : document.bytes());
        }

        boolean isForgotten(Instant now) {
            return document == null && changed.plus(COUNTER_KEPT).isBefore(now);
        }
    }

    private final Map<ShadowName, Slot> slots = new HashMap<>();
    private final long limitBytes;
    private long bytes;

    /** An eighth of the heap at most. */
    public ShadowStore() {
        this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / HEAP_BYTES_EACH);
    }

    /** @param limitBytes of all documents together, and some for each name */
    ShadowStore(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * Carries out one request.
     *
     * @param name of the shadow, as it stood in the topic or path, valid or not
     * @param payload the request document; may be empty for get and delete
     * @param now the service's clock
     * @return accepted or rejected; never an exception, whatever the bytes are
     */
    public ShadowReply handle(ShadowName name, ShadowName.Operation operation, byte[] payload, Instant now) {
        Token token = new Token();
        try {
            if (!name.isThingValid()) {
                throw ShadowError.unknownThing();
            }
            if (!name.isShadowValid()) {
                throw ShadowError.badRequest("ShadowName must match pattern " + ShadowName.SHADOW);
            }
            return switch (operation) {
                case UPDATE -> update(name, payload, now, token);
                case GET -> get(name, payload, now, token);
                case DELETE -> delete(name, payload, now, token);
            };
        } catch (ShadowError error) {
            ObjectNode body = NODES.objectNode()
                    .put("code", error.code())
                    .put("message", error.text())
                    .put("timestamp", now.getEpochSecond());
            return new ShadowReply.Rejected(operation, error.code(), error.text(), token.appendTo(body));
        }
    }

    /** Names of a thing's named shadows that exist, in order; the classic shadow has none. */
    List<String> named(String thing) {
        return slots.entrySet().stream()
                .filter(slot ->
                        slot.getKey().thing().equals(thing) && slot.getValue().document() != null)
                .map(slot -> slot.getKey().shadow())
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }

    /** The client token, once it is known to be good: a rejection made before that has none to echo. */
    private static final class Token {
        private @Nullable String value;

        ObjectNode appendTo(ObjectNode body) {
            return value == null ? body : body.put("clientToken", value);
        }
    }

    private ShadowReply update(ShadowName name, byte[] payload, Instant now, Token token) throws ShadowError {
        ObjectNode root = ShadowRequest.parse(payload);
        token.value = ShadowRequest.token(root);
        ShadowRequest request = ShadowRequest.update(root, token.value);
        Slot slot = slot(name, now);
        ShadowDocument previous = slot.document();
        checkVersion(request.version(), previous);
        long seconds = now.getEpochSecond();
        ShadowDocument base = previous == null ? ShadowDocument.of(null, null, 0) : previous;
        ShadowDocument current = base.merge(request.state(), slot.version() + 1, seconds);
        put(name, new Slot(current, current.version(), now));

        ObjectNode accepted = NODES.objectNode();
        ObjectNode touched = request.state();
        accepted.set("state", touched == null ? NODES.nullNode() : touched);
        accepted.set("metadata", touched == null ? NODES.objectNode() : Section.timestamps(touched, seconds));
        accepted.put("version", current.version()).put("timestamp", seconds);

        ObjectNode documents = NODES.objectNode();
        documents.set("previous", previous == null ? nothing() : previous.snapshot());
        documents.set("current", current.snapshot());
        documents.put("timestamp", seconds);
        return new ShadowReply.Updated(
                token.appendTo(accepted), delta(current, seconds, token), token.appendTo(documents));
    }

    /**
     * A request may name the version it expects. Of a shadow that does not exist that is the one it will have, 1, or 0, as
     * SDKs send it that count from none.
     */
    private static void checkVersion(@Nullable Long expected, @Nullable ShadowDocument previous) throws ShadowError {
        if (expected == null) {
            return;
        }
        if (previous == null) {
            if (expected > 1) {
                throw ShadowError.badRequest("Invalid version");
            }
        } else if (expected != previous.version()) {
            throw ShadowError.versionConflict();
        }
    }

    private static @Nullable ObjectNode delta(ShadowDocument document, long seconds, Token token) {
        Section.Difference difference = document.delta();
        if (difference == null) {
            return null;
        }
        ObjectNode body = NODES.objectNode().put("version", document.version()).put("timestamp", seconds);
        body.set("state", difference.state());
        body.set("metadata", difference.metadata());
        return token.appendTo(body);
    }

    private static ObjectNode nothing() {
        ObjectNode empty = NODES.objectNode();
        empty.set("state", NODES.objectNode());
        empty.set("metadata", NODES.objectNode());
        return empty;
    }

    private ShadowReply get(ShadowName name, byte[] payload, Instant now, Token token) throws ShadowError {
        token.value = ShadowRequest.tokenOf(payload);
        ShadowDocument document = existing(name, now);
        ObjectNode state = document.state();
        Section.Difference difference = document.delta();
        if (difference != null) {
            state.set("delta", difference.state());
        }
        ObjectNode body = NODES.objectNode();
        body.set("state", state);
        body.set("metadata", document.metadata());
        body.put("version", document.version()).put("timestamp", now.getEpochSecond());
        return new ShadowReply.Got(token.appendTo(body));
    }

    private ShadowReply delete(ShadowName name, byte[] payload, Instant now, Token token) throws ShadowError {
        token.value = ShadowRequest.tokenOf(payload);
        ShadowDocument document = existing(name, now);
        // Deleting uses up a number itself: update(77), delete(77), update gives 79.
        put(name, new Slot(null, document.version() + 1, now));
        ObjectNode body = NODES.objectNode().put("version", document.version()).put("timestamp", now.getEpochSecond());
        return new ShadowReply.Deleted(token.appendTo(body));
    }

    private ShadowDocument existing(ShadowName name, Instant now) throws ShadowError {
        ShadowDocument document = slot(name, now).document();
        if (document == null) {
            throw ShadowError.notFound(name);
        }
        return document;
    }

    private Slot slot(ShadowName name, Instant now) {
        Slot slot = slots.get(name);
        return slot == null || slot.isForgotten(now) ? new Slot(null, 0, now) : slot;
    }

    private void put(ShadowName name, Slot slot) throws ShadowError {
        Slot before = slots.get(name);
        int more = slot.bytes() - (before == null ? 0 : before.bytes());
        if (more > 0 && bytes + more > limitBytes) {
            forget(slot.changed());
            if (bytes + more > limitBytes) {
                throw ShadowError.noRoom(limitBytes);
            }
        }
        slots.put(name, slot);
        bytes += more;
    }

    private void forget(Instant now) {
        slots.values().removeIf(slot -> {
            boolean forgotten = slot.isForgotten(now);
            bytes -= forgotten ? slot.bytes() : 0;
            return forgotten;
        });
    }
}
