package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.List;

/**
 * Sends the packets that a server sends, in the version that the client speaks. The codec leaves properties and reason
 * codes out of MQTT 3.1.1's packets; what else differs is told apart here.
 */
final class PacketWriter {
    private static final String THE_END = "the end of the connection";

    private final NetSocketInternal socket;
    private boolean mqtt5;
    private boolean reasons = true;

    PacketWriter(NetSocketInternal socket) {
        this.socket = socket;
    }

    /** From now on in this version, and with reasons as text in every acknowledgement, or not. */
    void speak(boolean version5, boolean withReasons) {
        mqtt5 = version5;
        reasons = withReasons;
    }

    /** Whether the client takes what is sent slower than it comes. */
    boolean isCongested() {
        return socket.writeQueueFull();
    }

    void accept(boolean sessionPresent, MqttProperties properties) {
        connack(MqttConnectReturnCode.CONNECTION_ACCEPTED, sessionPresent, properties);
    }

    /** Answers a CONNECT with a refusal, if the version has a word for it. */
    void refuse(ReasonCode code, String why) {
        code.connack(mqtt5).ifPresent(said -> connack(said, false, reason(why)));
    }

    /** In words, what {@link #refuse} answers. */
    String refusal(ReasonCode code) {
        return code.connack(mqtt5).isPresent() ? "CONNACK " + code : THE_END;
    }

    /** In words, what {@link #disconnect} answers. */
    String farewell(ReasonCode code) {
        return mqtt5 ? "DISCONNECT " + code : THE_END;
    }

    private void connack(MqttConnectReturnCode code, boolean sessionPresent, MqttProperties properties) {
        socket.writeMessage(new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, sessionPresent, properties)));
    }

    /** Says why the connection ends; MQTT 3.1.1 has no packet for it. */
    void disconnect(ReasonCode code, String why) {
        if (mqtt5) {
            socket.writeMessage(new MqttMessage(
                    header(MqttMessageType.DISCONNECT),
                    new MqttReasonCodeAndPropertiesVariableHeader((byte) code.code(), reason(why))));
        }
    }

    /** Sends a message of QoS 0 or 1, with the properties that go with it in MQTT 5. */
    void publish(Message message, int packetId, MqttProperties properties) {
        // A receiver that does not read must not fill the memory: QoS 0 may be lost, QoS 1 waits in the session.
        if (message.qos() == 0 && socket.writeQueueFull()) {
            return;
        }
        MqttFixedHeader header = new MqttFixedHeader(
                MqttMessageType.PUBLISH, false, MqttQoS.valueOf(message.qos()), message.retained(), 0);
        MqttPublishVariableHeader variable = new MqttPublishVariableHeader(message.topic(), packetId, properties);
        socket.writeMessage(new MqttPublishMessage(header, variable, Unpooled.wrappedBuffer(message.payload())));
    }

    void puback(int packetId, ReasonCode code, String why) {
        MqttProperties said = reasons ? reason(why) : MqttProperties.NO_PROPERTIES;
        socket.writeMessage(new MqttMessage(
                header(MqttMessageType.PUBACK),
                new MqttPubReplyMessageVariableHeader(packetId, (byte) code.code(), said)));
    }

    void unsuback(int packetId, List<ReasonCode> codes) {
        socket.writeMessage(new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                id(packetId),
                new MqttUnsubAckPayload(
                        codes.stream().map(code -> (short) code.code()).toList())));
    }

    void suback(int packetId, List<ReasonCode> codes) {
        socket.writeMessage(new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                id(packetId),
                new MqttSubAckPayload(
                        codes.stream().map(code -> code.suback(mqtt5)).toList())));
    }

    void pingresp() {
        socket.writeMessage(MqttMessage.PINGRESP);
    }

    void close() {
        socket.close();
    }

    private static MqttProperties reason(String why) {
        MqttProperties properties = new MqttProperties();
        if (!why.isEmpty()) {
            properties.add(new StringProperty(MqttProperties.REASON_STRING, why));
        }
        return properties;
    }

    private static MqttMessageIdAndPropertiesVariableHeader id(int packetId) {
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
