package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.refusal.Refused;
import org.numakerbench.sim.cloud.refusal.Refused.Asked;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** Whoever is refused, the cloud's user is told: who, what, why, and what would make it work. */
class RefusalsToldIT {
    /** One for all: making credentials takes longer than a test. */
    @TempDir
    private static Path directory;

    private final List<Refused> told = new CopyOnWriteArrayList<>();
    private LocalCloud cloud;
    private Visitors visitors;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(
                LocalCloudOptions.in(directory.resolve("cloud")).tellingOfRefusals(told::add));
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);
        visitors = new Visitors(cloud);
    }

    @AfterEach
    void stop() throws Exception {
        visitors.close();
        cloud.close();
    }

    /** The only refusal there is. */
    private Refused told() {
        await().until(() -> !told.isEmpty());
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    @Test
    void aConnect() {
        assertThatThrownBy(() -> visitors.device("forbidden")).isInstanceOf(MqttException.class);

        Refused refused = told();
        assertThat(refused.asked()).isEqualTo(Asked.CONNECT);
        assertThat(refused.client().id()).isEqualTo("forbidden");
        assertThat(refused.client().certificate()).startsWith("device certificate ");
        assertThat(refused.client().address()).isEqualTo("127.0.0.1");
        assertThat(refused.answer()).isEqualTo("CONNACK NOT_AUTHORIZED");
        assertThat(refused.why()).isEqualTo("the policy does not allow iot:Connect on client/forbidden");
        assertThat(refused.remedy()).contains("allow iot:Connect on client/forbidden");
    }

    @Test
    void aSubscription() throws Exception {
        Stranger device = visitors.device("D");

        device.client.subscribeWithResponse(new String[] {"allowed", "forbidden"}, new int[] {1, 1});

        Refused refused = told();
        assertThat(refused.asked()).isEqualTo(Asked.SUBSCRIBE);
        assertThat(refused.subject()).isEqualTo("forbidden");
        assertThat(refused.remedy()).contains("iot:Subscribe on topicfilter/forbidden");
    }

    @Test
    void aPublish() throws Exception {
        Stranger device = visitors.device("D");

        assertThatThrownBy(() -> device.publish("forbidden", "x")).isInstanceOf(MqttException.class);

        Refused refused = told();
        assertThat(refused.asked()).isEqualTo(Asked.PUBLISH);
        assertThat(refused.answer()).isEqualTo("the end of the connection");
        assertThat(refused.remedy()).contains("iot:Publish on topic/forbidden");
    }

    @Test
    void aWill() throws Exception {
        Stranger device = visitors.keep(new Stranger(cloud, CertificateRole.DEVICE, "D"));
        device.options.setWill("forbidden", new byte[] {'w'}, 1, false);
        device.connect();

        device.client.disconnectForcibly(0, 1, false);

        assertThat(told().subject()).isEqualTo("forbidden");
    }

    @Test
    void aRestCall() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(Stranger.tls(cloud.credentials(), CertificateRole.DEVICE))
                .build();
        URI uri = URI.create("https://localhost:" + cloud.httpsPort() + "/topics/forbidden?qos=1");

        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(uri)
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
        Refused refused = told();
        assertThat(refused.asked()).isEqualTo(Asked.REST);
        assertThat(refused.subject()).isEqualTo("POST /topics/forbidden?qos=1");
        assertThat(refused.answer()).isEqualTo("HTTP 403");
        assertThat(refused.remedy()).contains("iot:Publish on topic/forbidden");
    }

    @Test
    void aHandshakeWithoutCertificate() throws Exception {
        SSLContext bare = Stranger.withoutCertificate(cloud.credentials().ca());

        assertThatThrownBy(() -> {
                    try (SSLSocket socket =
                            (SSLSocket) bare.getSocketFactory().createSocket("localhost", cloud.mqttPort())) {
                        socket.startHandshake();
                        if (socket.getInputStream().read() < 0) {
                            throw new java.io.EOFException("closed");
                        }
                    }
                })
                .isInstanceOf(java.io.IOException.class);

        Refused refused = told();
        assertThat(refused.asked()).isEqualTo(Asked.TLS);
        assertThat(refused.remedy()).contains("certificate");
    }
}
