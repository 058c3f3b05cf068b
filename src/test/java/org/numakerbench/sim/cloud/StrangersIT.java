package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.Credentials;

/**
 * Clients that people really use, as they come from their makers. Programs that are not installed are passed over, unless
 * {@code BENCH_ALL_TOOLS} is set, as the project's own check does.
 */
class StrangersIT {
    @TempDir
    private Path directory;

    private LocalCloud cloud;

    @BeforeEach
    void start() throws IOException {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
    }

    @AfterEach
    void stop() throws IOException {
        cloud.close();
    }

    static void needs(String program) {
        boolean installed = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
        if (!installed && System.getenv("BENCH_ALL_TOOLS") != null) {
            throw new AssertionError(program + " is not installed");
        }
        assumeTrue(installed, program + " is not installed");
    }

    private record Ended(int code, String out) {}

    private Process started(Path output, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private Ended ran(String... command) throws Exception {
        Path output = Files.createTempFile(directory, "out", ".txt");
        Process process = started(output, command);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private String[] mosquitto(String program, String clientId, String... more) {
        Credentials files = cloud.credentials();
        List<String> command = new ArrayList<>(List.of(
                program,
                "-h",
                cloud.endpoint(),
                "-p",
                String.valueOf(cloud.mqttPort()),
                "--cafile",
                files.ca().toString(),
                "--cert",
                files.deviceCertificate().toString(),
                "--key",
                files.deviceKey().toString(),
                "-i",
                clientId,
                "-q",
                "1"));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private String[] curl(String path, String... more) {
        Credentials files = cloud.credentials();
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "-i",
                "--cacert",
                files.ca().toString(),
                "--cert",
                files.deviceCertificate().toString(),
                "--key",
                files.deviceKey().toString()));
        command.addAll(List.of(more));
        command.add("https://" + cloud.endpoint() + ":" + cloud.httpsPort() + path);
        return command.toArray(String[]::new);
    }

    /** Starts a subscriber for {@code count} messages; it is subscribed when this returns. */
    private Process subscriber(Path output, int count, String filter) throws Exception {
        try (Stranger witness = Stranger.connected(cloud, CertificateRole.WITNESS, "watching")) {
            witness.client.subscribe("$aws/events/subscriptions/subscribed/mosquitto-sub", 1);
            Process process = started(
                    output,
                    mosquitto("mosquitto_sub", "mosquitto-sub", "-v", "-C", String.valueOf(count), "-t", filter));
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> !witness.on("$aws/events/subscriptions/subscribed/mosquitto-sub")
                            .isEmpty());
            return process;
        }
    }

    @Test
    void mosquitto_publishes_and_receives() throws Exception {
        needs("mosquitto_pub");
        Path output = directory.resolve("sub.txt");
        Process subscriber = subscriber(output, 2, "lab/#");

        assertThat(ran(mosquitto("mosquitto_pub", "mosquitto-pub", "-t", "lab/a", "-m", "one"))
                        .code())
                .isZero();
        assertThat(ran(mosquitto("mosquitto_pub", "mosquitto-pub", "-t", "lab/b/c", "-m", "zwei ü"))
                        .code())
                .isZero();

        assertThat(subscriber.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).isEqualTo("lab/a one\nlab/b/c zwei ü\n");
    }

    @Test
    void mosquitto_works_the_shadow() throws Exception {
        needs("mosquitto_pub");
        Path output = directory.resolve("sub.txt");
        Process subscriber = subscriber(output, 1, "$aws/things/T/shadow/update/accepted");

        ran(mosquitto(
                "mosquitto_pub",
                "mosquitto-pub",
                "-t",
                "$aws/things/T/shadow/update",
                "-m",
                "{\"state\":{\"reported\":{\"a\":1}}}"));

        assertThat(subscriber.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output)).contains("{\"state\":{\"reported\":{\"a\":1}}", "\"version\":1");
    }

    @Test
    void mosquitto_is_told_when_it_may_not_connect() throws Exception {
        needs("mosquitto_pub");
        cloud.setPolicy(CertificateRole.DEVICE, Visitors.RESTRICTED);

        Ended refused = ran(mosquitto("mosquitto_pub", "forbidden", "-t", "a", "-m", "x"));

        assertThat(refused.code()).isNotZero();
        assertThat(refused.out()).containsIgnoringCase("not authorised");
    }

    @Test
    void curl_publishes_and_works_the_shadow() throws Exception {
        needs("curl");
        try (Stranger witness = Stranger.connected(cloud, CertificateRole.WITNESS, "watching")) {
            witness.client.subscribe("lab/#", 1);

            Ended published = ran(curl("/topics/lab/a?qos=1", "-d", "Hello"));
            Ended updated = ran(curl("/things/T/shadow", "-d", "{\"state\":{\"desired\":{\"a\":2}}}"));
            Ended got = ran(curl("/things/T/shadow"));
            Ended deleted = ran(curl("/things/T/shadow", "-X", "DELETE"));
            Ended gone = ran(curl("/things/T/shadow"));

            assertThat(published.out()).startsWith("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n");
            await().until(() -> witness.on("lab/a").equals(List.of("Hello")));
            assertThat(updated.out()).contains("\"version\":1");
            assertThat(got.out()).contains("\"delta\":{\"a\":2}");
            assertThat(deleted.out()).contains("{\"version\":1,");
            assertThat(gone.out()).startsWith("HTTP/1.1 404 Not Found\r\n").contains("No shadow exists with name: 'T'");
        }
    }

    @Test
    void curl_without_a_certificate_is_not_let_in() throws Exception {
        needs("curl");

        Ended refused = ran(
                "curl",
                "-sS",
                "--cacert",
                cloud.credentials().ca().toString(),
                "https://localhost:" + cloud.httpsPort() + "/things/T/shadow");

        assertThat(refused.code()).isNotZero();
        assertThat(refused.out()).contains("certificate");
    }

    @Test
    void the_hivemq_client_publishes_subscribes_and_works_the_shadow() throws Exception {
        Mqtt3AsyncClient client = hivemq("hivemq");
        List<String> heard = new CopyOnWriteArrayList<>();
        client.connect().get(20, TimeUnit.SECONDS);
        for (String filter : List.of("lab/+", "$aws/things/T/shadow/update/accepted")) {
            client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(it -> heard.add(it.getTopic() + " " + text(it)))
                    .send()
                    .get(20, TimeUnit.SECONDS);
        }

        publish(client, "lab/a", "Hello");
        publish(client, "$aws/things/T/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}");

        await().atMost(20, TimeUnit.SECONDS).until(() -> heard.size() == 2);
        assertThat(heard)
                .contains("lab/a Hello")
                .anySatisfy(it -> assertThat(it).contains("\"version\":1"));
        client.disconnect().get(20, TimeUnit.SECONDS);
    }

    private static void publish(Mqtt3AsyncClient client, String topic, String payload) throws Exception {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send()
                .get(20, TimeUnit.SECONDS);
    }

    private static String text(Mqtt3Publish message) {
        return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    private Mqtt3AsyncClient hivemq(String clientId) throws Exception {
        Credentials files = cloud.credentials();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(files.ca())) {
            Certificate ca = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("ca", ca);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys = Stranger.keys(files, CertificateRole.DEVICE);
        return Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost(cloud.endpoint())
                .serverPort(cloud.mqttPort())
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(keys)
                        .trustManagerFactory(trust)
                        .build())
                .buildAsync();
    }
}
