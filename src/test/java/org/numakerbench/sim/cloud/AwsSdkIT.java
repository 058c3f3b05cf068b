package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.iot.client.AWSIotDevice;
import com.amazonaws.services.iot.client.AWSIotMessage;
import com.amazonaws.services.iot.client.AWSIotMqttClient;
import com.amazonaws.services.iot.client.AWSIotQos;
import com.amazonaws.services.iot.client.AWSIotTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.Credentials;
import software.amazon.awssdk.crt.iot.MqttRequestResponseClientOptions;
import software.amazon.awssdk.crt.mqtt.MqttClientConnection;
import software.amazon.awssdk.crt.mqtt.MqttMessage;
import software.amazon.awssdk.crt.mqtt.QualityOfService;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions.ClientSessionBehavior;
import software.amazon.awssdk.crt.mqtt5.NegotiatedSettings;
import software.amazon.awssdk.crt.mqtt5.QOS;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket.ConnectReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket.ConnectPacketBuilder;
import software.amazon.awssdk.crt.mqtt5.packets.PubAckPacket.PubAckReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.SubAckPacket.SubAckReasonCode;
import software.amazon.awssdk.crt.mqtt5.packets.UserProperty;
import software.amazon.awssdk.iot.AwsIotMqttConnectionBuilder;
import software.amazon.awssdk.iot.iotshadow.IotShadowClient;
import software.amazon.awssdk.iot.iotshadow.IotShadowV2Client;
import software.amazon.awssdk.iot.iotshadow.model.GetShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.ShadowDeltaUpdatedEvent;
import software.amazon.awssdk.iot.iotshadow.model.ShadowDeltaUpdatedSubscriptionRequest;
import software.amazon.awssdk.iot.iotshadow.model.ShadowState;
import software.amazon.awssdk.iot.iotshadow.model.UpdateNamedShadowRequest;
import software.amazon.awssdk.iot.iotshadow.model.UpdateShadowRequest;
import tools.jackson.databind.json.JsonMapper;

/** AWS's own device SDKs for Java, which know nothing of the local AWS IoT but its address and files. */
class AwsSdkIT {
    private static final long PATIENCE_S = 20;

    /** One for all: making credentials takes longer than a test. */
    @TempDir
    private static Path directory;

