package org.numakerbench.sim.cloud;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.TrustManagerFactory;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/**
 * The local cloud beside Debian's Mosquitto: the same client (HiveMQ), the same certificates, the same messages, in the
 * same run. QoS 1 over mutual TLS, 1 publisher and 1 subscriber, then 50 and 50. Rates with 20 messages in flight for each
 * publisher, latencies at a steady 500 messages a second. Run it with {@code scripts/cloud-benchmark}.
 */
final class CloudBenchmark {
    private static final int IN_FLIGHT = 20;
    private static final int MESSAGES = 40_000;
    private static final int WARM_UP = 8_000;
    private static final int STEADY_PER_SECOND = 500;
    private static final int STEADY_MESSAGES = 3_000;
    private static final int ROUNDS = 3;

    private CloudBenchmark() {}

    /** Median of the rounds. */
    private record Figures(double perSecond, double p50Ms, double p99Ms) {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("cloud-benchmark");
        try (LocalCloud cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
                Mosquitto mosquitto = Mosquitto.start(directory)) {
            System.out.println("clients | broker      | messages/s | p50 ms | p99 ms");
            for (int pairs : new int[] {1, 50}) {
                List<Figures> ours = new ArrayList<>();
                List<Figures> theirs = new ArrayList<>();
                measure(cloud, cloud.mqttPort(), pairs, WARM_UP);
                measure(cloud, mosquitto.port, pairs, WARM_UP);
                for (int round = 0; round < ROUNDS; round++) {
                    ours.add(measure(cloud, cloud.mqttPort(), pairs, MESSAGES));
                    theirs.add(measure(cloud, mosquitto.port, pairs, MESSAGES));
                }
                Figures own = median(ours);
                Figures other = median(theirs);
                print(pairs, "local cloud", own);
                print(pairs, "mosquitto", other);
                System.out.printf(
                        Locale.ROOT,
                        "%3d:%-3d | ratio       | %9.2f  | %6.2f | %6.2f   (goals: rate >= 0.50, p99 <= 3.00)%n",
                        pairs,
                        pairs,
                        own.perSecond / other.perSecond,
                        own.p50Ms / other.p50Ms,
                        own.p99Ms / other.p99Ms);
            }
        }
        // The client keeps threads of its own.
        System.exit(0);
    }

