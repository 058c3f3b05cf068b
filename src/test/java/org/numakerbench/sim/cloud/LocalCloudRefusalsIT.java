package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.sim.cloud.tls.CertificateRole;

class LocalCloudRefusalsIT {

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

    @Test
    void anUnauthorisedPublishEndsTheConnectionAndIsNotDelivered() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger witness = visitors.witness("forbidden", "$aws/events/presence/disconnected/D");
        Stranger device = visitors.device("D");

        assertThatThrownBy(() -> device.publish("forbidden", "x")).isInstanceOf(MqttException.class);

        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("AUTH_ERROR");
        visitors.settle(witness);
        assertThat(witness.on("forbidden")).isEmpty();
    }

    @Test
    void anUnauthorisedSubscriptionIsRefusedAloneByDefault() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger device = visitors.device("D");

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
                        .withPolicies(Map.of(CertificateRole.DEVICE, Visitors.RESTRICTED)));
                Stranger device = Stranger.connected(strict, CertificateRole.DEVICE, "D")) {

            assertThatThrownBy(() -> device.client.subscribe("forbidden", 1)).isInstanceOf(MqttException.class);

            await().until(() -> device.lost);
        }
    }

    @Test
    void whatMayNotBeReceivedIsNotDelivered() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, Visitors.RESTRICTED);
        Stranger witness = visitors.witness("#");
        Stranger device = visitors.device("D");

        device.publish("forbidden", "x");
        device.publish("allowed", "y");

        await().until(() -> !witness.on("allowed").isEmpty());
        assertThat(witness.on("forbidden")).isEmpty();
    }

    @Test
    void anUnauthorisedConnectionIsRefusedAndReported() throws Exception {
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        Stranger witness = visitors.witness("$aws/events/presence/connect_failed/forbidden");

        assertThatThrownBy(() -> visitors.device("forbidden"))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED));

        assertThat(visitors.next(witness, "$aws/events/presence/connect_failed/forbidden")
                        .get("connectFailureReason")
                        .stringValue())
                .isEqualTo("AUTHORIZATION_FAILED");
    }

    @Test
    void qosTwoEndsTheConnection() throws Exception {
        Stranger witness = visitors.witness("$aws/events/presence/disconnected/+");
        Stranger publisher = visitors.device("publisher");
        Stranger subscriber = visitors.device("subscriber");

        assertThatThrownBy(() -> publisher.client.publish("a", new byte[] {1}, 2, false))
                .isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> subscriber.client.subscribe("a", 2)).isInstanceOf(MqttException.class);

        assertThat(visitors.reasonOfTheEndOf(witness, "publisher")).isEqualTo("CLIENT_ERROR");
        assertThat(visitors.reasonOfTheEndOf(witness, "subscriber")).isEqualTo("CLIENT_ERROR");
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
        Stranger witness = visitors.witness("$aws/events/presence/disconnected/D");
        Stranger device = visitors.device("D");

        assertThatThrownBy(() -> device.publish(topic, "x")).isInstanceOf(MqttException.class);

        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("CLIENT_ERROR");
    }

    @Test
    void takes128KilobytesAndNotAByteMore() throws Exception {
        Stranger witness = visitors.witness("big", "$aws/events/presence/disconnected/D");
        Stranger device = visitors.device("D");

        device.publish("big", "x".repeat(131_072));
        assertThatThrownBy(() -> device.publish("big", "x".repeat(131_073))).isInstanceOf(MqttException.class);

        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("CLIENT_ERROR");
        await().until(() -> witness.on("big").size() == 1);
        assertThat(witness.on("big").get(0)).hasSize(131_072);
    }

    @Test
    void takesEightFiltersAtATimeAndFiftyInAll() throws Exception {
        Stranger device = visitors.device("D");
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
        assertThatThrownBy(() -> visitors.device(clientId))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        refused -> assertThat(refused.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_INVALID_CLIENT_ID));
    }

    @Test
    void retainedMessagesNeedPermissionAndGoToExactFiltersOnly() throws Exception {
        Stranger witness = visitors.witness("$aws/events/presence/disconnected/D");
        Stranger device = visitors.device("D");
        assertThatThrownBy(() -> device.client.publish("r", new byte[] {'x'}, 1, true))
                .isInstanceOf(MqttException.class);
        assertThat(visitors.reasonOfTheEndOf(witness, "D")).isEqualTo("AUTH_ERROR");

        cloud.setPolicy(CertificateRole.WITNESS, Visitors.RESTRICTED);
        witness.client.publish("r", new byte[] {'x'}, 1, true);
        Stranger exact = visitors.device("exact");
        exact.client.subscribe("r", 1);
        Stranger wildcard = visitors.device("wildcard");
        wildcard.client.subscribe("+", 1);
        visitors.settle(wildcard);

        await().until(() -> !exact.arrivals.isEmpty());
        assertThat(exact.arrivals).containsExactly(new Stranger.Arrival("r", "x", 1, true));
        assertThat(wildcard.on("r")).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        LocalCloudOptions sameMqttPort =
                LocalCloudOptions.in(directory.resolve("other")).listeningOn("127.0.0.1", cloud.mqttPort(), 0);

        assertThatThrownBy(() -> LocalCloud.start(sameMqttPort))
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining("127.0.0.1:" + cloud.mqttPort());
    }
}
