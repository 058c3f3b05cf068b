package org.numakerbench.sim.cloud.mqtt;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.numakerbench.sim.cloud.policy.Principal;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for MQTT over TLS. It uses Vert.x MQTT's codec and not its {@code MqttServer}: that one has its own keep-alive
 * rules, closes without saying why, and hides a second CONNECT, all of which AWS reports.
 */
public final class MqttFront {
    private static final Logger LOG = LoggerFactory.getLogger(MqttFront.class);

    // Larger packets than AWS takes must be recognised as such; far larger ones end in the decoder.
    private static final int PACKET_BYTES = Limits.PAYLOAD_BYTES + 64 * 1024;
    private static final int ANY_CLIENT_ID = 0xFFFF;

    private final Vertx vertx;
    private final Broker broker;
    private final KnownCertificates certificates;
    private final NetServer server;

    /** A front that does not listen yet. */
    public MqttFront(Vertx vertx, Broker broker, KnownCertificates certificates, NetServerOptions options) {
        this.vertx = vertx;
        this.broker = broker;
        this.certificates = certificates;
        this.server = vertx.createNetServer(options)
                .connectHandler(this::accept)
                .exceptionHandler(fault -> LOG.info("MQTT: a connection failed: {}", fault.toString()));
    }

    /** Starts to listen; the future gives the port. */
    public Future<Integer> listen() {
        return server.listen().map(NetServer::actualPort);
    }

    /** Stops listening and ends every connection. */
    public Future<Void> close() {
        broker.endConnections();
        return server.close();
    }

    private void accept(NetSocket accepted) {
        NetSocketInternal socket = (NetSocketInternal) accepted;
        Optional<Principal> principal = principal(socket);
        if (principal.isEmpty()) {
            socket.close();
            return;
        }
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        pipeline.addBefore("handler", "mqttEncoder", MqttEncoder.INSTANCE);
        pipeline.addBefore("handler", "mqttDecoder", new MqttDecoder(PACKET_BYTES, ANY_CLIENT_ID));
        MqttConnection connection = new MqttConnection(vertx, broker, new PacketWriter(socket), principal.get());
        socket.messageHandler(message -> {
            try {
                if (message instanceof MqttMessage packet) {
                    connection.receive(packet);
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        });
        socket.exceptionHandler(fault -> LOG.debug("MQTT client '{}': {}", connection.clientId(), fault.toString()));
        socket.closeHandler(closed -> connection.end(DisconnectReason.CONNECTION_LOST));
    }

    private Optional<Principal> principal(NetSocket socket) {
        SSLSession session = socket.sslSession();
        try {
            if (session != null && session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
                String address = socket.remoteAddress().hostAddress();
                return certificates.roleOf(certificate).map(role -> Principal.of(role, certificate, address));
            }
        } catch (SSLPeerUnverifiedException e) {
            LOG.info("MQTT: a client without a certificate: {}", e.getMessage());
        }
        return Optional.empty();
    }
}
