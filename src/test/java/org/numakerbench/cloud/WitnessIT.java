package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.numakerbench.cloud.Bystanders.DEVICE;
import static org.numakerbench.cloud.Bystanders.EVENTS;
import static org.numakerbench.cloud.Bystanders.SHADOW;
import static org.numakerbench.cloud.Bystanders.THING;
import static org.numakerbench.cloud.Bystanders.USER_FILTER;
import static org.numakerbench.cloud.Bystanders.USER_TOPIC;
import static org.numakerbench.cloud.Bystanders.WITNESS;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

class WitnessIT {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String CANARY = "numaker-bench/canary/" + WITNESS;

    @TempDir
    private Path directory;

    private final Notebook notebook = new Notebook();
    private LocalCloud cloud;
    private Witness witness;

    @BeforeEach
    void connect() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        witness = Witness.connect(Bystanders.options(cloud), notebook);
    }

    @AfterEach
    void close() throws Exception {
        witness.close();
        cloud.close();
    }

    @Test
    void connectsAndIsGrantedAFilterForEveryPurposeTheCanaryLast() {
        List<Fact> first = notebook.all().stream()
                .filter(it -> it instanceof Fact.WitnessConnected || it instanceof Fact.WitnessSubscribed)
                .toList();

        assertThat(first)
                .containsExactly(
                        new Fact.WitnessConnected(WITNESS, "localhost:" + cloud.mqttPort()),
                        granted(EVENTS + "presence/+/" + DEVICE, Purpose.PRESENCE),
                        granted(EVENTS + "subscriptions/+/" + DEVICE, Purpose.SUBSCRIPTIONS),
                        granted(EVENTS + "subscriptions/+/" + WITNESS, Purpose.SUBSCRIPTIONS),
                        granted(USER_FILTER, Purpose.USER_TOPIC),
                        granted(SHADOW + "#", Purpose.SHADOW),
                        granted(CANARY, Purpose.CANARY));
        assertThat(notebook.all(Fact.WitnessSubscribed.class))
                .extracting(Fact.WitnessSubscribed::purpose)
                .as("all but those that a description of a user's own firmware names")
                .containsAll(EnumSet.complementOf(EnumSet.of(Purpose.OWN_TOPIC)));
    }

    @Test
    void theEventOfItsOwnCanarySubscriptionShowsThatEventsFlow() {
        String topic = EVENTS + "subscriptions/subscribed/" + WITNESS;

        await().until(() ->
                notebook.on(topic).stream().anyMatch(it -> it.payload().utf8().contains("\"" + CANARY + "\"")));
    }

    @Test
    void aCanaryComesBackWithItsToken() throws Exception {
        assertThat(witness.awaitCanary(LONG)).isTrue();

        Fact.CanarySent sent = notebook.all(Fact.CanarySent.class).get(0);
        assertThat(notebook.all(Fact.CanaryReturned.class)).containsExactly(new Fact.CanaryReturned(sent.token()));
        assertThat(notebook.on(CANARY)).isEmpty();
    }

    @Test
    void aCanaryNobodyWaitsForComesBackToo() {
        witness.canary();

        notebook.awaitCount(Fact.CanaryReturned.class, 1);
    }

    @Test
    void aMessageOfTheDeviceIsRecordedByteForByte() throws Exception {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        try (Bystanders.Device device = Bystanders.device(cloud)) {
            device.publish(USER_TOPIC, everyByte);
            device.publish(USER_TOPIC, new byte[0]);
        }

        await().until(() -> notebook.on(USER_TOPIC).size() == 2);
        assertThat(notebook.on(USER_TOPIC))
                .containsExactly(
                        new Fact.MqttReceived(USER_TOPIC, Bytes.of(everyByte), 1, false, false),
                        new Fact.MqttReceived(USER_TOPIC, Bytes.of(new byte[0]), 1, false, false));
    }

    @Test
    void theDevicesComingSubscribingAndGoingAreSeen() throws Exception {
        try (Bystanders.Device device = Bystanders.device(cloud)) {
            device.subscribe(USER_TOPIC);
        }

        notebook.awaitMessageOn(EVENTS + "presence/connected/" + DEVICE);
        notebook.awaitMessageOn(EVENTS + "subscriptions/subscribed/" + DEVICE);
        notebook.awaitMessageOn(EVENTS + "presence/disconnected/" + DEVICE);
        assertThat(notebook.on(EVENTS + "subscriptions/subscribed/" + DEVICE)
                        .get(0)
                        .payload()
                        .utf8())
                .contains("\"topics\":[\"" + USER_TOPIC + "\"]");
    }

    @Test
    void aShadowThatDoesNotExistReads404() {
        witness.readShadowNow();

        Fact.ShadowRead read = notebook.all(Fact.ShadowRead.class).get(0);
        assertThat(read.thing()).isEqualTo(THING);
        assertThat(read.status()).isEqualTo(404);
        assertThat(read.body().utf8()).contains("No shadow exists with name: '" + THING + "'");
    }

    @Test
    void anAcceptedUpdateAndAnAcceptedDeleteAreEachFollowedByARead() throws Exception {
        try (Bystanders.Device device = Bystanders.device(cloud)) {
            device.publish(SHADOW + "update", utf8("{\"state\":{\"reported\":{\"attribute1\":3}}}"));
            notebook.awaitCount(Fact.ShadowRead.class, 1);
            device.publish(SHADOW + "delete", new byte[0]);
            notebook.awaitCount(Fact.ShadowRead.class, 2);
        }

        List<Fact.ShadowRead> reads = notebook.all(Fact.ShadowRead.class);
        assertThat(reads).extracting(Fact.ShadowRead::status).containsExactly(200, 404);
        assertThat(reads.get(0).body().utf8()).contains("\"reported\":{\"attribute1\":3}", "\"version\":1");
        assertThat(notebook.on(SHADOW + "update")).hasSize(1);
        assertThat(notebook.on(SHADOW + "update/accepted")).hasSize(1);
        assertThat(notebook.on(SHADOW + "delete/accepted")).hasSize(1);
    }

    @Test
    void aRejectedUpdateIsSeenAndNotFollowedByARead() throws Exception {
        try (Bystanders.Device device = Bystanders.device(cloud)) {
            device.publish(SHADOW + "update", utf8("{"));
            notebook.awaitMessageOn(SHADOW + "update/rejected");
            device.publish(SHADOW + "update", utf8("{\"state\":{\"reported\":{\"a\":1}}}"));
            notebook.awaitCount(Fact.ShadowRead.class, 1);
        }

        assertThat(notebook.all(Fact.ShadowRead.class))
                .extracting(Fact.ShadowRead::status)
                .containsExactly(200);
    }

    @Test
    void aShadowThatCannotBeReadIsAFactToo() throws Exception {
        cloud.close();

        witness.readShadowNow();

        Fact.ShadowReadFailed failed = notebook.all(Fact.ShadowReadFailed.class).get(0);
        assertThat(failed.thing()).isEqualTo(THING);
        assertThat(failed.reason()).contains("localhost:" + cloud.httpsPort(), "unreachable");
    }

    @Test
    void closesWithinASecondAndLeavesNoThreadBehind() throws Exception {
        witness.readShadowNow();
        assertThat(witness.awaitCanary(LONG)).isTrue();

        assertClosesInTime();
        assertThat(notebook.all(Fact.WitnessDisconnected.class)).isEmpty();
    }

    @Test
    void closesWithinASecondWhileItReconnects() throws Exception {
        cloud.stopMqtt();
        notebook.awaitCount(Fact.WitnessFailed.class, 1);

        assertClosesInTime();
    }

    @Test
    void closingTwiceIsHarmlessAndACanaryAfterwardsDoesNotReturn() throws Exception {
        witness.close();
        witness.close();

        assertThat(witness.awaitCanary(LONG)).isFalse();
    }

    private void assertClosesInTime() {
        long begin = System.nanoTime();
        witness.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(witnessThreads()).isEmpty());
    }

    private static List<String> witnessThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(it -> it.startsWith("witness-") || it.startsWith("MQTT ") && it.contains(WITNESS))
                .toList();
    }

    private static Fact.WitnessSubscribed granted(String filter, Purpose purpose) {
        return new Fact.WitnessSubscribed(filter, purpose, true);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
