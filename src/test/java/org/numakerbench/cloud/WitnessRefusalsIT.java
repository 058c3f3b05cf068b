package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.numakerbench.cloud.Bystanders.EVENTS;
import static org.numakerbench.cloud.Bystanders.SHADOW;
import static org.numakerbench.cloud.Bystanders.USER_FILTER;
import static org.numakerbench.cloud.Bystanders.WITNESS;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Owner;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.sim.cloud.tls.CertificateRole;

class WitnessRefusalsIT {
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
    void aRefusedFilterIsRecordedAsNotGrantedAndTheOthersStillAre() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, allBut("iot:Subscribe", "topicfilter/" + USER_FILTER));

        try (Witness witness = Witness.connect(Bystanders.options(cloud), notebook)) {
            assertThat(witness.awaitCanary(LONG)).isTrue();
        }

        assertThat(notebook.all(Fact.WitnessSubscribed.class))
                .filteredOn(it -> !it.granted())
                .containsExactly(new Fact.WitnessSubscribed(USER_FILTER, Purpose.USER_TOPIC, false));
        assertThat(notebook.subscribedFor(Purpose.PRESENCE)).hasSize(1).allMatch(Fact.WitnessSubscribed::granted);
    }

    @Test
    void refusedLifecycleEventsAreRecordedAsNotGranted() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, allBut("iot:Subscribe", "topicfilter/" + EVENTS + "*"));

        Witness.connect(Bystanders.options(cloud), notebook).close();

        assertThat(notebook.subscribedFor(Purpose.PRESENCE)).hasSize(1).noneMatch(Fact.WitnessSubscribed::granted);
        assertThat(notebook.subscribedFor(Purpose.SUBSCRIPTIONS)).hasSize(2).noneMatch(Fact.WitnessSubscribed::granted);
        assertThat(notebook.subscribedFor(Purpose.CANARY)).hasSize(1).allMatch(Fact.WitnessSubscribed::granted);
    }

    @Test
    void withoutTheShadowWildcardTheWitnessTakesTheSingleTopics() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, allBut("iot:Subscribe", "topicfilter/" + SHADOW + "#"));

        try (Witness witness = Witness.connect(Bystanders.options(cloud), notebook);
                Bystanders.Device device = Bystanders.device(cloud)) {
            assertThat(witness.awaitCanary(LONG)).isTrue();
            device.publish(SHADOW + "update", "{\"state\":{\"reported\":{\"a\":1}}}".getBytes());
            notebook.awaitMessageOn(SHADOW + "update");
            notebook.awaitMessageOn(SHADOW + "update/accepted");
            notebook.awaitCount(Fact.ShadowRead.class, 1);
        }

        assertThat(notebook.subscribedFor(Purpose.SHADOW).get(0))
                .isEqualTo(new Fact.WitnessSubscribed(SHADOW + "#", Purpose.SHADOW, false));
        assertThat(notebook.subscribedFor(Purpose.SHADOW).stream().skip(1))
                .allMatch(Fact.WitnessSubscribed::granted)
                .extracting(it -> it.filter().substring(SHADOW.length()))
                .containsExactly(
                        "update",
                        "update/accepted",
                        "update/rejected",
                        "get",
                        "get/accepted",
                        "get/rejected",
                        "delete",
                        "delete/accepted",
                        "delete/rejected");
    }

    @Test
    void aCloudThatEndsTheConnectionAtARefusedFilterIsUnderstoodAsRefusingIt() throws Exception {
        cloud.close();
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud"))
                .closingOnRefusedSubscription()
                .withPolicies(Map.of(CertificateRole.WITNESS, allBut("iot:Subscribe", "topicfilter/" + USER_FILTER))));

        try (Witness witness = Witness.connect(Bystanders.options(cloud), notebook)) {
            assertThat(witness.awaitCanary(LONG)).isTrue();
        }

        assertThat(notebook.subscribedFor(Purpose.USER_TOPIC))
                .containsExactly(new Fact.WitnessSubscribed(USER_FILTER, Purpose.USER_TOPIC, false));
        assertThat(notebook.all(Fact.WitnessFailed.class)).isEmpty();
    }

    @Test
    void aWitnessThatMayNotConnectIsTheBenchs() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, allBut("iot:Connect", "client/" + WITNESS));

        Fact.WitnessFailed failed = failureOf(Bystanders.options(cloud));

        assertThat(failed.owner()).as(failed.reason()).isEqualTo(Owner.BENCH);
        assertThat(failed.reason()).contains("does not authorise the witness to connect");
        assertThat(failed.remedy()).contains("iot:Connect");
    }

    @Test
    void anUnreachablePortIsTheClouds() throws Exception {
        WitnessOptions options = Bystanders.options(cloud);
        cloud.close();

        Fact.WitnessFailed failed = failureOf(options);

        assertThat(failed.owner()).isEqualTo(Owner.CLOUD);
        assertThat(failed.reason()).contains("localhost:" + options.mqttPort(), "unreachable");
        assertThat(failed.remedy()).isNotBlank();
    }

    @Test
    void aWrongCaIsTheBenchsAndCalledThat() throws Exception {
        Path otherCa = Issuer.write(
                directory.resolve("other-ca.pem"),
                Issuer.elliptic("CN=another CA").own());

        Fact.WitnessFailed failed = failureOf(Bystanders.options(cloud, Bystanders.credentials(cloud, otherCa)));

        assertThat(failed.owner()).isEqualTo(Owner.BENCH);
        assertThat(failed.reason()).contains("does not chain to the configured CA");
        assertThat(failed.remedy()).contains("wrong CA");
    }

    @Test
    void aCertificateOfAnotherCaIsTheBenchs() throws Exception {
        KeyPair keys = Issuer.ellipticKeys();
        Credentials stranger = Credentials.load(
                cloud.credentials().ca(),
                Issuer.write(
                        directory.resolve("other.crt.pem"),
                        Issuer.elliptic("CN=another CA").certify(keys)),
                Issuer.write(directory.resolve("other.key.pem"), keys.getPrivate()));

        Fact.WitnessFailed failed = failureOf(Bystanders.options(cloud, stranger));

        assertThat(failed.owner()).isEqualTo(Owner.BENCH);
        assertThat(failed.remedy()).contains("certificate", "policy");
    }

    /** The fact that is thrown and on record; no thread of the attempt stays. */
    private Fact.WitnessFailed failureOf(WitnessOptions options) {
        WitnessException thrown =
                catchThrowableOfType(WitnessException.class, () -> Witness.connect(options, notebook));
        assertThat(notebook.all(Fact.WitnessFailed.class)).containsExactly(thrown.fact());
        assertThat(notebook.all(Fact.WitnessConnected.class)).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(it -> it.getName().startsWith("witness-")));
        return thrown.fact();
    }

    private static String allBut(String action, String resource) {
        return """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"iot:*","Resource":"*"},
                  {"Effect":"Deny","Action":"%s","Resource":"arn:aws:iot:us-east-1:123456789012:%s"}]}
                """.formatted(action, resource);
    }
}