    private static void print(int pairs, String broker, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "%3d:%-3d | %-11s | %9.0f  | %6.2f | %6.2f%n",
                pairs,
                pairs,
                broker,
                figures.perSecond,
                figures.p50Ms,
                figures.p99Ms);
    }

    private static Figures median(List<Figures> rounds) {
        return new Figures(
                rounds.stream().mapToDouble(Figures::perSecond).sorted().toArray()[rounds.size() / 2],
                rounds.stream().mapToDouble(Figures::p50Ms).sorted().toArray()[rounds.size() / 2],
                rounds.stream().mapToDouble(Figures::p99Ms).sorted().toArray()[rounds.size() / 2]);
    }

    private static Figures measure(LocalCloud cloud, int port, int pairs, int messages) throws Exception {
        List<Mqtt3AsyncClient> publishers = new ArrayList<>();
        List<Mqtt3AsyncClient> subscribers = new ArrayList<>();
        Receiver receiver = new Receiver(Math.max(messages, STEADY_MESSAGES));
        for (int i = 0; i < pairs; i++) {
            Mqtt3AsyncClient subscriber = client(cloud, port, "sub-" + i);
            subscriber
                    .subscribeWith()
                    .topicFilter("bench/" + i)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(receiver::received)
                    .send()
                    .get(30, TimeUnit.SECONDS);
            subscribers.add(subscriber);
            publishers.add(client(cloud, port, "pub-" + i));
        }
        try {
            double rate = saturated(publishers, receiver, messages);
            long[] latencies = steady(publishers, receiver);
            return new Figures(rate, percentile(latencies, 0.50), percentile(latencies, 0.99));
        } finally {
            for (Mqtt3AsyncClient client : publishers) {
                client.disconnect().get(30, TimeUnit.SECONDS);
            }
            for (Mqtt3AsyncClient client : subscribers) {
                client.disconnect().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static double saturated(List<Mqtt3AsyncClient> publishers, Receiver receiver, int messages)
            throws Exception {
        receiver.expect(messages);
        Semaphore room = new Semaphore(IN_FLIGHT * publishers.size());
        long started = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            room.acquire();
            publish(publishers.get(i % publishers.size()), i % publishers.size())
                    .whenComplete((sent, failure) -> room.release());
        }
        receiver.await();
        return messages / ((System.nanoTime() - started) / 1e9);
    }

    private static long[] steady(List<Mqtt3AsyncClient> publishers, Receiver receiver) throws Exception {
        receiver.expect(STEADY_MESSAGES);
        long next = System.nanoTime();
        for (int i = 0; i < STEADY_MESSAGES; i++) {
            publish(publishers.get(i % publishers.size()), i % publishers.size());
            next += 1_000_000_000L / STEADY_PER_SECOND;
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        receiver.await();
        return receiver.latencies(STEADY_MESSAGES);
    }

    private static java.util.concurrent.CompletableFuture<Mqtt3Publish> publish(Mqtt3AsyncClient client, int topic) {
        ByteBuffer payload = ByteBuffer.allocate(64);
        payload.putLong(0, System.nanoTime());
        return client.publishWith()
                .topic("bench/" + topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.array())
                .send();
    }

    private static double percentile(long[] nanos, double part) {
        Arrays.sort(nanos);
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * part))] / 1e6;
    }

    /** Takes what arrives; each message carries when it was sent. */
    private static final class Receiver {
        private final AtomicLongArray latencies;
        private final AtomicInteger count = new AtomicInteger();
        private volatile CountDownLatch left = new CountDownLatch(0);

        Receiver(int most) {
            latencies = new AtomicLongArray(most);
        }

        void expect(int messages) {
            count.set(0);
            left = new CountDownLatch(messages);
        }

        void received(Mqtt3Publish message) {
            long sent = ByteBuffer.wrap(message.getPayloadAsBytes()).getLong(0);
            int index = count.getAndIncrement();
            if (index < latencies.length()) {
                latencies.set(index, System.nanoTime() - sent);
            }
            left.countDown();
        }

        void await() throws InterruptedException {
            if (!left.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException(left.getCount() + " messages did not arrive");
            }
        }

        long[] latencies(int messages) {
            long[] all = new long[messages];
            for (int i = 0; i < messages; i++) {
                all[i] = latencies.get(i);
            }
            return all;
        }
    }

    private static Mqtt3AsyncClient client(LocalCloud cloud, int port, String clientId) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(cloud.credentials().ca())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        Mqtt3AsyncClient client = Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(Stranger.keys(cloud.credentials(), CertificateRole.DEVICE))
                        .trustManagerFactory(trust)
                        .build())
                .buildAsync();
        client.connect().get(30, TimeUnit.SECONDS);
        return client;
    }

    /** Debian's Mosquitto with the local cloud's own certificates. */
    private static final class Mosquitto implements AutoCloseable {
        private final Process process;
        private final int port;

        private Mosquitto(Process process, int port) {
            this.process = process;
            this.port = port;
        }

        static Mosquitto start(Path directory) throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            Path credentials = directory.resolve("cloud");
            Path configuration = directory.resolve("mosquitto.conf");
            Files.writeString(
                    configuration,
                    """
                    listener %d 127.0.0.1
                    cafile %s
                    certfile %s
                    keyfile %s
                    require_certificate true
                    use_identity_as_username true
                    set_tcp_nodelay true
                    max_inflight_messages 100
                    max_queued_messages 100000
                    log_dest none
                    user root
                    """.formatted(
                                    port,
                                    credentials.resolve("ca.pem"),
                                    credentials.resolve("server.crt.pem"),
                                    credentials.resolve("server.key.pem")),
                    StandardCharsets.UTF_8);
            String program = Files.isExecutable(Path.of("/usr/sbin/mosquitto")) ? "/usr/sbin/mosquitto" : "mosquitto";
            Process process = new ProcessBuilder(program, "-c", configuration.toString())
                    .inheritIO()
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (true) {
                try (Socket probe = new Socket()) {
                    probe.connect(new InetSocketAddress("127.0.0.1", port), 200);
                    return new Mosquitto(process, port);
                } catch (IOException notYet) {
                    if (!process.isAlive() || System.nanoTime() > deadline) {
                        process.destroyForcibly();
                        throw new IOException("mosquitto did not start; is it installed?", notYet);
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
