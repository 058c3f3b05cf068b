package org.numakerbench.sim.cloud;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.Credentials;

/** Sends what no client of good manners would, with Netty's codec; reads only when it is asked to. */
final class RawMqtt5 implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final SSLSocket socket;
    private final EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
    private final EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(1 << 20));

    RawMqtt5(Credentials credentials, int port) throws Exception {
        socket = (SSLSocket) Stranger.tls(credentials, CertificateRole.DEVICE)
                .getSocketFactory()
                .createSocket("localhost", port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    /** Connects and reads CONNACK. */
    MqttMessage connect(String clientId, UnaryOperator<MqttMessageBuilders.ConnectBuilder> how) throws IOException {
        MqttConnectMessage packet = how.apply(MqttMessageBuilders.connect()
                        .protocolVersion(MqttVersion.MQTT_5)
                        .clientId(clientId)
                        .cleanSession(true)
                        .keepAlive(60))
                .build();
        // Both ends of the codec learn the version from CONNECT.
        encoder.writeOutbound(packet);
        ByteBuf bytes = encoder.readOutbound();
        send(ByteBufUtil.getBytes(bytes));
        decoder.writeInbound(bytes);
        decoder.readInbound();
        return next(MqttMessageType.CONNACK);
    }

    void send(MqttMessage packet) throws IOException {
        encoder.writeOutbound(packet);
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            try {
                send(ByteBufUtil.getBytes(part));
            } finally {
                part.release();
            }
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next packet of this type; others are passed over. */
    MqttMessage next(MqttMessageType type) throws IOException {
        while (true) {
            MqttMessage packet = next();
            if (packet.fixedHeader().messageType() == type) {
                return packet;
            }
        }
    }

    private MqttMessage next() throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[4096];
        MqttMessage packet = decoder.readInbound();
        while (packet == null) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException("the server closed the connection");
            }
            decoder.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
            packet = decoder.readInbound();
        }
        return packet;
    }

    /** Without DISCONNECT. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
