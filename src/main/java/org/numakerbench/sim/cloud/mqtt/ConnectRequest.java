package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A CONNECT that may be taken, whichever version it came in.
 *
 * @param assigned whether the broker made up the client ID
 * @param cleanStart whether what was kept for the client ID is to be forgotten
 * @param sessionKept how long the session outlives the connection
 * @param askedKept the same as the client asked for it, without AWS's limit
 * @param receiveMaximum how many QoS 1 messages the client takes unacknowledged
 * @param largestPacket in bytes, for the client
 * @param problemInformation whether the client wants reasons as text
 */
record ConnectRequest(
        boolean mqtt5,
        String clientId,
        boolean assigned,
        boolean cleanStart,
        Duration sessionKept,
        Duration askedKept,
        int keepAliveSeconds,
        int receiveMaximum,
        long largestPacket,
        boolean problemInformation,
        @Nullable Will will) {
    private static final int MQTT_3_1_1 = 4;
    private static final int MQTT_5 = 5;

    static boolean isMqtt5(MqttConnectVariableHeader header) {
        return header.version() == MQTT_5;
    }

    /** Reads a packet; refuses what AWS refuses before it looks at policies. */
    static ConnectRequest of(MqttConnectMessage packet) throws RefusedException {
        MqttConnectVariableHeader header = packet.variableHeader();
        MqttConnectPayload payload = packet.payload();
        String sent = payload.clientIdentifier() == null ? "" : payload.clientIdentifier();
        boolean mqtt5 = isMqtt5(header);
        if (!mqtt5 && header.version() != MQTT_3_1_1) {
            throw RefusedException.fatal(
                    ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
                    sent,
                    "MQTT protocol level " + header.version(),
                    "connect with MQTT 3.1.1 (level 4) or MQTT 5");
        }
        boolean assigned = mqtt5 && sent.isEmpty();
        String clientId = assigned ? Limits.ASSIGNED_CLIENT_ID + UUID.randomUUID() : sent;
        if (!Limits.isClientId(clientId) && !(mqtt5 && clientId.startsWith(Limits.ASSIGNED_CLIENT_ID))) {
            throw RefusedException.fatal(
                    ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    sent,
                    "the client ID is empty, begins with $ or has more than " + Limits.CLIENT_ID_BYTES + " bytes",
                    "choose another client ID");
        }
        MqttProperties properties = header.properties();
        long receiveMaximum = MessageProperties.number(properties, MqttProperties.RECEIVE_MAXIMUM, 0xFFFF);
        long largestPacket = MessageProperties.number(properties, MqttProperties.MAXIMUM_PACKET_SIZE, 1L << 32);
        if (receiveMaximum == 0 || largestPacket == 0) {
            throw RefusedException.fatal(
                    ReasonCode.PROTOCOL_ERROR,
                    sent,
                    "a receive maximum or maximum packet size of 0",
                    "leave the property out, or give it a value above 0");
        }
        if (!MessageProperties.text(properties, MqttProperties.AUTHENTICATION_METHOD)
                .isEmpty()) {
            throw RefusedException.fatal(
                    ReasonCode.BAD_AUTHENTICATION_METHOD,
                    sent,
                    "enhanced authentication, which AWS does not have",
                    "leave out the authentication method: the certificate is the identity");
        }
        Duration asked = mqtt5
                ? Duration.ofSeconds(MessageProperties.number(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0))
                : header.isCleanSession() ? Duration.ZERO : Limits.SESSION_KEPT;
        return new ConnectRequest(
                mqtt5,
                clientId,
                assigned,
                header.isCleanSession(),
                Limits.sessionKept(asked),
                asked,
                header.keepAliveTimeSeconds(),
                (int) Math.min(receiveMaximum, Limits.UNACKNOWLEDGED),
                largestPacket,
                MessageProperties.number(properties, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) == 1,
                header.isWillFlag() ? will(header, payload) : null);
    }

    private static Will will(MqttConnectVariableHeader header, MqttConnectPayload payload) throws RefusedException {
        byte[] message = payload.willMessageInBytes() == null ? new byte[0] : payload.willMessageInBytes();
        String topic = String.valueOf(payload.willTopic());
        MqttProperties properties = payload.willProperties();
        if (header.willQos() > 1) {
            throw RefusedException.fatal(
                    ReasonCode.QOS_NOT_SUPPORTED, topic, "a will with QoS 2", "use QoS 0 or 1: AWS has no QoS 2");
        }
        if (!Limits.isTopic(topic)) {
            throw RefusedException.fatal(
                    ReasonCode.TOPIC_NAME_INVALID, topic, "the will's topic is not one", Limits.TOPIC_RULE);
        }
        if (message.length > Limits.PAYLOAD_BYTES) {
            throw RefusedException.fatal(
                    ReasonCode.PACKET_TOO_LARGE, topic, "a will of " + message.length + " bytes", Limits.PAYLOAD_RULE);
        }
        return new Will(
                topic,
                message,
                header.willQos(),
                header.isWillRetain(),
                MessageProperties.of(properties),
                MessageProperties.number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, 0),
                Duration.ofSeconds(MessageProperties.number(properties, MqttProperties.WILL_DELAY_INTERVAL, 0)));
    }

    /** What a policy can ask of a connection (Developer Guide, "Using connectAttributes"). */
    List<String> connectAttributes() {
        List<String> attributes = new ArrayList<>();
        if (isPersistent()) {
            attributes.add("PersistentConnect");
        }
        if (will != null) {
            attributes.add("LastWill");
        }
        return attributes;
    }

    boolean isPersistent() {
        return !sessionKept.isZero();
    }
}
