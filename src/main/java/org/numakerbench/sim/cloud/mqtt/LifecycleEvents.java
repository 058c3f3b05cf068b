package org.numakerbench.sim.cloud.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.numakerbench.sim.cloud.shadow.ShadowService.Publisher;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells others what a client does, on {@code $aws/events/…} (Developer Guide, "Lifecycle events"). */
final class LifecycleEvents {
    private static final Duration COUNTER_KEPT = Duration.ofHours(1);
    private static final int COUNTERS = 10_000;

    /** Counts the connections of one client ID; starts again after an hour offline. */
    private record Counter(long version, long offlineSince) {}

    private final Publisher publisher;
    private final Clock clock;
    private final Map<String, Counter> counters = new HashMap<>();

    LifecycleEvents(Publisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Takes note of a new connection and announces it; returns the version number of its events. */
    long connected(MqttConnection connection) {
        long now = clock.millis();
        long forgotten = now - COUNTER_KEPT.toMillis();
        if (counters.size() > COUNTERS) {
            counters.values().removeIf(counter -> counter.offlineSince() < forgotten);
        }
        Counter before = counters.get(connection.clientId());
        long version = before == null || before.offlineSince() < forgotten ? 0 : before.version() + 1;
        counters.put(connection.clientId(), new Counter(version, Long.MAX_VALUE));
        ObjectNode event = event(connection, "connected", now);
        event.put("ipAddress", connection.principal().address()).put("versionNumber", version);
        publish("presence/connected", connection, event);
        return version;
    }

    void disconnected(MqttConnection connection, long version, DisconnectReason reason) {
        long now = clock.millis();
        counters.computeIfPresent(
                connection.clientId(),
                (id, counter) -> counter.version() == version ? new Counter(version, now) : counter);
        ObjectNode event = event(connection, "disconnected", now)
                .put("clientInitiatedDisconnect", reason == DisconnectReason.CLIENT_INITIATED_DISCONNECT)
                .put("disconnectReason", reason.name())
                .put("versionNumber", version);
        publish("presence/disconnected", connection, event);
    }

    void connectRefused(MqttConnection connection) {
        ObjectNode event = event(connection, "connect_failed", clock.millis())
                .put("ipAddress", connection.principal().address())
                .put("connectFailureReason", "AUTHORIZATION_FAILED");
        publish("presence/connect_failed", connection, event);
    }

    void subscribed(MqttConnection connection, List<String> filters) {
        subscription("subscribed", connection, filters);
    }

    void unsubscribed(MqttConnection connection, List<String> filters) {
        subscription("unsubscribed", connection, filters);
    }

    private void subscription(String type, MqttConnection connection, List<String> filters) {
        ObjectNode event = event(connection, type, clock.millis());
        ArrayNode topics = event.putArray("topics");
        filters.forEach(topics::add);
        publish("subscriptions/" + type, connection, event);
    }

    private static ObjectNode event(MqttConnection connection, String type, long now) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("clientId", connection.clientId())
                .put("timestamp", now)
                .put("eventType", type)
                .put("sessionIdentifier", connection.sessionIdentifier())
                .put("principalIdentifier", connection.principal().id());
    }

    private void publish(String kind, MqttConnection connection, ObjectNode event) {
        String id = connection.clientId();
        if (id.indexOf('#') < 0 && id.indexOf('+') < 0) {
            publisher.publish("$aws/events/" + kind + "/" + id, event.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
