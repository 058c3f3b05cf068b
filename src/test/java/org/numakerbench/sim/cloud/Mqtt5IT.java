package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckRestrictions;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.unsubscribe.unsuback.Mqtt5UnsubAckReasonCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** MQTT 5 as AWS documents it, seen by HiveMQ's client; Paho's is the client of MQTT 3.1.1 beside it. */
class Mqtt5IT {
    /** One for all: making credentials takes longer than a test. */
    @TempDir
    private static Path directory;

    private LocalCloud cloud;
    private Visitors visitors;
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitors = new Visitors(cloud);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        visitors.close();
        cloud.close();
    }

    private Stranger5 unconnected(String clientId) throws Exception {
        Stranger5 client = new Stranger5(cloud.credentials(), cloud.mqttPort(), CertificateRole.DEVICE, clientId);
        clients.add(client);
        return client;
    }

    private Stranger5 device(String clientId) throws Exception {
        Stranger5 client = unconnected(clientId);
        client.connect(UnaryOperator.identity());
        return client;
    }

    private static Mqtt5Disconnect farewell(Stranger5 client) throws Exception {
        return client.farewell.get(20, TimeUnit.SECONDS);
    }

    @Test
    void connackSaysWhatAwsCan() throws Exception {
        Mqtt5ConnAck connack = unconnected("D").connect(it -> it.keepAlive(5).sessionExpiryInterval(7200));

        Mqtt5ConnAckRestrictions said = connack.getRestrictions();
        assertThat(said.getReceiveMaximum()).isEqualTo(100);
        assertThat(said.getMaximumPacketSize()).isEqualTo(149_504);
        assertThat(said.getTopicAliasMaximum()).isEqualTo(8);
        assertThat(said.getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(said.isRetainAvailable()).isTrue();
        assertThat(said.isWildcardSubscriptionAvailable()).isTrue();
        assertThat(said.isSharedSubscriptionAvailable()).isTrue();
        assertThat(said.areSubscriptionIdentifiersAvailable()).isFalse();
        assertThat(connack.getServerKeepAlive()).hasValue(30);
        assertThat(connack.getSessionExpiryInterval()).hasValue(3600);
        assertThat(connack.getAssignedClientIdentifier()).isEmpty();
    }

    @Test
    void aClientWithoutIdGetsOneAndComesBackWithIt() throws Exception {
        Mqtt5ConnAck first = unconnected("").connect(it -> it.sessionExpiryInterval(60));

        String assigned = first.getAssignedClientIdentifier().orElseThrow().toString();
        Mqtt5ConnAck second = unconnected(assigned).connect(it -> it.cleanStart(false));

        assertThat(second.isSessionPresent()).isTrue();
    }

    @Test
    void aRefusedConnectSaysWhy() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);

        Mqtt5ConnAck forbidden = unconnected("forbidden").refusal(UnaryOperator.identity());
        Mqtt5ConnAck reserved = unconnected("$x").refusal(UnaryOperator.identity());
        Mqtt5ConnAck will = unconnected("D")
                .refusal(it -> it.willPublish(Mqtt5Publish.builder()
                        .topic("w")
                        .qos(MqttQos.EXACTLY_ONCE)
                        .build()
                        .asWill()));

        assertThat(forbidden.getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
        assertThat(forbidden.getReasonString().orElseThrow().toString())
                .contains("iot:Connect")
                .contains("client/forbidden");
        assertThat(reserved.getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
        assertThat(will.getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.QOS_NOT_SUPPORTED);
    }

    @Test
    void propertiesGoWithAMessageToSubscribersOfVersion5() throws Exception {
        Stranger5 reader = device("reader");
        reader.subscribe("a");
        Stranger old = visitors.witness("a");
        Mqtt5Publish sent = Mqtt5Publish.builder()
                .topic("a")
                .payload("x".getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("text/plain")
                .responseTopic("answers/1")
                .correlationData(new byte[] {1, 2, 0})
                .payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)
                .messageExpiryInterval(100)
                .userProperties()
                .add("k", "1")
                .add("k", "2")
                .applyUserProperties()
                .build();

        device("writer").publish(sent);
        old.publish("a", "from 3.1.1");

        await().until(() -> reader.arrivals.size() == 2 && old.arrivals.size() == 2);
        Mqtt5Publish got = reader.arrivals.get(0);
        assertThat(got.getContentType()).isEqualTo(sent.getContentType());
        assertThat(got.getResponseTopic()).isEqualTo(sent.getResponseTopic());
        assertThat(got.getCorrelationData()).isEqualTo(sent.getCorrelationData());
        assertThat(got.getPayloadFormatIndicator()).isEqualTo(sent.getPayloadFormatIndicator());
        assertThat(got.getUserProperties()).isEqualTo(sent.getUserProperties());
        assertThat(got.getMessageExpiryInterval().orElseThrow()).isBetween(90L, 100L);
        assertThat(reader.on("a")).containsExactly("x", "from 3.1.1");
        assertThat(old.on("a")).containsExactly("x", "from 3.1.1");
    }

    @Test
    void topicAliasesStandForTheirTopics() throws Exception {
        Stranger5 reader = device("reader");
        reader.subscribe("long/topic/+");
        Stranger5 writer = device("writer");

        // HiveMQ's client uses aliases by itself as soon as the server takes them.
        for (String payload : List.of("1", "2", "3")) {
            writer.publish("long/topic/a", payload);
            writer.publish("long/topic/b", payload);
        }

        await().until(() -> reader.arrivals.size() == 6);
        assertThat(reader.on("long/topic/a")).containsExactly("1", "2", "3");
        assertThat(reader.on("long/topic/b")).containsExactly("1", "2", "3");
    }

    @Test
    void aMessageThatIsTooOldIsNotDelivered() throws Exception {
        Stranger5 reader = unconnected("reader");
        reader.connect(it -> it.sessionExpiryInterval(600));
        reader.subscribe("a");
        reader.close();
        Stranger5 writer = device("writer");
        writer.publish(Mqtt5Publish.builder()
                .topic("a")
                .payload("short".getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .messageExpiryInterval(1)
                .build());
        long over = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1050);
        writer.publish(Mqtt5Publish.builder()
                .topic("a")
                .payload("long".getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .messageExpiryInterval(1000)
                .build());
        await().until(() -> System.nanoTime() > over);

        reader.connect(it -> it.cleanStart(false));

        await().until(() -> !reader.on("a").isEmpty());
        assertThat(reader.on("a")).containsExactly("long");
        assertThat(reader.arrivals.get(0).getMessageExpiryInterval().orElseThrow())
                .isLessThan(1000);
    }

    @Test
    void aSessionEndsWhenItsClientSaysSo() throws Exception {
        Stranger5 client = unconnected("D");
        client.connect(it -> it.sessionExpiryInterval(600));
        client.close();
        assertThat(client.connect(it -> it.cleanStart(false).sessionExpiryInterval(600))
                        .isSessionPresent())
                .isTrue();

        client.client.disconnectWith().sessionExpiryInterval(0).send().get(20, TimeUnit.SECONDS);

        assertThat(client.connect(it -> it.cleanStart(false)).isSessionPresent())
                .isFalse();
    }

    @Test
    void theNewcomerWinsAndTheOldConnectionIsToldSo() throws Exception {
        Stranger5 first = device("D");

        device("D");

        assertThat(farewell(first).getReasonCode()).isEqualTo(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER);
    }

    @Test
    void aServiceThatGoesDownSaysSo() throws Exception {
        Stranger5 client = device("D");

        cloud.dropMqttConnections();

        assertThat(farewell(client).getReasonCode()).isEqualTo(Mqtt5DisconnectReasonCode.SERVER_SHUTTING_DOWN);
    }

    @Test
    void anUnauthorisedPublishIsAnsweredAndTheConnectionLives() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger witness = visitors.witness("forbidden");
        Stranger5 client = device("D");

        assertThat(client.publish("forbidden", "x")).isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
        assertThat(client.publish("$aws/events/mine", "x")).isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID);
        assertThat(client.publish("allowed", "x")).isEqualTo(Mqtt5PubAckReasonCode.SUCCESS);
        client.client.publish(Mqtt5Publish.builder().topic("forbidden").build());

        assertThat(farewell(client).getReasonCode()).isEqualTo(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
        visitors.settle(witness);
        assertThat(witness.on("forbidden")).isEmpty();
    }

    @Test
    void eachFilterHasItsReasonCode() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger5 client = device("D");

        assertThat(client.subscribe("forbidden", "allowed", "a/b/c/d/e/f/g/h/i", "$other/x"))
                .containsExactly(
                        Mqtt5SubAckReasonCode.NOT_AUTHORIZED,
                        Mqtt5SubAckReasonCode.GRANTED_QOS_1,
                        Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID,
                        Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
        for (int i = 0; i < 49; i++) {
            client.subscribe("n/" + i);
        }
        assertThat(client.subscribe("n/49")).containsExactly(Mqtt5SubAckReasonCode.QUOTA_EXCEEDED);
        assertThat(client.client
                        .unsubscribeWith()
                        .topicFilter("n/48")
                        .send()
                        .get(20, TimeUnit.SECONDS)
                        .getReasonCodes())
                .containsExactly(Mqtt5UnsubAckReasonCode.SUCCESS);
        assertThat(client.subscribe("n/49")).containsExactly(Mqtt5SubAckReasonCode.GRANTED_QOS_1);
        assertThat(client.client
                        .unsubscribeWith()
                        .topicFilter("never")
                        .send()
                        .get(20, TimeUnit.SECONDS)
                        .getReasonCodes())
                .containsExactly(Mqtt5UnsubAckReasonCode.NO_SUBSCRIPTIONS_EXISTED);
    }

    private static Mqtt5Subscription subscription(String filter, Mqtt5RetainHandling handling) {
        return Mqtt5Subscription.builder()
                .topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE)
                .retainHandling(handling)
                .retainAsPublished(true)
                .noLocal(true)
                .build();
    }

    @Test
    void subscriptionOptionsCount() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger5 client = device("D");
        Stranger5 other = device("other");
        Mqtt5Publish retained = Mqtt5Publish.builder()
                .topic("r")
                .payload("kept".getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .build();
        other.publish(retained);

        client.subscribe(subscription("r", Mqtt5RetainHandling.DO_NOT_SEND));
        client.subscribe(subscription("r", Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST));
        client.publish("r", "own");
        other.publish(retained);

        await().until(() -> !client.arrivals.isEmpty());
        other.publish("r", "last");
        await().until(() -> client.on("r").contains("last"));
        assertThat(client.on("r")).containsExactly("kept", "last");
        assertThat(client.arrivals).extracting(Mqtt5Publish::isRetain).containsExactly(true, false);
        other.subscribe(subscription("r", Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST));
        await().until(() -> other.on("r").equals(List.of("kept")));
    }

    @Test
    void membersOfAGroupShareWhatMatches() throws Exception {
        Stranger5 five = device("five");
        five.subscribe("$share/lab/jobs/+");
        Stranger three = visitors.device("three");
        three.client.subscribe("$share/lab/jobs/+", 1);
        Stranger5 alone = device("alone");
        alone.subscribe("$share/other/jobs/#");
        Stranger5 writer = device("writer");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(String.valueOf(i));
            writer.publish("jobs/a", String.valueOf(i));
        }

        await().until(() -> five.arrivals.size() + three.arrivals.size() == 40 && alone.arrivals.size() == 40);
        List<String> shared = new ArrayList<>(five.on("jobs/a"));
        shared.addAll(three.on("jobs/a"));
        assertThat(shared).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(five.arrivals).isNotEmpty();
        assertThat(three.arrivals).isNotEmpty();
    }

    @Test
    void aGroupKeepsMessagesForAMemberWithAPersistentSession() throws Exception {
        Stranger5 member = unconnected("member");
        member.connect(it -> it.sessionExpiryInterval(600));
        member.subscribe("$share/lab/jobs");
        member.close();
        device("writer").publish("jobs", "while away");

        member.connect(it -> it.cleanStart(false));

        await().until(() -> member.on("jobs").equals(List.of("while away")));
    }

    @Test
    void aDelayedWillIsNotSaidWhenItsClientComesBack() throws Exception {
        Stranger5 watcher = device("watcher");
        watcher.subscribe("w/#");
        for (String id : List.of("back", "gone")) {
            Stranger5 client = unconnected(id);
            client.connect(it -> it.sessionExpiryInterval(600)
                    .willPublish(Mqtt5Publish.builder()
                            .topic("w/" + id)
                            .payload("gone".getBytes(StandardCharsets.UTF_8))
                            .contentType("text/plain")
                            .asWill()
                            .delayInterval(1)
                            .build()));
            client.client
                    .disconnectWith()
                    .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                    .send()
                    .get(20, TimeUnit.SECONDS);
            if (id.equals("back")) {
                client.connect(it -> it.cleanStart(false));
            }
        }

        await().until(() -> watcher.on("w/gone").equals(List.of("gone")));
        assertThat(watcher.arrivals.get(0).getContentType().map(Object::toString))
                .isEqualTo(Optional.of("text/plain"));
        assertThat(watcher.on("w/back")).isEmpty();
    }
}
