package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Optional;

/**
 * What the broker answers, in MQTT 5's codes: those that AWS documents (Developer Guide, "MQTT reason codes"), and the
 * three that its service sends for what it leaves out.
 */
enum ReasonCode {
    /** Done; as an answer to a subscription, QoS 0 granted. */
    SUCCESS(0x00),
    /** QoS 1 granted. */
    GRANTED_QOS_1(0x01),
    /** Nothing was there to unsubscribe from. */
    NO_SUBSCRIPTION_EXISTED(0x11),
    /** No more specific code fits. */
    UNSPECIFIED_ERROR(0x80),
    /** The bytes are not MQTT. */
    MALFORMED_PACKET(0x81),
    /** The bytes are MQTT, and not allowed here. */
    PROTOCOL_ERROR(0x82),
    /** Neither MQTT 3.1.1 nor 5. */
    UNSUPPORTED_PROTOCOL_VERSION(0x84),
    /** The client ID is not one that AWS takes. */
    CLIENT_IDENTIFIER_NOT_VALID(0x85),
    /** The policy does not allow it. */
    NOT_AUTHORIZED(0x87),
    /** The service goes down. */
    SERVER_SHUTTING_DOWN(0x8B),
    /** Enhanced authentication: AWS has none. */
    BAD_AUTHENTICATION_METHOD(0x8C),
    /** Nothing came for one and a half times the keep-alive time. */
    KEEP_ALIVE_TIMEOUT(0x8D),
    /** Another connection has the client ID now. */
    SESSION_TAKEN_OVER(0x8E),
    /** A filter that AWS does not take. */
    TOPIC_FILTER_INVALID(0x8F),
    /** A topic that AWS does not take. */
    TOPIC_NAME_INVALID(0x90),
    /** An alias of 0 or above what CONNACK said. */
    TOPIC_ALIAS_INVALID(0x94),
    /** More bytes than AWS takes. */
    PACKET_TOO_LARGE(0x95),
    /** More of something than AWS takes. */
    QUOTA_EXCEEDED(0x97),
    /** QoS 2. */
    QOS_NOT_SUPPORTED(0x9B),
    /** A SUBSCRIBE with an identifier. */
    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED(0xA1);

    private static final int FAILURE = 0x80;

    private final int code;

    ReasonCode(int code) {
        this.code = code;
    }

    /** The byte on the wire. */
    int code() {
        return code;
    }

    boolean isFailure() {
        return code >= FAILURE;
    }

    /** MQTT 3.1.1 knows one failure of a subscription. */
    int suback(boolean mqtt5) {
        return mqtt5 || !isFailure() ? code : FAILURE;
    }

    /** How CONNACK says it; empty when the version has no word for it, and the connection just ends. */
    Optional<MqttConnectReturnCode> connack(boolean mqtt5) {
        if (mqtt5) {
            return Optional.of(MqttConnectReturnCode.valueOf((byte) code));
        }
        return switch (this) {
            case UNSUPPORTED_PROTOCOL_VERSION ->
                Optional.of(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
            case CLIENT_IDENTIFIER_NOT_VALID ->
                Optional.of(MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED);
            // AWS documented 7 once, which the codec cannot say; 5 is the one in MQTT 3.1.1.
            case NOT_AUTHORIZED -> Optional.of(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
            default -> Optional.empty();
        };
    }
}
