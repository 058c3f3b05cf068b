package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * A message under way. The payload is shared by all receivers and never changed.
 *
 * @param qos 0 or 1
 * @param retained the retain flag; live deliveries lose it, unless the subscriber wants it as it was published
 * @param properties what a client of MQTT 5 said about it
 * @param expiresAt when it is no longer to be delivered, in milliseconds of the cloud's clock; {@link #NEVER}
 */
record Message(String topic, byte[] payload, int qos, boolean retained, MessageProperties properties, long expiresAt) {
    static final long NEVER = Long.MAX_VALUE;

    private static final long MILLIS = 1000;
    // Fixed header, lengths, packet identifier, expiry.
    private static final int OVERHEAD = 20;

    /** A message without properties of MQTT 5. */
    Message(String topic, byte[] payload, int qos, boolean retained) {
        this(topic, payload, qos, retained, MessageProperties.NONE, NEVER);
    }

    /** As a subscriber with this grant gets it. */
    Message forSubscriber(Grant grant) {
        return with(Math.min(qos, grant.qos()), retained && grant.retainAsPublished());
    }

    /** As one who subscribes later gets it from the store. */
    Message fromStore(int grantedQos) {
        return with(Math.min(qos, grantedQos), true);
    }

    private Message with(int newQos, boolean newRetained) {
        return newQos == qos && newRetained == retained
                ? this
                : new Message(topic, payload, newQos, newRetained, properties, expiresAt);
    }

    /** The properties it is sent with: the expiry counts down. */
    MqttProperties propertiesAt(long nowMillis) {
        return expiresAt == NEVER
                ? properties.passedOn()
                : properties.withExpiry((expiresAt - nowMillis + MILLIS - 1) / MILLIS);
    }

    boolean isExpired(long nowMillis) {
        return expiresAt <= nowMillis;
    }

    /** What it takes in memory and on the wire, at most. */
    int bytes() {
        return OVERHEAD + ByteBufUtil.utf8Bytes(topic) + properties.bytes() + payload.length;
    }
}
