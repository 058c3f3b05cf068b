package org.numakerbench.sim.cloud.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.vertx.core.internal.net.NetSocketInternal;
import java.util.List;

/** Sends the packets that a server sends. */
final class PacketWriter {
    private final NetSocketInternal socket;

    PacketWriter(NetSocketInternal socket) {
        this.socket = socket;
    }

    void connack(MqttConnectReturnCode code, boolean sessionPresent) {
        socket.writeMessage(MqttMessageBuilders.connAck()
                .returnCode(code)
                .sessionPresent(sessionPresent)
                .build());
    }

    void publish(Message message, int packetId) {
        // A receiver that does not read must not fill the memory: QoS 0 may be lost, QoS 1 is bounded by its window.
        if (message.qos() == 0 && socket.writeQueueFull()) {
            return;
        }
        MqttFixedHeader header = new MqttFixedHeader(
                MqttMessageType.PUBLISH, false, MqttQoS.valueOf(message.qos()), message.retained(), 0);
        MqttPublishVariableHeader variable = new MqttPublishVariableHeader(message.topic(), packetId);
        socket.writeMessage(new MqttPublishMessage(header, variable, Unpooled.wrappedBuffer(message.payload())));
    }

    void puback(int packetId) {
        acknowledge(MqttMessageType.PUBACK, packetId);
    }

    void unsuback(int packetId) {
        acknowledge(MqttMessageType.UNSUBACK, packetId);
    }

    void suback(int packetId, List<Integer> codes) {
        socket.writeMessage(new MqttSubAckMessage(
                header(MqttMessageType.SUBACK),
                MqttMessageIdVariableHeader.from(packetId),
                new MqttSubAckPayload(codes)));
    }

    void pingresp() {
        socket.writeMessage(MqttMessage.PINGRESP);
    }

    void close() {
        socket.close();
    }

    private void acknowledge(MqttMessageType type, int packetId) {
        socket.writeMessage(new MqttMessage(header(type), MqttMessageIdVariableHeader.from(packetId)));
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
