package org.numakerbench.sim.cloud.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.AccessControl;

/** What the broker keeps for one client ID, with or without a connection. */
final class Session implements Subscriber {
    /** What is to happen if the client does not come back in time. */
    record LastWords(Runnable publish, long timer) {}

    private final String clientId;
    private final QueueBudget budget;
    private final Map<String, Grant> subscriptions = new LinkedHashMap<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Map<Integer, Message> unacknowledged = new LinkedHashMap<>();
    private Duration kept;
    private @Nullable MqttConnection connection;
    private AccessControl.@Nullable Permissions permissions;
    private @Nullable LastWords lastWords;
    private int lastPacketId;
    private long expiryTimer = -1;
    private long held;
    private boolean overflowing;

    /**
     * A session without subscriptions.
     *
     * @param kept how long it outlives its connection
     */
    Session(String clientId, Duration kept, QueueBudget budget) {
        this.clientId = clientId;
        this.kept = kept;
        this.budget = budget;
    }

    String clientId() {
        return clientId;
    }

    /** How long it outlives its connection. */
    Duration kept() {
        return kept;
    }

    void kept(Duration duration) {
        kept = duration;
    }

    boolean isPersistent() {
        return !kept.isZero();
    }

    /** Filters as they were sent, with what they grant. */
    Map<String, Grant> subscriptions() {
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

    /** The delayed will that waits, if any; it is taken out. */
    @Nullable
    LastWords takeLastWords() {
        LastWords taken = lastWords;
        lastWords = null;
        return taken;
    }

    void lastWords(LastWords waitingWill) {
        lastWords = waitingWill;
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

    /** Whether a message of this topic would go to somebody now. */
    boolean isReachable(String topic) {
        return connection != null && mayReceive(topic);
    }

    void detach() {
        connection = null;
    }

    /** Nobody will ask for what waits. */
    void discard() {
        waiting.clear();
        unacknowledged.clear();
        budget.give(held);
        held = 0;
    }

    /** Sends what waited, as far as the client takes it. */
    void resume() {
        while (connection != null && !waiting.isEmpty() && takesMore(connection)) {
            transmit(connection, waiting.removeFirst());
        }
        overflowing &= !waiting.isEmpty();
    }

    @Override
    public void deliver(Message message, Grant grant) {
        if (mayReceive(message.topic())) {
            send(message.forSubscriber(grant));
        }
    }

    /** Sends a message as it is, or lets it wait. */
    void send(Message message) {
        MqttConnection current = connection;
        if (message.qos() == 0) {
            if (current != null) {
                current.send(message, 0);
            }
        } else if (current != null || isPersistent()) {
            if (!budget.take(held, message.bytes())) {
                overflow(message, current);
            } else {
                held += message.bytes();
                if (current != null && waiting.isEmpty() && takesMore(current)) {
                    transmit(current, message);
                } else {
                    waiting.addLast(message);
                }
            }
        }
    }

    /** Told once, until the queue has been empty again. */
    private void overflow(Message message, @Nullable MqttConnection current) {
        if (!overflowing && current != null) {
            current.tellOfOverflow(message, held);
        }
        overflowing = true;
    }

    private boolean takesMore(MqttConnection current) {
        return unacknowledged.size() < current.receiveMaximum() && !current.isCongested();
    }

    void acknowledged(int packetId) {
        Message done = unacknowledged.remove(packetId);
        if (done != null) {
            release(done);
            resume();
        }
    }

    private void release(Message message) {
        held -= message.bytes();
        budget.give(message.bytes());
    }

    private void transmit(MqttConnection current, Message message) {
        do {
            lastPacketId = lastPacketId % 0xFFFF + 1;
        } while (unacknowledged.containsKey(lastPacketId));
        if (current.send(message, lastPacketId)) {
            unacknowledged.put(lastPacketId, message);
        } else {
            release(message);
        }
    }
}