    private LocalCloud cloud;
    private Visitors visitors;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitors = new Visitors(cloud);
    }

    @AfterEach
    void stop() throws Exception {
        visitors.close();
        cloud.close();
    }

    private static <T> T within(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    // Version 2, MQTT 5

    @Test
    void version2_mqtt5_learnsWhatTheServerCan() throws Exception {
        try (AwsMqtt5 client = new AwsMqtt5(cloud, "D")) {
            NegotiatedSettings settings = client.connected().getNegotiatedSettings();

            assertThat(settings.getMaximumQOS()).isEqualTo(QOS.AT_LEAST_ONCE);
            assertThat(settings.getReceiveMaximumFromServer()).isEqualTo(100);
            assertThat(settings.getMaximumPacketSizeToServer()).isEqualTo(149_504);
            assertThat(settings.getTopicAliasMaximumToServer()).isEqualTo(8);
            assertThat(settings.getSubscriptionIdentifiersAvailable()).isFalse();
            assertThat(settings.getSharedSubscriptionsAvailable()).isTrue();
        }
    }

    @Test
    void version2_mqtt5_publishesAndReceives() throws Exception {
        try (AwsMqtt5 reader = new AwsMqtt5(cloud, "reader");
                AwsMqtt5 writer = new AwsMqtt5(cloud, "writer")) {
            reader.connected();
            writer.connected();
            reader.subscribe("lab/+");

            assertThat(writer.publish(AwsMqtt5.packet("lab/a", "Hello")
                            .withContentType("text/plain")
                            .withResponseTopic("lab/answers")
                            .withUserProperties(List.of(new UserProperty("k", "v")))))
                    .isEqualTo(PubAckReasonCode.SUCCESS);

            await().until(() -> reader.on("lab/a").equals(List.of("Hello")));
            assertThat(reader.arrivals.get(0).getContentType()).isEqualTo("text/plain");
            assertThat(reader.arrivals.get(0).getResponseTopic()).isEqualTo("lab/answers");
            assertThat(reader.arrivals.get(0).getUserProperties())
                    .extracting(pair -> pair.key + "=" + pair.value)
                    .containsExactly("k=v");
        }
    }

    @Test
    void version2_mqtt5_isToldWhyItIsRefused() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        try (AwsMqtt5 forbidden = new AwsMqtt5(cloud, "forbidden");
                AwsMqtt5 client = new AwsMqtt5(cloud, "D")) {
            ConnAckPacket answer = forbidden.refused();
            client.connected();

            assertThat(answer.getReasonCode()).isEqualTo(ConnectReasonCode.NOT_AUTHORIZED);
            assertThat(answer.getReasonString()).contains("iot:Connect on client/forbidden");
            assertThat(client.publish("forbidden", "x")).isEqualTo(PubAckReasonCode.NOT_AUTHORIZED);
            assertThat(client.subscribe("forbidden", "allowed"))
                    .containsExactly(SubAckReasonCode.NOT_AUTHORIZED, SubAckReasonCode.GRANTED_QOS_1);
        }
    }

    @Test
    void version2_mqtt5_comesBackToItsSession() throws Exception {
        ConnectPacketBuilder connect =
                new ConnectPacketBuilder().withClientId("D").withSessionExpiryIntervalSeconds(600L);
        try (AwsMqtt5 first = new AwsMqtt5(cloud, connect, it -> {})) {
            assertThat(first.connected().getConnAckPacket().getSessionPresent()).isFalse();
            first.subscribe("a");
        }
        visitors.witness().publish("a", "while away");

        try (AwsMqtt5 second =
                new AwsMqtt5(cloud, connect, it -> it.withSessionBehavior(ClientSessionBehavior.REJOIN_ALWAYS))) {
            assertThat(second.connected().getConnAckPacket().getSessionPresent())
                    .isTrue();
            await().until(() -> second.on("a").equals(List.of("while away")));
        }
    }

    @Test
    void version2_mqtt5_sharesASubscription() throws Exception {
        try (AwsMqtt5 one = new AwsMqtt5(cloud, "one");
                AwsMqtt5 two = new AwsMqtt5(cloud, "two")) {
            one.connected();
            two.connected();
            one.subscribe("$share/lab/jobs");
            two.subscribe("$share/lab/jobs");
            for (int i = 0; i < 30; i++) {
                one.publish("jobs", String.valueOf(i));
            }

            await().until(() -> one.arrivals.size() + two.arrivals.size() == 30);
            assertThat(one.arrivals).isNotEmpty();
            assertThat(two.arrivals).isNotEmpty();
        }
    }

    @Test
    void version2_mqtt5_leavesAWillAndARetainedMessage() throws Exception {
        Stranger witness = visitors.witness("will");
        ConnectPacketBuilder connect = new ConnectPacketBuilder()
                .withClientId("D")
                .withWill(AwsMqtt5.packet("will", "gone")
                        .withQOS(QOS.AT_LEAST_ONCE)
                        .build());
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        try (AwsMqtt5 client = new AwsMqtt5(cloud, connect, it -> {});
                AwsMqtt5 later = new AwsMqtt5(cloud, "later")) {
            client.connected();
            later.connected();
            client.publish(AwsMqtt5.packet("r", "kept").withRetain(true));
            later.subscribe("r");
            await().until(() -> later.on("r").equals(List.of("kept")));

            // Its other self takes its place; the first one's will is published.
            visitors.keep(new Stranger(cloud, CertificateRole.WITNESS, "D")).connect();

            await().until(() -> witness.on("will").contains("gone"));
        }
    }

    @Test
    void version2_shadowClientV2_updatesGetsAndSeesTheDelta() throws Exception {
        MqttRequestResponseClientOptions options = MqttRequestResponseClientOptions.builder()
                .withMaxRequestResponseSubscriptions(4)
                .withMaxStreamingSubscriptions(2)
                .withOperationTimeoutSeconds((int) PATIENCE_S)
                .build();
        try (AwsMqtt5 client = new AwsMqtt5(cloud, "T");
                IotShadowV2Client shadows = IotShadowV2Client.newFromMqtt5(client.client, options)) {
            client.connected();
            UpdateShadowRequest update = new UpdateShadowRequest();
            update.thingName = "T";
            update.state = new ShadowState();
            update.state.desired = new HashMap<>(Map.of("a", 1));
            update.state.reported = new HashMap<>(Map.of("a", 2));
            GetShadowRequest get = new GetShadowRequest();
            get.thingName = "T";
            UpdateNamedShadowRequest named = new UpdateNamedShadowRequest();
            named.thingName = "T";
            named.shadowName = "S";
            named.state = update.state;

            assertThat(within(shadows.updateShadow(update)).version).isEqualTo(1);
            assertThat(within(shadows.getShadow(get)).state.delta.get("a")).hasToString("1.0");
            assertThat(within(shadows.updateNamedShadow(named)).version).isEqualTo(1);
        }
    }

    // Version 2, MQTT 3.1.1

    private MqttClientConnection version2(String clientId, UnaryOperator<AwsIotMqttConnectionBuilder> more) {
        Credentials files = cloud.credentials();
        try (AwsIotMqttConnectionBuilder builder = AwsIotMqttConnectionBuilder.newMtlsBuilderFromPath(
                files.deviceCertificate().toString(), files.deviceKey().toString())) {
            return more.apply(builder.withCertificateAuthorityFromPath(
                                    null, files.ca().toString())
                            .withEndpoint(cloud.endpoint())
                            .withPort(cloud.mqttPort())
                            .withClientId(clientId))
                    .build();
        }
    }

    private static MqttMessage message(String topic, String payload) {
        return new MqttMessage(topic, payload.getBytes(StandardCharsets.UTF_8), QualityOfService.AT_LEAST_ONCE);
    }

    @Test
    void version2_mqtt311_publishesReceivesAndComesBack() throws Exception {
        List<String> arrivals = new CopyOnWriteArrayList<>();
        try (MqttClientConnection client = version2("D", it -> it.withCleanSession(false))) {
            client.onMessage(each -> arrivals.add(new String(each.getPayload(), StandardCharsets.UTF_8)));
            assertThat(within(client.connect())).isFalse();
            within(client.subscribe("a", QualityOfService.AT_LEAST_ONCE));
            within(client.publish(message("a", "own")));
            await().until(() -> arrivals.equals(List.of("own")));
            within(client.disconnect());
            visitors.witness().publish("a", "while away");

            assertThat(within(client.connect())).isTrue();

            await().until(() -> arrivals.equals(List.of("own", "while away")));
            within(client.disconnect());
        }
    }

    @Test
    void version2_shadowClientV1_seesTheDelta() throws Exception {
        BlockingQueue<ShadowDeltaUpdatedEvent> deltas = new LinkedBlockingQueue<>();
        try (MqttClientConnection client = version2("T", UnaryOperator.identity())) {
            within(client.connect());
            IotShadowClient shadows = new IotShadowClient(client);
            ShadowDeltaUpdatedSubscriptionRequest subscription = new ShadowDeltaUpdatedSubscriptionRequest();
            subscription.thingName = "T";
            within(shadows.SubscribeToShadowDeltaUpdatedEvents(
                    subscription, QualityOfService.AT_LEAST_ONCE, deltas::add));
            UpdateShadowRequest update = new UpdateShadowRequest();
            update.thingName = "T";
            update.state = new ShadowState();
            update.state.desired = new HashMap<>(Map.of("led", "on"));

            within(shadows.PublishUpdateShadow(update, QualityOfService.AT_LEAST_ONCE));

            ShadowDeltaUpdatedEvent delta = deltas.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(delta.state).isEqualTo(Map.of("led", "on"));
            within(client.disconnect());
        }
    }

    // Version 1

    private AWSIotMqttClient version1(String clientId) throws Exception {
        return new AWSIotMqttClient(
                cloud.endpoint(),
                clientId,
                Stranger.tls(cloud.credentials(), CertificateRole.DEVICE).getSocketFactory(),
                cloud.mqttPort());
    }

    @Test
    void version1_publishesAndReceives() throws Exception {
        List<String> arrivals = new CopyOnWriteArrayList<>();
        AWSIotMqttClient client = version1("D");
        client.connect(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        client.subscribe(
                new AWSIotTopic("a", AWSIotQos.QOS1) {
                    @Override
                    public void onMessage(AWSIotMessage message) {
                        arrivals.add(message.getStringPayload());
                    }
                },
                true);

        client.publish("a", AWSIotQos.QOS1, "Hello", TimeUnit.SECONDS.toMillis(PATIENCE_S));

        await().until(() -> arrivals.equals(List.of("Hello")));
        client.disconnect(TimeUnit.SECONDS.toMillis(PATIENCE_S));
    }

    @Test
    void version1_deviceSyncsItsShadow() throws Exception {
        AWSIotMqttClient client = version1("T");
        AWSIotDevice device = new AWSIotDevice("T");
        device.setReportInterval(0);
        client.attach(device);
        client.connect(TimeUnit.SECONDS.toMillis(PATIENCE_S));

        device.update("{\"state\":{\"reported\":{\"a\":1}}}", TimeUnit.SECONDS.toMillis(PATIENCE_S));

        String document = device.get(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        assertThat(new JsonMapper().readTree(document).at("/state/reported/a").intValue())
                .isEqualTo(1);
        device.delete(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        client.disconnect(TimeUnit.SECONDS.toMillis(PATIENCE_S));
    }
}
