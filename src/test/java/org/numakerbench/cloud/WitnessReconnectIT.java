package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.numakerbench.cloud.Bystanders.USER_TOPIC;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Owner;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

class WitnessReconnectIT {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final Notebook notebook = new Notebook();
    private LocalCloud cloud;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @Test
    void aDroppedConnectionIsRecordedAndMadeAgainWithAllItsSubscriptions() throws Exception {
        try (Witness witness = Witness.connect(Bystanders.options(cloud), notebook)) {
            cloud.dropMqttConnections();
            awaitSubscribedAgain(2);

            assertThat(witness.awaitCanary(LONG)).isTrue();
            try (Bystanders.Device device = Bystanders.device(cloud)) {
                device.publish(USER_TOPIC, new byte[] {1});
            }
            notebook.awaitMessageOn(USER_TOPIC);
        }

        assertThat(notebook.all(Fact.WitnessDisconnected.class)).hasSize(1);
        assertThat(notebook.all(Fact.WitnessConnected.class)).hasSize(2);
        List<Fact.WitnessSubscribed> subscribed = notebook.all(Fact.WitnessSubscribed.class);
        int half = subscribed.size() / 2;
        assertThat(subscribed.subList(half, subscribed.size())).isEqualTo(subscribed.subList(0, half));
    }

    @Test
    void aCloudThatIsDownIsTheCloudsUntilItIsBack() throws Exception {
        try (Witness witness = Witness.connect(Bystanders.options(cloud), notebook)) {
            cloud.stopMqtt();
            notebook.awaitCount(Fact.WitnessDisconnected.class, 1);
            notebook.awaitCount(Fact.WitnessFailed.class, 1);
            assertThat(witness.awaitCanary(LONG)).isFalse();

            cloud.startMqtt();
            awaitSubscribedAgain(2);
            assertThat(witness.awaitCanary(LONG)).isTrue();
        }

        assertThat(notebook.all(Fact.WitnessFailed.class)).isNotEmpty().allSatisfy(fact -> {
            assertThat(fact.owner()).isEqualTo(Owner.CLOUD);
            assertThat(fact.reason()).contains("localhost:" + cloud.mqttPort(), "unreachable");
        });
        List<Fact> facts = notebook.all();
        int failed = facts.indexOf(notebook.all(Fact.WitnessFailed.class).get(0));
        assertThat(facts.indexOf(notebook.all(Fact.WitnessDisconnected.class).get(0)))
                .isLessThan(failed);
        assertThat(facts.lastIndexOf(notebook.all(Fact.WitnessConnected.class).get(1)))
                .isGreaterThan(failed);
    }

    @Test
    void aConnectionLostWhileSubscribingAgainIsMadeAgainOnceAndStays() throws Exception {
        try (Witness witness = Witness.connect(Bystanders.options(cloud), this::dropAfterTheSecondConnect)) {
            cloud.dropMqttConnections();
            awaitSubscribedAgain(2);

            assertThat(witness.awaitCanary(LONG)).isTrue();
            // A second, stray attempt would come within the first backoffs and say that the client is connected.
            await().during(Duration.ofSeconds(1))
                    .atMost(LONG)
                    .until(() -> notebook.all(Fact.WitnessFailed.class).stream()
                            .noneMatch(it -> it.reason().contains("Client is connected")));
            assertThat(notebook.all(Fact.WitnessConnected.class)).hasSize(3);
        }
    }

    private void dropAfterTheSecondConnect(Fact fact) {
        notebook.accept(fact);
        if (fact instanceof Fact.WitnessConnected
                && notebook.all(Fact.WitnessConnected.class).size() == 2) {
            try {
                cloud.dropMqttConnections();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The canary's filter is the last. */
    private void awaitSubscribedAgain(int times) {
        await().untilAsserted(() -> assertThat(notebook.all())
                .filteredOn(
                        it -> it instanceof Fact.WitnessSubscribed subscribed && subscribed.purpose() == Purpose.CANARY)
                .hasSize(times));
    }
}
