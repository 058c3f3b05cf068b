package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.TimeUnit;
import org.numakerbench.sim.cloud.policy.AccessControl.Permissions;

/** What one client publishes: its topic aliases, and the rules that a message must keep. */
final class Publishing {
    private final Broker broker;
    private final Permissions permissions;
    private final TopicAliases aliases = new TopicAliases();

    Publishing(Broker broker, Permissions permissions) {
        this.broker = broker;
        this.permissions = permissions;
    }

    /** The message of a packet, if the client may publish it. */
    Message accept(MqttPublishMessage packet) throws RefusedException {
        MqttProperties properties = packet.variableHeader().properties();
        String topic = aliases.resolve(
                packet.variableHeader().topicName(),
                MessageProperties.number(properties, MqttProperties.TOPIC_ALIAS, -1));
        int qos = packet.fixedHeader().qosLevel().value();
        if (qos > 1) {
            throw RefusedException.fatal(
                    ReasonCode.QOS_NOT_SUPPORTED, topic, "QoS 2", "use QoS 0 or 1: AWS has no QoS 2");
        }
        int bytes = packet.payload().readableBytes();
        if (bytes > Limits.PAYLOAD_BYTES) {
            throw RefusedException.fatal(
                    ReasonCode.PACKET_TOO_LARGE, topic, "a payload of " + bytes + " bytes", Limits.PAYLOAD_RULE);
        }
        if (properties.getProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER) != null) {
            throw RefusedException.fatal(
                    ReasonCode.PROTOCOL_ERROR,
                    topic,
                    "a subscription identifier in a client's PUBLISH",
                    "leave it out");
        }
        Message message = new Message(
                topic,
                ByteBufUtil.getBytes(packet.payload()),
                qos,
                packet.fixedHeader().isRetain(),
                MessageProperties.of(properties),
                expiresAt(MessageProperties.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 0)));
        check(message);
        return message;
    }

    /** The message of a will, if the client may still publish it. */
    Message accept(Will will) throws RefusedException {
        Message message = new Message(
                will.topic(),
                will.payload(),
                will.qos(),
                will.retain(),
                will.properties(),
                expiresAt(will.expirySeconds()));
        check(message);
        return message;
    }

    private void check(Message message) throws RefusedException {
        String topic = message.topic();
        if (!Limits.isTopic(topic)) {
            throw RefusedException.of(
                    ReasonCode.TOPIC_NAME_INVALID, topic, "a topic that AWS does not take", Limits.TOPIC_RULE);
        }
        String resource = "topic/" + topic;
        if (!permissions.allows("iot:Publish", resource)) {
            throw RefusedException.byPolicy("iot:Publish", resource, topic);
        }
        if (message.retained() && !permissions.allows("iot:RetainPublish", resource)) {
            throw RefusedException.byPolicy("iot:RetainPublish", resource, topic);
        }
        if (!ReservedTopics.maySend(topic, message.retained())) {
            throw RefusedException.of(
                    ReasonCode.TOPIC_NAME_INVALID,
                    topic,
                    "a reserved topic that no client publishes on" + (message.retained() ? " with retain" : ""),
                    ReservedTopics.PUBLISH_RULE);
        }
        if (message.retained() && !broker.hasRoomToRetain(topic, message.payload())) {
            throw RefusedException.of(
                    ReasonCode.QUOTA_EXCEEDED,
                    topic,
                    "no room for another retained message",
                    "delete retained messages: publish empty ones with the retain flag");
        }
    }

    private long expiresAt(long seconds) {
        return seconds == 0 ? Message.NEVER : broker.nowMillis() + TimeUnit.SECONDS.toMillis(seconds);
    }
}
