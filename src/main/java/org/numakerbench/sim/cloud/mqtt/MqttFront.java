package org.numakerbench.sim.cloud.mqtt;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import org.numakerbench.sim.cloud.policy.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks MQTT on a connection. It uses Netty's codec and not Vert.x's {@code MqttServer}: that one has its own keep-alive
 * rules, closes without saying why, and hides a second CONNECT, all of which AWS reports.
 */
public final class MqttFront {
    private static final Logger LOG = LoggerFactory.getLogger(MqttFront.class);

    // Larger packets than AWS takes must be recognised as such; far larger ones end in the decoder.
    private static final int PACKET_BYTES = Limits.PAYLOAD_BYTES + 64 * 1024;
    private static final int ANY_CLIENT_ID = 0xFFFF;

    private final Vertx vertx;
    private final Broker broker;

    public MqttFront(Vertx vertx, Broker broker) {
        this.vertx = vertx;
        this.broker = broker;
    }

    /** Serves a connection whose TLS handshake is over. */
    public void accept(NetSocketInternal socket, Principal principal) {
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
        pipeline.addBefore("handler", "mqttDecoder", new MqttDecoder(PACKET_BYTES, ANY_CLIENT_ID));
        MqttConnection connection = new MqttConnection(vertx, broker, new PacketWriter(socket), principal);
        socket.messageHandler(message -> {
            try {
                if (message instanceof MqttMessage packet) {
                    connection.receive(packet);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
            // Answers to one who does not read them must not pile up: who does not read is not read either.
            if (socket.writeQueueFull()) {
                socket.pause();
            }
        });
        socket.drainHandler(drained -> {
            socket.resume();
            connection.drained();
        });
        socket.exceptionHandler(fault -> LOG.debug("MQTT client '{}': {}", connection.clientId(), fault.toString()));
        socket.closeHandler(closed -> connection.end(DisconnectReason.CONNECTION_LOST));
    }
}
