package org.numakerbench.crosscheck.timeline;

/**
 * A presence event of AWS IoT (Developer Guide, "Lifecycle events").
 *
 * @param connected true for {@code connected}, false for {@code disconnected}
 * @param session {@code sessionIdentifier}, the same in both events of one connection
 * @param principal certificate ID of the client; empty when not told
 * @param reason {@code disconnectReason}; empty for a connect event
 */
public record Presence(long seq, boolean connected, String session, String principal, String reason) {
    /** A DISCONNECT packet came. */
    public static final String CLIENT_INITIATED = "CLIENT_INITIATED_DISCONNECT";
}
