package org.numakerbench.sim.board;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker for one device that answers as AWS IoT did in the sample transcripts, and writes down what it saw. */
final class TestBroker implements AutoCloseable {
    private static final String THING = "$aws/things/Nuvoton-Mbed-D001/shadow/";
    private static final String STATE =
            "{\"state\":{\"reported\":{\"attribute1\":3,\"attribute2\":\"1\"}},\"metadata\":{\"reported\":{\"attribute1\""
                    + ":{\"timestamp\":1514962195},\"attribute2\":{\"timestamp\":1514962195}}},\"version\":77,\"timestamp\":";
    private static final Map<String, String> ANSWERS = Map.of(
            THING + "update", STATE + "1514962195}",
            THING + "get", STATE + "1514962198}",
            THING + "delete", "{\"version\":77,\"timestamp\":1514962202}");

    /** What happened, in order: {@code connect ID}, {@code subscribe F #id}, {@code disconnect}, {@code lost}. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final Set<String> refusedFilters;
    private final Set<String> earlyTopics;
    private final Set<String> filters = ConcurrentHashMap.newKeySet();
    private final Vertx vertx = Vertx.vertx();
    private final MqttServer server;

    TestBroker(TestAuthority authority, Set<String> refusedFilters, Set<String> earlyTopics) throws Exception {
        this.refusedFilters = refusedFilters;
        this.earlyTopics = earlyTopics;
        MqttServerOptions options = new MqttServerOptions()
                .setMaxClientIdLength(128)
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(authority.serverCertificate.toString())
                        .setKeyPath(authority.serverKey.toString()))
                .setTrustOptions(new PemTrustOptions().addCertPath(authority.ca.toString()))
                .setClientAuth(ClientAuth.REQUIRED);
        options.setTcpNoDelay(true).setHost("localhost").setPort(0);
        server = MqttServer.create(vertx, options).endpointHandler(this::serve);
        server.listen().toCompletionStage().toCompletableFuture().get();
    }

    TestBroker(TestAuthority authority) throws Exception {
        this(authority, Set.of(), Set.of());
    }

    int port() {
        return server.actualPort();
    }

    private void serve(MqttEndpoint device) {
        seen.add("connect " + device.clientIdentifier() + " clean=" + device.isCleanSession() + " keepalive="
                + device.keepAliveTimeSeconds());
        device.subscribeHandler(message -> {
            String filter = message.topicSubscriptions().get(0).topicName();
            boolean refused = refusedFilters.contains(filter);
            if (!refused) {
                filters.add(filter);
            }
            seen.add("subscribe " + filter + " #" + message.messageId());
            device.subscribeAcknowledge(
                    message.messageId(), List.of(refused ? MqttQoS.FAILURE : MqttQoS.AT_LEAST_ONCE));
        });
        device.unsubscribeHandler(message -> {
            message.topics().forEach(filters::remove);
            seen.add("unsubscribe " + message.topics().get(0) + " #" + message.messageId());
            device.unsubscribeAcknowledge(message.messageId());
        });
        device.publishHandler(message -> published(device, message));
        device.disconnectHandler(nothing -> seen.add("disconnect"));
        device.closeHandler(nothing -> seen.add("closed"));
        device.exceptionHandler(error -> seen.add("error"));
        device.accept(false);
    }

    private void published(MqttEndpoint device, MqttPublishMessage message) {
        String payload = message.payload().toString(StandardCharsets.UTF_8);
        seen.add("publish " + message.topicName() + " #" + message.messageId() + " " + payload);
        if (!earlyTopics.contains(message.topicName())) {
            device.publishAcknowledge(message.messageId());
        }
        String answer = ANSWERS.get(message.topicName());
        if (answer != null && filters.contains(message.topicName() + "/accepted")) {
            deliver(device, message.topicName() + "/accepted", answer);
        } else if (answer == null && filters.contains("Nuvoton/Mbed/+")) {
            deliver(device, message.topicName(), payload);
        }
        if (earlyTopics.contains(message.topicName())) {
            device.publishAcknowledge(message.messageId());
        }
    }

    private static void deliver(MqttEndpoint device, String topic, String payload) {
        device.publish(topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false, 1);
    }

    @Override
    public void close() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
