package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @TempDir
    private Path directory;

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
        Stranger witness = visitors.witness("Nuvoton/Mbed/+");
        Stranger device = visitors.device("Nuvoton Client");

        device.publish("Nuvoton/Mbed/D001", "{ \"message\": \"Hello\" }");

        await().until(() -> !witness.arrivals.isEmpty());
        assertThat(witness.arrivals)
                .containsExactly(new Stranger.Arrival("Nuvoton/Mbed/D001", "{ \"message\": \"Hello\" }", 1, false));
    }

    @Test
    void deliversWithTheLowerQos() throws Exception {
        Stranger witness = visitors.witness();
        witness.client.subscribe("zero", 0);
        witness.client.subscribe("one", 1);

        witness.publish("zero", "x");
        witness.client.publish("one", new byte[] {'y'}, 0, false);

        await().until(() -> witness.arrivals.size() == 2);
        assertThat(witness.arrivals).extracting(Stranger.Arrival::qos).containsOnly(0);
    }

    @Test
    void answersAShadowUpdateWithAcceptedDeltaAndDocuments() throws Exception {
        Stranger witness = visitors.witness("$aws/things/T/shadow/#");
        Stranger device = visitors.device("T");
        String topic = "$aws/things/T/shadow/update";

        device.publish(topic, "{\"state\":{\"desired\":{\"a\":1},\"reported\":{\"a\":2}},\"clientToken\":\"t\"}");

        JsonNode accepted = visitors.next(witness, topic + "/accepted");
        assertThat(accepted.get("version").intValue()).isEqualTo(1);
        assertThat(accepted.get("clientToken").stringValue()).isEqualTo("t");
        assertThat(visitors.next(witness, topic + "/delta").get("state")).isEqualTo(JSON.readTree("{\"a\":1}"));
        assertThat(visitors.next(witness, topic + "/documents")
                        .at("/current/version")
                        .intValue())
                .isEqualTo(1);
        assertThat(witness.on(topic)).hasSize(1);
    }

    @Test
    void answersGetAndDeleteOfANamedShadow() throws Exception {
        String prefix = "$aws/things/T/shadow/name/S/";
        Stranger witness = visitors.witness(prefix + "#");

        witness.publish(prefix + "get", "");
        witness.publish(prefix + "update", "{\"state\":{\"reported\":{\"a\":1}}}");
        witness.publish(prefix + "get", "");
        witness.publish(prefix + "delete", "");

        assertThat(visitors.next(witness, prefix + "get/rejected")
                        .get("message")
                        .stringValue())
                .isEqualTo("No shadow exists with name: 'S'");
        assertThat(visitors.next(witness, prefix + "get/accepted")
                        .get("version")
                        .intValue())
                .isEqualTo(1);
        assertThat(visitors.next(witness, prefix + "delete/accepted")
                        .get("version")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void keepsReservedTopicsFromWildcards() throws Exception {
        Stranger witness = visitors.witness("#", "+/things/T/shadow/get/rejected");

        witness.publish("$aws/things/T/shadow/get", "");
        visitors.settle(witness);

        assertThat(witness.arrivals).extracting(Stranger.Arrival::topic).containsOnly("settled");
    }

    @Test
    void tellsOthersOfAConnectionAndItsEnd() throws Exception {
        Stranger witness = visitors.witness("$aws/events/presence/+/D", "$aws/events/subscriptions/+/D");
        Stranger device = visitors.device("D");
        device.client.subscribe(new String[] {"a/+", "b"}, new int[] {1, 0});
        device.client.unsubscribe("b");
        device.client.disconnect();

        JsonNode connected = visitors.next(witness, "$aws/events/presence/connected/D");
        JsonNode subscribed = visitors.next(witness, "$aws/events/subscriptions/subscribed/D");
        JsonNode unsubscribed = visitors.next(witness, "$aws/events/subscriptions/unsubscribed/D");
        JsonNode disconnected = visitors.next(witness, "$aws/events/presence/disconnected/D");

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
        Stranger witness = visitors.witness("$aws/events/presence/disconnected/D", "$aws/events/presence/connected/D");
        Stranger first = visitors.device("D");
        Stranger second = visitors.device("D");
        second.client.subscribe("a", 1);

        await().until(() -> first.lost);
        second.publish("a", "x");

        await().until(() -> second.on("a").size() == 1);
        JsonNode cut = visitors.next(witness, "$aws/events/presence/disconnected/D");
        assertThat(cut.get("disconnectReason").stringValue()).isEqualTo("DUPLICATE_CLIENTID");
        await().until(() -> witness.on("$aws/events/presence/connected/D").size() == 2);
        assertThat(JSON.readTree(witness.on("$aws/events/presence/connected/D").get(1))
                        .get("versionNumber")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void publishesTheWillOfAClientThatVanishes() throws Exception {
        Stranger witness = visitors.witness("will", "$aws/events/presence/disconnected/D");
        Stranger device = visitors.keep(new Stranger(cloud, CertificateRole.DEVICE, "D"));
        device.options.setWill("will", new byte[] {'w'}, 1, false);
        device.connect();

        device.client.disconnectForcibly(0, 1, false);

        await().until(() -> witness.on("will").contains("w"));
        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("CONNECTION_LOST");
    }

    @Test
    void aPersistentSessionKeepsSubscriptionsAndMessages() throws Exception {
        Stranger device = visitors.keep(new Stranger(cloud, CertificateRole.DEVICE, "D"));
        device.options.setCleanSession(false);
        device.connect();
        device.client.subscribe("a", 1);
        device.client.disconnect();
        Stranger witness = visitors.witness();
        witness.publish("a", "while away");

        boolean present = device.client.connectWithResult(device.options).getSessionPresent();

        assertThat(present).isTrue();
        await().until(() -> device.on("a").contains("while away"));
    }

    @Test
    void manyMessagesArriveOnceAndInOrderFromOneClient() throws Exception {
        Stranger witness = visitors.witness("n");
        Stranger device = visitors.device("D");
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
        Stranger device = visitors.device("D");
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
        java.nio.file.Files.writeString(directory.resolve("cloud/device-policy.json"), Visitors.RESTRICTED);
        cloud.close();

        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitors = new Visitors(cloud);

        assertThat(visitors.device("D").client.isConnected()).isTrue();
        assertThatThrownBy(() -> visitors.device("forbidden")).isInstanceOf(MqttException.class);
        assertThat(directory.resolve("cloud/witness-policy.json")).hasContent(Policy.EXAMPLE);
    }

    @Test
    void closingTwiceIsNoError() throws Exception {
        cloud.close();

        cloud.close();
    }
}
