package org.numakerbench.selftest.own;

import java.util.List;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.text.JsonText;

/** What the cloud tells of a device's connection and subscriptions when an honest device speaks of them. */
final class DeviceSession {
    private static final String SESSION = "b7a4a2d0-0000-4000-8000-000000000001";
    private static final String FILTER = "filter";

    private final String clientId;

    DeviceSession(String clientId) {
        this.clientId = clientId;
    }

    /** The lifecycle events of a line that is a connect, a subscribe or the like in other words; none of any other. */
    List<Fact> seen(Line line, Values values) {
        if (line.kind() == null) {
            return List.of();
        }
        return switch (line.kind()) {
            case "mqtt-connect" -> List.of(presence("connected", ""));
            case "mqtt-disconnect" -> List.of(presence("disconnected", "CLIENT_INITIATED_DISCONNECT"));
            case "mqtt-subscribe" -> List.of(subscription("subscribed", String.valueOf(values.field(FILTER))));
            case "mqtt-unsubscribe" -> List.of(subscription("unsubscribed", String.valueOf(values.field(FILTER))));
            default -> List.of();
        };
    }

    private Fact presence(String event, String reason) {
        return Messages.received(
                "$aws/events/presence/" + event + "/" + clientId,
                JsonText.line(new Presence(clientId, event, SESSION, reason)));
    }

    private Fact subscription(String event, String filter) {
        return Messages.received(
                "$aws/events/subscriptions/" + event + "/" + clientId,
                JsonText.line(new Subscription(clientId, List.of(filter))));
    }

    /** As AWS IoT writes it. */
    private record Presence(String clientId, String eventType, String sessionIdentifier, String disconnectReason) {}

    private record Subscription(String clientId, List<String> topics) {}
}
