package org.numakerbench.sim.cloud.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.AccessControl;

/** What the broker keeps for one client ID, with or without a connection. */
final class Session {
    // Only bounds memory: AWS keeps what an hour brings.
    private static final int QUEUED = 10_000;

    private final String clientId;
    private final boolean persistent;
    private final Map<String, Integer> subscriptions = new LinkedHashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Map<Integer, Message> unacknowledged = new LinkedHashMap<>();
    private @Nullable MqttConnection connection;
    private AccessControl.@Nullable Permissions permissions;
    private int lastPacketId;
    private long expiryTimer = -1;

    Session(String clientId, boolean persistent) {
        this.clientId = clientId;
        this.persistent = persistent;
    }

    String clientId() {
        return clientId;
    }

    boolean isPersistent() {
        return persistent;
    }

    /** Filters with their granted QoS. */
    Map<String, Integer> subscriptions() {
        return subscriptions;
    }

    @Nullable
    MqttConnection connection() {
        return connection;
    }

    long expiryTimer() {
        return expiryTimer;
    }

    void expiryTimer(long timer) {
        expiryTimer = timer;
    }

    /** From now on messages go to this connection; call {@link #resume} once it may send. */
    void attach(MqttConnection newcomer) {
        connection = newcomer;
        permissions = newcomer.permissions();
        // A resend may have another packet identifier (AWS never sets DUP): they start again with each connection.
        lastPacketId = 0;
        List<Message> again = new ArrayList<>(unacknowledged.values());
        unacknowledged.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            waiting.addFirst(again.get(i));
        }
    }

    /** Checked on each delivery; offline, what the last connection might counts. */
    boolean mayReceive(String topic) {
        return permissions != null && permissions.allows("iot:Receive", "topic/" + topic);
    }

    void detach() {
        connection = null;
    }

    /** Sends what waited. */
    void resume() {
        while (connection != null && !waiting.isEmpty() && unacknowledged.size() < Limits.UNACKNOWLEDGED) {
            transmit(connection, waiting.removeFirst());
        }
    }

    void deliver(Message message) {
        MqttConnection current = connection;
        if (message.qos() == 0) {
            if (current != null) {
                current.send(message, 0);
            }
        } else if (current != null && waiting.isEmpty() && unacknowledged.size() < Limits.UNACKNOWLEDGED) {
            transmit(current, message);
        } else if ((current != null || persistent) && waiting.size() < QUEUED) {
            waiting.addLast(message);
        }
    }

    void acknowledged(int packetId) {
        if (unacknowledged.remove(packetId) != null) {
            resume();
        }
    }

    private void transmit(MqttConnection current, Message message) {
        do {
            lastPacketId = lastPacketId % 0xFFFF + 1;
        } while (unacknowledged.containsKey(lastPacketId));
        unacknowledged.put(lastPacketId, message);
        current.send(message, lastPacketId);
    }
}
