package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.Credentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged {@code bench cloud} with little memory, and clients that never read. */
class NeverReadingIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGE = 128 * 1024;
    private static final int HANGING = 4;

    @TempDir
    private Path directory;

    private BenchProcess bench;
    private Credentials credentials;
    private int port;
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Path own = directory.resolve("cloud");
        bench = BenchProcess.start(
                directory,
                Map.of(),
                List.of("-Xmx192m"),
                "cloud",
                "--json",
                "--directory",
                own.toString(),
                "--mqtt-port",
                "0",
                "--https-port",
                "0");
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.out().contains("\n"));
        JsonNode started = JSON.readTree(bench.out().lines().findFirst().orElseThrow());
        port = started.get("mqttPort").intValue();
        credentials =
                CredentialStore.open(own, "127.0.0.1", java.time.Instant.now()).paths();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        bench.terminate();
        bench.await();
    }

    private RawMqtt5 hanging(String clientId) throws Exception {
        RawMqtt5 client = new RawMqtt5(credentials, port);
        clients.add(client);
        client.connect(clientId, UnaryOperator.identity());
        return client;
    }

    private Stranger5 reading(String clientId) throws Exception {
        Stranger5 client = new Stranger5(credentials, port, CertificateRole.WITNESS, clientId);
        clients.add(client);
        client.connect(UnaryOperator.identity());
        return client;
    }

    @Test
    void costTheOthersNeitherMemoryNorTime() throws Exception {
        for (int i = 0; i < HANGING; i++) {
            RawMqtt5 client = hanging("hanging-" + i);
            client.send(MqttMessageBuilders.subscribe()
                    .messageId(1)
                    .addSubscription(MqttQoS.AT_LEAST_ONCE, "large")
                    .build());
            client.next(MqttMessageType.SUBACK);
        }
        Stranger5 reader = reading("reader");
        reader.subscribe("large", "small");
        Stranger5 writer = reading("writer");
        String large = "x".repeat(LARGE);
        long slowest = 0;

        // 50 MiB that four do not read, beside what TLS and the sockets hold for each of them.
        for (int i = 0; i < 400; i++) {
            writer.publish("large", large);
            if (i % 20 == 0) {
                long sent = System.nanoTime();
                int count = i / 20 + 1;
                writer.publish("small", String.valueOf(i));
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> reader.on("small").size() == count);
                slowest = Math.max(slowest, System.nanoTime() - sent);
                reader.arrivals.removeIf(each -> each.getTopic().toString().equals("large"));
            }
        }

        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(1));
        List<JsonNode> told = bench.out().lines().skip(1).map(JSON::readTree).toList();
        assertThat(told)
                .extracting(each -> each.get("refused").stringValue())
                .hasSize(HANGING)
                .containsOnly("delivery");
        assertThat(told.get(0).get("clientId").stringValue()).startsWith("hanging-");
        assertThat(bench.err()).doesNotContain("OutOfMemoryError");
    }

    @Test
    void areNotReadEither() throws Exception {
        RawMqtt5 client = hanging("hanging");
        // Each PUBLISH wants its PUBACK with a reason of some 60 bytes; none of them is ever read.
        Thread flood = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    client.send(MqttMessageBuilders.publish()
                            .topicName("$aws/not-allowed")
                            .qos(MqttQoS.AT_LEAST_ONCE)
                            .messageId(1)
                            .payload(Unpooled.EMPTY_BUFFER)
                            .build());
                    sent++;
                }
            } catch (java.io.IOException closed) {
                // The end of the test closes it.
            }
        });
        flood.setDaemon(true);
        flood.start();

        await().atMost(Duration.ofSeconds(60)).until(() -> standsStill());

        assertThat(sent).isGreaterThan(1000);
        assertThat(reading("other").publish("a", "x").isError()).isFalse();
        client.close();
        flood.join();
    }

    private volatile long sent;

    /** Whether the flood has not moved between two looks. */
    private boolean standsStill() {
        long before = sent;
        await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        return before > 0 && sent == before;
    }
}
