package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.sim.cloud.policy.Policy;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.KnownCertificates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalCloudMqttIT {
    private static final JsonMapper JSON = new JsonMapper();

    /** Everything but the topics named forbidden. */
    private static final String RESTRICTED = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"iot:*","Resource":"*"},
              {"Effect":"Deny","Action":["iot:Publish","iot:Receive"],
               "Resource":"arn:aws:iot:us-east-1:123456789012:topic/forbidden"},
              {"Effect":"Deny","Action":"iot:Subscribe",
               "Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/forbidden"},
              {"Effect":"Deny","Action":"iot:Connect",
               "Resource":"arn:aws:iot:us-east-1:123456789012:client/forbidden"}]}
            """;

    @TempDir
    private Path directory;

    private final List<Stranger> clients = new ArrayList<>();
    private LocalCloud cloud;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
    }

    @AfterEach
    void stop() throws Exception {
        for (Stranger client : clients) {
            client.close();
        }
        cloud.close();
    }

    private Stranger device(String clientId) throws Exception {
        return keep(new Stranger(cloud, CertificateRole.DEVICE, clientId)).connect();
    }

    private Stranger keep(Stranger client) {
        clients.add(client);
        return client;
    }

    private Stranger witness(String... filters) throws Exception {
        Stranger witness =
                keep(new Stranger(cloud, CertificateRole.WITNESS, "witness")).connect();
        for (String filter : filters) {
            witness.client.subscribe(filter, 1);
        }
        return witness;
    }

    private JsonNode next(Stranger client, String topic) {
        await().until(() -> !client.on(topic).isEmpty());
        return JSON.readTree(client.on(topic).get(0));
    }

    /** Proof that everything published before has been delivered: a message of its own comes back. */
    private void settle(Stranger client) throws Exception {
        String mark = UUID.randomUUID().toString();
        client.client.subscribe("settled", 1);
        client.publish("settled", mark);
        await().until(() -> client.on("settled").contains(mark));
    }

    @Test
    void refusesAClientWithoutCertificate() throws Exception {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = (SSLSocket)
                            Stranger.withoutCertificate(cloud.credentials().ca())
                                    .getSocketFactory()
                                    .createSocket("localhost", cloud.mqttPort())) {
                        socket.startHandshake();
                        // Under TLS 1.3 the refusal comes with the first read.
                        if (socket.getInputStream().read() < 0) {
                            throw new java.io.EOFException("closed");
                        }
                    }
                })
                .isInstanceOf(java.io.IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls(String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) Stranger.tls(cloud.credentials(), CertificateRole.DEVICE)
                .getSocketFactory()
                .createSocket("localhost", cloud.mqttPort())) {
            socket.setEnabledProtocols(new String[] {version});

            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getPeerCertificates()).hasSize(2);
        }
    }

    @Test
    void deliversAMessageToItsSubscribers() throws Exception {
        Stranger witness = witness("Nuvoton/Mbed/+");
        Stranger device = device("Nuvoton Client");

        device.publish("Nuvoton/Mbed/D001", "{ \"message\": \"Hello\" }");

        await().until(() -> !witness.arrivals.isEmpty());
        assertThat(witness.arrivals)
                .containsExactly(new Stranger.Arrival("Nuvoton/Mbed/D001", "{ \"message\": \"Hello\" }", 1, false));
    }

    @Test
    void deliversWithTheLowerQos() throws Exception {
        Stranger witness = witness();
        witness.client.subscribe("zero", 0);
        witness.client.subscribe("one", 1);

        witness.publish("zero", "x");
        witness.client.publish("one", new byte[] {'y'}, 0, false);

        await().until(() -> witness.arrivals.size() == 2);
        assertThat(witness.arrivals).extracting(Stranger.Arrival::qos).containsOnly(0);
    }

    @Test
    void answersAShadowUpdateWithAcceptedDeltaAndDocuments() throws Exception {
        Stranger witness = witness("$aws/things/T/shadow/#");
        Stranger device = device("T");
        String topic = "$aws/things/T/shadow/update";

        device.publish(topic, "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2}},\"clientToken\":\"t\"}");

        JsonNode accepted = next(witness, topic + "/accepted");
        assertThat(accepted.get("version").intValue()).isEqualTo(1);
        assertThat(accepted.get("clientToken").stringValue()).isEqualTo("t");
        assertThat(next(witness, topic + "/delta").get("state")).isEqualTo(JSON.readTree("{\"a\":1}"));
        assertThat(next(witness, topic + "/documents").at("/current/version").intValue())
                .isEqualTo(1);
        assertThat(witness.on(topic)).hasSize(1);
    }

    @Test
    void answersGetAndDeleteOfANamedShadow() throws Exception {
        String prefix = "$aws/things/T/shadow/name/S/";
        Stranger witness = witness(prefix + "#");

        witness.publish(prefix + "get", "");
        witness.publish(prefix + "update", "{\"state\":{\"reported\":{\"a\":1}}}");
        witness.publish(prefix + "get", "");
        witness.publish(prefix + "delete", "");

        assertThat(next(witness, prefix + "get/rejected").get("message").stringValue())
                .isEqualTo("No shadow exists with name: 'S'");
        assertThat(next(witness, prefix + "get/accepted").get("version").intValue())
                .isEqualTo(1);
        assertThat(next(witness, prefix + "delete/accepted").get("version").intValue())
                .isEqualTo(1);
    }

    @Test
    void keepsReservedTopicsFromWildcards() throws Exception {
        Stranger witness = witness("#", "+/things/T/shadow/get/rejected");

        witness.publish("$aws/things/T/shadow/get", "");
        settle(witness);

        assertThat(witness.arrivals).extracting(Stranger.Arrival::topic).containsOnly("settled");
    }

    @Test
    void tellsOthersOfAConnectionAndItsEnd() throws Exception {
        Stranger witness = witness("$aws/events/presence/+/D", "$aws/events/subscriptions/+/D");
        Stranger device = device("D");
        device.client.subscribe(new String[] {"a/+", "b"}, new int[] {1, 0});
        device.client.unsubscribe("b");
        device.client.disconnect();

        JsonNode connected = next(witness, "$aws/events/presence/connected/D");
        JsonNode subscribed = next(witness, "$aws/events/subscriptions/subscribed/D");
        JsonNode unsubscribed = next(witness, "$aws/events/subscriptions/unsubscribed/D");
        JsonNode disconnected = next(witness, "$aws/events/presence/disconnected/D");

        String session = connected.get("sessionIdentifier").stringValue();
        String principal = connected.get("principalIdentifier").stringValue();
        assertThat(connected.propertyNames())
                .containsExactly(
                        "clientId",
                        "timestamp",
                        "eventType",
                        "sessionIdentifier",
                        "principalIdentifier",
                        "ipAddress",
                        "versionNumber");
        assertThat(connected.get("ipAddress").stringValue()).isEqualTo("127.0.0.1");
        assertThat(connected.get("versionNumber").intValue()).isZero();
        try (java.io.InputStream pem =
                java.nio.file.Files.newInputStream(cloud.credentials().deviceCertificate())) {
            assertThat(principal).isEqualTo(KnownCertificates.principalOf((java.security.cert.X509Certificate)
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(pem)));
        }
        assertThat(subscribed.get("topics")).isEqualTo(JSON.readTree("[\"a/+\",\"b\"]"));
        assertThat(subscribed.has("versionNumber")).isFalse();
        assertThat(unsubscribed.get("topics")).isEqualTo(JSON.readTree("[\"b\"]"));
        assertThat(disconnected.get("sessionIdentifier").stringValue()).isEqualTo(session);
        assertThat(disconnected.get("clientInitiatedDisconnect").booleanValue()).isTrue();
        assertThat(disconnected.get("disconnectReason").stringValue()).isEqualTo("CLIENT_INITIATED_DISCONNECT");
        assertThat(disconnected.has("ipAddress")).isFalse();
    }

    @Test
    void theNewcomerWinsTheClientId() throws Exception {
        Stranger witness = witness("$aws/events/presence/disconnected/D", "$aws/events/presence/connected/D");
        Stranger first = device("D");
        Stranger second = device("D");
        second.client.subscribe("a", 1);

        await().until(() -> first.lost);
        second.publish("a", "x");

        await().until(() -> second.on("a").size() == 1);
        JsonNode cut = next(witness, "$aws/events/presence/disconnected/D");
        assertThat(cut.get("disconnectReason").stringValue()).isEqualTo("DUPLICATE_CLIENTID");
        await().until(() -> witness.on("$aws/events/presence/connected/D").size() == 2);
        assertThat(JSON.readTree(witness.on("$aws/events/presence/connected/D").get(1))
                        .get("versionNumber")
                        .intValue())
                .isEqualTo(1);
    }

    private String reasonOfTheEndOf(Stranger witness, String clientId) {
        return next(witness, "$aws/events/presence/disconnected/" + clientId)
                .get("disconnectReason")
                .stringValue();
    }

    @Test
    void anUnauthorisedPublishEndsTheConnectionAndIsNotDelivered() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, RESTRICTED);
        Stranger witness = witness("forbidden", "$aws/events/presence/disconnected/D");
        Stranger device = device("D");

        assertThatThrownBy(() -> device.publish("forbidden", "x")).isInstanceOf(MqttException.class);

        assertThat(reasonOfTheEndOf(witness, "D")).isEqualTo("AUTH_ERROR");
        settle(witness);
        assertThat(witness.on("forbidden")).isEmpty();
    }

    @Test
    void anUnauthorisedSubscriptionIsRefusedAloneByDefault() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, RESTRICTED);
        Stranger device = device("D");

        int[] granted = device.client
                .subscribeWithResponse(new String[] {"allowed", "forbidden"}, new int[] {1, 1})
                .getGrantedQos();

        assertThat(granted).containsExactly(1, 128);
        assertThat(device.client.isConnected()).isTrue();
    }

    @Test
    void anUnauthorisedSubscriptionEndsTheConnectionIfSoChosen() throws Exception {
        try (LocalCloud strict = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud"))
                        .closingOnRefusedSubscription()
                        .withPolicies(Map.of(CertificateRole.DEVICE, RESTRICTED)));
                Stranger device = Stranger.connected(strict, CertificateRole.DEVICE, "D")) {

            assertThatThrownBy(() -> device.client.subscribe("forbidden", 1)).isInstanceOf(MqttException.class);

            await().until(() -> device.lost);
        }
    }

    @Test
    void whatMayNotBeReceivedIsNotDelivered() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, RESTRICTED);
        Stranger witness = witness("#");
        Stranger device = device("D");

        device.publish("forbidden", "x");
        device.publish("allowed", "y");

        await().until(() -> !witness.on("allowed").isEmpty());
        assertThat(witness.on("forbidden")).isEmpty();
    }

    @Test
    void anUnauthorisedConnectionIsRefusedAndReported() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, RESTRICTED);
        Stranger witness = witness("$aws/events/presence/connect_failed/forbidden");

        assertThatThrownBy(() -> device("forbidden"))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED));

        assertThat(next(witness, "$aws/events/presence/connect_failed/forbidden")
                        .get("connectFailureReason")
                        .stringValue())
                .isEqualTo("AUTHORIZATION_FAILED");
    }

    @Test
    void qosTwoEndsTheConnection() throws Exception {
        Stranger witness = witness("$aws/events/presence/disconnected/+");
        Stranger publisher = device("publisher");
        Stranger subscriber = device("subscriber");

        assertThatThrownBy(() -> publisher.client.publish("a", new byte[] {1}, 2, false))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> subscriber.client.subscribe("a", 2)).isInstanceOf(MqttException.class);

        assertThat(reasonOfTheEndOf(witness, "publisher")).isEqualTo("CLIENT_ERROR");
        assertThat(reasonOfTheEndOf(witness, "subscriber")).isEqualTo("CLIENT_ERROR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$aws/things/T/shadow/update/accepted",
                "$aws/events/presence/connected/D",
                "$other",
                "1/2/3/4/5/6/7/8/9"
            })
    void publishingOnAReservedOrBadTopicEndsTheConnection(String topic) throws Exception {
        Stranger witness = witness("$aws/events/presence/disconnected/D");
        Stranger device = device("D");

        assertThatThrownBy(() -> device.publish(topic, "x")).isInstanceOf(MqttException.class);

        assertThat(reasonOfTheEndOf(witness, "D")).isEqualTo("CLIENT_ERROR");
    }

    @Test
    void takes128KilobytesAndNotAByteMore() throws Exception {
        Stranger witness = witness("big", "$aws/events/presence/disconnected/D");
        Stranger device = device("D");

        device.publish("big", "x".repeat(131_072));
        assertThatThrownBy(() -> device.publish("big", "x".repeat(131_073))).isInstanceOf(MqttException.class);

        assertThat(reasonOfTheEndOf(witness, "D")).isEqualTo("CLIENT_ERROR");
        await().until(() -> witness.on("big").size() == 1);
        assertThat(witness.on("big").get(0)).hasSize(131_072);
    }

    @Test
    void takesEightFiltersAtATimeAndFiftyInAll() throws Exception {
        Stranger device = device("D");
        for (int i = 0; i < 50; i++) {
            device.client.subscribe("filter/" + i, 1);
        }

        assertThatThrownBy(() -> device.client.subscribe("filter/50", 1))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode()).isEqualTo(128));
        String[] nine = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
        assertThatThrownBy(() -> device.client.subscribe(nine, new int[9])).isInstanceOf(MqttException.class);
        await().until(() -> device.lost);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$x"})
    void refusesBadClientIds(String clientId) {
        assertThatThrownBy(() -> device(clientId))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_INVALID_CLIENT_ID));
    }

    @Test
    void retainedMessagesNeedPermissionAndGoToExactFiltersOnly() throws Exception {
        Stranger witness = witness("$aws/events/presence/disconnected/D");
        Stranger device = device("D");
        assertThatThrownBy(() -> device.client.publish("r", new byte[] {'x'}, 1, true))
                .isInstanceOf(MqttException.class);
        assertThat(reasonOfTheEndOf(witness, "D")).isEqualTo("AUTH_ERROR");

        cloud.setPolicy(CertificateRole.WITNESS, RESTRICTED);
        witness.client.publish("r", new byte[] {'x'}, 1, true);
        Stranger exact = device("exact");
        exact.client.subscribe("r", 1);
        Stranger wildcard = device("wildcard");
        wildcard.client.subscribe("+", 1);
        settle(wildcard);

        await().until(() -> !exact.arrivals.isEmpty());
        assertThat(exact.arrivals).containsExactly(new Stranger.Arrival("r", "x", 1, true));
        assertThat(wildcard.on("r")).isEmpty();
    }

    @Test
    void publishesTheWillOfAClientThatVanishes() throws Exception {
        Stranger witness = witness("will", "$aws/events/presence/disconnected/D");
        Stranger device = keep(new Stranger(cloud, CertificateRole.DEVICE, "D"));
        device.options.setWill("will", new byte[] {'w'}, 1, false);
        device.connect();

        device.client.disconnectForcibly(0, 1, false);

        await().until(() -> witness.on("will").contains("w"));
        assertThat(reasonOfTheEndOf(witness, "D")).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void aPersistentSessionKeepsSubscriptionsAndMessages() throws Exception {
        Stranger device = keep(new Stranger(cloud, CertificateRole.DEVICE, "D"));
        device.options.setCleanSession(false);
        device.connect();
        device.client.subscribe("a", 1);
        device.client.disconnect();
        Stranger witness = witness();
        witness.publish("a", "while away");

        boolean present = device.client.connectWithResult(device.options).getSessionPresent();

        assertThat(present).isTrue();
        await().until(() -> device.on("a").contains("while away"));
    }

    @Test
    void manyMessagesArriveOnceAndInOrderFromOneClient() throws Exception {
        Stranger witness = witness("n");
        Stranger device = device("D");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(String.valueOf(i));
            device.publish("n", String.valueOf(i));
        }

        await().until(() -> witness.on("n").size() == 500);
        assertThat(witness.on("n")).isEqualTo(sent);
    }

    @Test
    void theMqttSideCanGoAwayAndComeBackOnItsPort() throws Exception {
        Stranger device = device("D");
        int port = cloud.mqttPort();

        cloud.stopMqtt();
        await().until(() -> device.lost);
        assertThatThrownBy(device::connect).isInstanceOf(MqttException.class);
        cloud.startMqtt();

        device.connect();
        assertThat(device.client.isConnected()).isTrue();
        assertThat(cloud.mqttPort()).isEqualTo(port);
    }

    @Test
    void aRestartUsesTheSameCredentialsAndPolicies() throws Exception {
        java.nio.file.Files.writeString(directory.resolve("cloud/device-policy.json"), RESTRICTED);
        cloud.close();

        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));

        assertThat(device("D").client.isConnected()).isTrue();
        assertThatThrownBy(() -> device("forbidden")).isInstanceOf(MqttException.class);
        assertThat(directory.resolve("cloud/witness-policy.json")).hasContent(Policy.EXAMPLE);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        LocalCloudOptions sameMqttPort =
                LocalCloudOptions.in(directory.resolve("other")).listeningOn("127.0.0.1", cloud.mqttPort(), 0);

        assertThatThrownBy(() -> LocalCloud.start(sameMqttPort))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining("127.0.0.1:" + cloud.mqttPort());
    }

    @Test
    void closingTwiceIsNoError() throws Exception {
        cloud.close();

        cloud.close();
    }
}
