package org.numakerbench.sim.cloud.mqtt;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The retained messages, as many as AWS keeps for an account, and as many bytes as this process can keep. */
final class RetainedMessages {
    private static final int MESSAGES = 5000;
    private static final int SHARE_OF_HEAP = 8;

    private final NavigableMap<String, RetainedMessage> byTopic = new TreeMap<>();
    private final long limitBytes;
    private long bytes;

    RetainedMessages() {
        this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    RetainedMessages(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Whether there is room for this one; one without payload makes room. */
    boolean hasRoomFor(String topic, int payloadBytes) {
        RetainedMessage before = byTopic.get(topic);
        long without = bytes - (before == null ? 0 : before.message().bytes());
        return payloadBytes == 0
                || without + payloadBytes <= limitBytes && (before != null || byTopic.size() < MESSAGES);
    }

    /** Keeps a message in the place of its predecessor; one without payload only removes it. */
    void put(Message message, Instant now) {
        RetainedMessage before = byTopic.remove(message.topic());
        if (before != null) {
            bytes -= before.message().bytes();
        }
        if (message.payload().length > 0) {
            byTopic.put(message.topic(), new RetainedMessage(message, now));
            bytes += message.bytes();
        }
    }

    /** What a topic keeps; a message whose time is over is gone. */
    Optional<Message> get(String topic, Instant now) {
        RetainedMessage kept = byTopic.get(topic);
        if (kept != null && kept.message().isExpired(now.toEpochMilli())) {
            byTopic.remove(topic);
            bytes -= kept.message().bytes();
            return Optional.empty();
        }
        return Optional.ofNullable(kept).map(RetainedMessage::message);
    }

    /** All of them by topic, without those whose time is over. */
    NavigableMap<String, RetainedMessage> all(Instant now) {
        byTopic.values().removeIf(kept -> {
            boolean expired = kept.message().isExpired(now.toEpochMilli());
            bytes -= expired ? kept.message().bytes() : 0;
            return expired;
        });
        return Collections.unmodifiableNavigableMap(byTopic);
    }
}
