package org.numakerbench.crosscheck.timeline;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A presence event of AWS IoT (Developer Guide, "Lifecycle events").
 *
 * @param nanos when it was received, monotonic
 * @param connected true for {@code connected}, false for {@code disconnected}
 * @param session {@code sessionIdentifier}, the same in both events of one connection
 * @param principal certificate ID of the client; empty when not told
 * @param stampMs {@code timestamp}, ms since 1970 by the cloud's clock; null when not told
 * @param reason {@code disconnectReason}; empty for a connect event, and where the event does not tell
 */
public record Presence(
        long seq,
        long nanos,
        boolean connected,
        String session,
        String principal,
        @Nullable Long stampMs,
        String reason) {
    /** A DISCONNECT packet came. */
    public static final String CLIENT_INITIATED = "CLIENT_INITIATED_DISCONNECT";

    /** Another client connected with the same client ID. */
    public static final String DUPLICATE_CLIENT_ID = "DUPLICATE_CLIENTID";

    /** The client did what its policy does not allow. */
    public static final String AUTH_ERROR = "AUTH_ERROR";

    static Presence of(long seq, long nanos, boolean connected, JsonNode event) {
        return new Presence(
                seq,
                nanos,
                connected,
                Json.text(event, "sessionIdentifier"),
                Json.text(event, "principalIdentifier"),
                stampMs(event),
                connected ? "" : reason(event));
    }

    /** When the cloud says that a lifecycle event happened, ms since 1970; null when it does not. */
    static @Nullable Long stampMs(JsonNode event) {
        JsonNode stamp = event.path("timestamp");
        return stamp.canConvertToLong() ? stamp.asLong() : null;
    }

    /** The reason, or what {@code clientInitiatedDisconnect} says where none is given. */
    private static String reason(JsonNode event) {
        String given = Json.text(event, "disconnectReason");
        boolean byClient = event.path("clientInitiatedDisconnect").asBoolean(false);
        return given.isEmpty() && byClient ? CLIENT_INITIATED : given;
    }
}
