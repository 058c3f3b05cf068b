package org.numakerbench.cloud;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.AwakeClock.Deadline;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own pair of eyes on AWS IoT: its own client ID and credentials, subscribed to all that a device under test
 * does. Records what it sees and when it was provably awake; judges nothing.
 */
public final class Witness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Witness.class);
    /** Held, or its level is forgotten. Whatever Paho has to tell of a connection is on record, in words. */
    private static final java.util.logging.Logger PAHO = java.util.logging.Logger.getLogger("org.eclipse.paho");

    static {
        PAHO.setLevel(java.util.logging.Level.OFF);
    }

    static final int QOS = 1;
    private static final int CONNECT_TIMEOUT_S = 10;
    private static final int KEEP_ALIVE_S = 30;
    static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(10);
    private static final long CLOSE_TIMEOUT_MS = 200;
    private static final long FORGET_TIMEOUT_MS = 200;
    private static final long FIRST_BACKOFF_MS = 250;
    private static final long LONGEST_BACKOFF_MS = 10_000;
    // AWS takes one CONNECT a second for each client ID (General Reference, AWS IoT Core quotas).
    private static final long CONNECT_INTERVAL_MS = 1_000;

    private final WitnessOptions options;
    private final Consumer<Fact> record;
    private final AwakeClock clock;
    private final MqttAsyncClient client;
    private final ShadowRestClient shadow;
    private final String canaryTopic;
    private final Map<String, CountDownLatch> canaries = new ConcurrentHashMap<>();
    // Paho's callback thread must not wait for the network: publishes, reads and reconnects have threads of their own.
    private final ExecutorService reads = Executors.newSingleThreadExecutor(it -> daemon(it, "witness-rest"));
    private final ScheduledExecutorService reconnects =
            Executors.newSingleThreadScheduledExecutor(it -> daemon(it, "witness-reconnect"));
    private final AtomicLong reading = new AtomicLong();
    private final Subscriptions subscriptions;
    private final AtomicBoolean reconnecting = new AtomicBoolean(true);
    private volatile boolean closed;

    private Witness(WitnessOptions options, Consumer<Fact> record, AwakeClock clock, MqttAsyncClient client) {
        this.options = options;
        this.record = record;
        this.clock = clock;
        this.client = client;
        this.shadow = new ShadowRestClient(options, clock);
        this.canaryTopic = "numaker-bench/canary/" + options.clientId();
        this.subscriptions = new Subscriptions(options, canaryTopic, record, clock, client);
        client.setCallback(new Ears());
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Connects and subscribes.
     *
     * @param record takes facts, from any thread
     * @throws WitnessException when there is no connection; the fact is on record
     * @throws InterruptedException when interrupted; nothing is left behind
     */
    public static Witness connect(WitnessOptions options, Consumer<Fact> record)
            throws WitnessException, InterruptedException {
        return connect(options, record, AwakeClock.UNMEASURED);
    }

    /** @param clock of its waits: what this host loses by stalling is no time in which nobody answered */
    public static Witness connect(WitnessOptions options, Consumer<Fact> record, AwakeClock clock)
            throws WitnessException, InterruptedException {
        long began = System.nanoTime();
        String uri = "ssl://" + options.host() + ":" + options.mqttPort();
        Witness witness = null;
        try {
            witness = new Witness(
                    options, record, clock, new MqttAsyncClient(uri, options.clientId(), new MemoryPersistence()));
            witness.establishWhateverIsRefused();
            witness.watchOver();
            return witness;
        } catch (MqttException failure) {
            if (witness != null) {
                witness.close();
            }
            if (failure.getCause() instanceof InterruptedException interrupted) {
                Thread.interrupted();
                throw interrupted;
            }
            Fact.WitnessFailed fact = ConnectFailure.after(
                    since(began), failure, ConnectFailure.of(options.host(), options.mqttPort(), failure));
            record.accept(fact);
            throw new WitnessException(fact, failure);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** Tries again as long as a filter is what ended the connection, or this host lost the time for an answer. */
    private void establishWhateverIsRefused() throws MqttException {
        Deadline patience = clock.in(OPERATION_TIMEOUT);
        while (true) {
            int before = subscriptions.losses();
            try {
                establish();
                return;
            } catch (MqttException failure) {
                boolean stalled = ConnectFailure.isTimeOut(failure) && patience.leftMs() > CONNECT_INTERVAL_MS;
                if (subscriptions.losses() == before && !stalled) {
                    throw failure;
                }
                pause(failure);
            }
        }
    }

    private void pause(MqttException failure) throws MqttException {
        try {
            TimeUnit.MILLISECONDS.sleep(CONNECT_INTERVAL_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private void establish() throws MqttException {
        try {
            connectAndSubscribe();
        } catch (MqttException failure) {
            // Half a set of subscriptions is no witness, nor is a connection that comes when nobody waits for it any
            // more: the
            // next attempt starts again.
            if (client.isConnected() || ConnectFailure.isTimeOut(failure)) {
                client.disconnectForcibly(0, 200, true);
            }
            throw failure;
        }
    }

    private void connectAndSubscribe() throws MqttException {
        MqttConnectOptions connect = new MqttConnectOptions();
        // Left to itself Paho follows a refusal with an attempt at 3.1, and reports the answer to that.
        connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        connect.setCleanSession(true);
        connect.setAutomaticReconnect(false);
        connect.setConnectionTimeout(CONNECT_TIMEOUT_S);
        connect.setKeepAliveInterval(KEEP_ALIVE_S);
        connect.setMaxInflight(100);
        String[] alpn = options.alpn() ? new String[] {"x-amzn-mqtt-ca"} : new String[0];
        connect.setSocketFactory(
                new LowLatencySocketFactory(options.credentials().sslContext().getSocketFactory(), alpn));
        connect.setHttpsHostnameVerificationEnabled(true);
        await(client.connect(connect));
        record.accept(new Fact.WitnessConnected(options.clientId(), options.host() + ":" + options.mqttPort()));
        subscriptions.subscribeAll();
    }

    private void await(IMqttToken token) throws MqttException {
        Deadline patience = clock.in(OPERATION_TIMEOUT);
        while (true) {
            try {
                token.waitForCompletion(patience.leftMs());
                return;
            } catch (MqttException failure) {
                if (token.getException() != null || patience.isOver()) {
                    throw failure;
                }
            }
        }
    }

    /** Publishes on the witness's own topic; that it comes back proves that the witness was awake. */
    public void canary() {
        send(UUID.randomUUID().toString());
    }

    /**
     * The same, and waits for it.
     *
     * @return false when it did not come back in time
     */
    public boolean awaitCanary(Duration wait) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        CountDownLatch back = new CountDownLatch(1);
        canaries.put(token, back);
        try {
            Deadline patience = clock.in(wait);
            if (!send(token)) {
                return false;
            }
            boolean returned = false;
            while (!returned && !patience.isOver()) {
                returned = back.await(patience.leftMs(), TimeUnit.MILLISECONDS);
            }
            return returned;
        } finally {
            canaries.remove(token);
        }
    }

    private boolean send(String token) {
        record.accept(new Fact.CanarySent(token));
        try {
            client.publish(canaryTopic, Bytes.utf8(token).toByteArray(), QOS, false);
            return true;
        } catch (MqttException notConnected) {
            LOG.debug("canary not sent: {}", notConnected.getMessage());
            return false;
        }
    }

    /** Reads the shadow over REST and records it. */
    public void readShadowNow() {
        long number = reading.incrementAndGet();
        record.accept(new Fact.ShadowAsked(number));
        record.accept(shadow.read(number, options.thing()));
    }

    private synchronized void readShadowSoon() {
        if (!closed) {
            reads.execute(this::readShadowNow);
        }
    }

    /** From now on a lost connection is made again. */
    private void watchOver() {
        reconnecting.set(false);
        // It may have been lost just before.
        if (!client.isConnected()) {
            reconnect();
        }
    }

    /** Begins to reconnect, unless that is under way: the loss may be reported while the new connection is made. */
    private void reconnect() {
        if (reconnecting.compareAndSet(false, true)) {
            reconnectAfter(FIRST_BACKOFF_MS);
        }
    }

    private synchronized void reconnectAfter(long backoffMs) {
        if (closed) {
            return;
        }
        long jitterMs = ThreadLocalRandom.current().nextLong(backoffMs / 2 + 1);
        reconnects.schedule(() -> tryAgain(backoffMs), backoffMs / 2 + jitterMs, TimeUnit.MILLISECONDS);
    }

    private void tryAgain(long backoffMs) {
        long began = System.nanoTime();
        try {
            if (!client.isConnected()) {
                establish();
            }
            watchOver();
        } catch (MqttException failure) {
            if (!closed) {
                record.accept(ConnectFailure.after(
                        since(began), failure, ConnectFailure.again(options.host(), options.mqttPort(), failure)));
                reconnectAfter(Math.min(LONGEST_BACKOFF_MS, backoffMs * 2));
            }
        }
    }

    /** Disconnects; quick, whatever state the connection is in. A second call does nothing. */
    @Override
    public void close() {
        if (!stop()) {
            return;
        }
        shadow.close();
        List<MqttException> failures = new ArrayList<>();
        try {
            if (client.isConnected()) {
                client.disconnect(0).waitForCompletion(CLOSE_TIMEOUT_MS);
            }
        } catch (MqttException failure) {
            failures.add(failure);
            // A busy host: left to itself Paho would keep the connection, and its timer, for another minute.
            forget(failures);
        }
        try {
            client.close(true);
        } catch (MqttException failure) {
            failures.add(failure);
        }
        failures.forEach(failure -> LOG.debug("closing the witness: {}", failure.getMessage()));
    }

    private void forget(List<MqttException> failures) {
        try {
            client.disconnectForcibly(0, FORGET_TIMEOUT_MS, false);
        } catch (MqttException failure) {
            failures.add(failure);
        }
    }

    /** Starts no more work. Not all of close(), which waits for Paho's callback thread, which may be at the lock. */
    private synchronized boolean stop() {
        boolean first = !closed;
        closed = true;
        reconnects.shutdownNow();
        reads.shutdownNow();
        return first;
    }

    /** Paho's callbacks: record, and hand everything else to another thread. */
    private final class Ears implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            subscriptions.connectionLost(cause);
            if (!closed) {
                record.accept(new Fact.WitnessDisconnected(String.valueOf(cause.getMessage())));
                reconnect();
            }
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            Bytes payload = Bytes.of(message.getPayload());
            if (topic.equals(canaryTopic)) {
                record.accept(new Fact.CanaryReturned(payload.utf8()));
                CountDownLatch waiting = canaries.get(payload.utf8());
                if (waiting != null) {
                    waiting.countDown();
                }
                return;
            }
            record.accept(new Fact.MqttReceived(
                    topic, payload, message.getQos(), message.isRetained(), message.isDuplicate()));
            String shadows = "$aws/things/" + options.thing() + "/shadow/";
            if (topic.equals(shadows + "update/accepted") || topic.equals(shadows + "delete/accepted")) {
                readShadowSoon();
            }
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // The canary's return says more than its acknowledgement.
        }
    }
}
