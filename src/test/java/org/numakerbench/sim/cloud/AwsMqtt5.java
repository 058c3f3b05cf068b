package org.numakerbench.sim.cloud;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.numakerbench.sim.cloud.tls.Credentials;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions;
import software.amazon.awssdk.crt.mqtt5.OnAttemptingConnectReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionFailureReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionSuccessReturn;
import software.amazon.awssdk.crt.mqtt5.OnDisconnectionReturn;
import software.amazon.awssdk.crt.mqtt5.OnStoppedReturn;
import software.amazon.awssdk.crt.mqtt5.PublishReturn;
import software.amazon.awssdk.crt.mqtt5.QOS;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PubAckPacket.PubAckReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;
import software.amazon.awssdk.crt.mqtt5.packets.SubAckPacket.SubAckReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.SubscribePacket;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;

/** The MQTT 5 client of AWS's device SDK, version 2, with a device's certificate. */
final class AwsMqtt5 implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    final List<PublishPacket> arrivals = new CopyOnWriteArrayList<>();
    final Mqtt5Client client;
    private final BlockingQueue<OnConnectionSuccessReturn> connected = new LinkedBlockingQueue<>();
    private final BlockingQueue<ConnAckPacket> refused = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    AwsMqtt5(LocalCloud cloud, ConnectPacket.ConnectPacketBuilder connect, Consumer<AwsIotMqtt5ClientBuilder> more) {
        Credentials files = cloud.credentials();
        try (AwsIotMqtt5ClientBuilder builder = AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithMtlsFromPath(
                cloud.endpoint(),
                files.deviceCertificate().toString(),
                files.deviceKey().toString())) {
            builder.withCertificateAuthorityFromPath(null, files.ca().toString())
                    .withPort((long) cloud.mqttPort())
                    .withConnectProperties(connect)
                    .withLifeCycleEvents(new Events())
                    .withPublishEvents(this::arrived);
            more.accept(builder);
            client = builder.build();
        }
        client.start();
    }

    AwsMqtt5(LocalCloud cloud, String clientId) {
        this(cloud, new ConnectPacket.ConnectPacketBuilder().withClientId(clientId), builder -> {});
    }

    private void arrived(Mqtt5Client from, PublishReturn message) {
        arrivals.add(message.getPublishPacket());
    }

    OnConnectionSuccessReturn connected() throws InterruptedException {
        OnConnectionSuccessReturn success = connected.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (success == null) {
            throw new AssertionError("not connected; refused: " + refused.size());
        }
        return success;
    }

    ConnAckPacket refused() throws InterruptedException {
        ConnAckPacket connack = refused.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (connack == null) {
            throw new AssertionError("no refusal");
        }
        return connack;
    }

    List<SubAckReasonCode> subscribe(String... filters) throws Exception {
        SubscribePacket.SubscribePacketBuilder packet = new SubscribePacket.SubscribePacketBuilder();
        for (String filter : filters) {
            packet.withSubscription(filter, QOS.AT_LEAST_ONCE);
        }
        return client.subscribe(packet.build())
                .get(PATIENCE_S, TimeUnit.SECONDS)
                .getReasonCodes();
    }

    PubAckReasonCode publish(PublishPacket.PublishPacketBuilder packet) throws Exception {
        return client.publish(packet.withQOS(QOS.AT_LEAST_ONCE).build())
                .get(PATIENCE_S, TimeUnit.SECONDS)
                .getResultPubAck()
                .getReasonCode();
    }

    PubAckReasonCode publish(String topic, String payload) throws Exception {
        return publish(packet(topic, payload));
    }

    static PublishPacket.PublishPacketBuilder packet(String topic, String payload) {
        return new PublishPacket.PublishPacketBuilder()
                .withTopic(topic)
                .withPayload(payload.getBytes(StandardCharsets.UTF_8));
    }

    /** The payloads that arrived on a topic so far. */
    List<String> on(String topic) {
        return arrivals.stream()
                .filter(each -> each.getTopic().equals(topic))
                .map(each -> new String(each.getPayload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void close() throws Exception {
        client.stop();
        stopped.get(PATIENCE_S, TimeUnit.SECONDS);
        client.close();
    }

    private final class Events implements Mqtt5ClientOptions.LifecycleEvents {
        @Override
        public void onAttemptingConnect(Mqtt5Client from, OnAttemptingConnectReturn attempt) {
            // Its end is what counts.
        }

        @Override
        public void onConnectionSuccess(Mqtt5Client from, OnConnectionSuccessReturn success) {
            connected.add(success);
        }

        @Override
        public void onConnectionFailure(Mqtt5Client from, OnConnectionFailureReturn failure) {
            if (failure.getConnAckPacket() != null) {
                refused.add(failure.getConnAckPacket());
            }
        }

        @Override
        public void onDisconnection(Mqtt5Client from, OnDisconnectionReturn end) {
            // It comes back by itself.
        }

        @Override
        public void onStopped(Mqtt5Client from, OnStoppedReturn end) {
            stopped.complete(null);
        }
    }
}
