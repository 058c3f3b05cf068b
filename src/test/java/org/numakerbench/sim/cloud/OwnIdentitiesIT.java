package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cloud.Issuer;

/** A user's own things and certificates, added to a cloud that runs; every client with real TLS. */
class OwnIdentitiesIT {
    private static final String THING_POLICY = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
              {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
               "Resource":"arn:aws:iot:us-east-1:123456789012:topic/of/${iot:Connection.Thing.ThingName}/*",
               "Condition":{"Bool":{"iot:Connection.Thing.IsAttached":"true"}}},
              {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],
               "Resource":"arn:aws:iot:us-east-1:123456789012:topic/room/${iot:Connection.Thing.Attributes[room]}"},
              {"Effect":"Allow","Action":"iot:Subscribe","Resource":"*"}]}
            """;

    @TempDir
    private Path scratch;

    private Path directory;
    private LocalCloud cloud;
    private Visitors visitors;
    private CloudCommands bench;

    @BeforeEach
    void start() throws Exception {
        directory = scratch.resolve("cloud");
        cloud = LocalCloud.start(LocalCloudOptions.in(directory).asResident());
        visitors = new Visitors(cloud);
        bench = new CloudCommands(directory);
    }

    @AfterEach
    void stop() throws Exception {
        visitors.close();
        cloud.close();
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(scratch.resolve(name), text);
    }

    private Path key(String thing) {
        return directory.resolve("things").resolve(thing).resolve(thing + ".key.pem");
    }

    private Path certificate(String thing) {
        return directory.resolve("things").resolve(thing).resolve(thing + ".crt.pem");
    }

    private Stranger client(Path certificate, Path key, String clientId) throws Exception {
        return visitors.keep(
                new Stranger(cloud, Stranger.tls(cloud.credentials().ca(), certificate, key), clientId));
    }

    private Stranger of(String thing, String clientId) throws Exception {
        return client(certificate(thing), key(thing), clientId);
    }

    /** Connected as soon as the running cloud has taken up what was changed. */
    private static Stranger soon(Stranger client) {
        await().ignoreException(MqttException.class).until(() -> client.connect() != null);
        return client;
    }

    /** Whether a publish goes through; a refused one ends the connection. */
    private static boolean mayPublish(Stranger client, String topic) throws Exception {
        try {
            if (!client.client.isConnected()) {
                client.connect();
            }
            client.publish(topic, "x");
            return true;
        } catch (MqttException refused) {
            // The next attempt must not meet the connection that this one has cost.
            await().until(() -> !client.client.isConnected());
            return false;
        }
    }

    @Test
    void aThingIsAddedToARunningCloudWithAKeyOfItsOwn() throws Exception {
        bench.done("thing", "add", "lamp");

        Stranger lamp = soon(of("lamp", "lamp"));
        lamp.publish("a", "x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key("lamp"))))
                .isEqualTo("rw-------");
        assertThat(key("lamp")).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");
        bench.done("thing", "list");
        assertThat(bench.said()).startsWith("lamp\n").contains(" example");
        bench.refused("thing", "add", "lamp");
        assertThat(bench.said()).contains("thing lamp is there already");
        bench.refused("thing", "add", "no/thing");
        assertThat(bench.said()).contains("is no thing name");
    }

    @Test
    void aSelfSignedCertificateIsRegisteredWithoutACaDeactivatedActivatedAndDeleted() throws Exception {
        Issuer own = Issuer.elliptic("CN=Nobody's");
        Path certificate = Issuer.write(scratch.resolve("own.pem"), own.own());
        Path key = Issuer.write(scratch.resolve("own.key"), own.keys().getPrivate());
        Stranger client = client(certificate, key, "anybody");
        assertThatThrownBy(client::connect).isInstanceOf(MqttException.class);

        bench.done(
                "certificate",
                "register",
                certificate.toString(),
                "--policy",
                write("all.json", ALL).toString());
        String id = bench.said().strip().replace("registered ", "");
        soon(client).publish("a", "x");
        assertThat(bench.done("certificate", "list").strip()).isEqualTo(id + " active; no thing; all");
        bench.refused("certificate", "register", certificate.toString());
        bench.refused("certificate", "delete", id);
        assertThat(bench.said()).contains("deactivate it first");

        bench.done("certificate", "deactivate", id.substring(0, 8));
        await().until(() -> client.lost);
        assertThatThrownBy(client::connect).isInstanceOf(MqttException.class);

        bench.done("certificate", "activate", certificate.toString());
        soon(client);

        bench.done("certificate", "deactivate", id);
        bench.done("certificate", "delete", id);
        await().until(() -> !client.client.isConnected());
        assertThatThrownBy(client::connect).isInstanceOf(MqttException.class);
        bench.refused("certificate", "activate", id);
    }

    @Test
    void aCertificateOfTheUsersOwnCaBelongsToAThing() throws Exception {
        KeyPair keys = Issuer.ellipticKeys();
        Path certificate = Issuer.write(
                scratch.resolve("mine.pem"),
                Issuer.rsa(new X500Name("CN=My CA"))
                        .valid(Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600))
                        .naming(new X500Name("CN=mine"))
                        .certify(keys));
        Path key = Issuer.write(scratch.resolve("mine.key"), keys.getPrivate());

        bench.done("thing", "add", "mine", "--certificate", certificate.toString());

        soon(client(certificate, key, "mine")).publish("a", "x");
        assertThat(directory.resolve("things")).doesNotExist();
    }

    @Test
    void aPolicyIsEditedWhileItsClientsAreConnected() throws Exception {
        bench.done("thing", "add", "lamp", "--policy", write("lamp.json", ALL).toString());
        Stranger lamp = soon(of("lamp", "lamp"));
        lamp.publish("a", "x");
        Path policy = directory.resolve("policies/lamp.json");

        Files.writeString(policy, "{ half a poli");
        bench.done("thing", "list");
        assertThat(mayPublish(lamp, "a"))
                .as("while it is wrong the former counts")
                .isTrue();
        Files.writeString(policy, THING_POLICY);

        await().until(() -> !mayPublish(lamp, "a"));
        assertThat(mayPublish(lamp, "of/lamp/x")).isTrue();
        bench.refused(
                "thing",
                "add",
                "other",
                "--policy",
                scratch.resolve("lamp.json").toString());
        assertThat(bench.said()).contains("policy lamp is there already, and another");
        assertThat(policy).hasContent(THING_POLICY);
    }

    @Test
    void theBenchsOwnPoliciesAreEditedWhileItRunsToo() throws Exception {
        Stranger device = visitors.device("D");
        device.publish("forbidden", "x");

        Files.writeString(directory.resolve("device-policy.json"), Visitors.RESTRICTED);

        await().until(() -> !mayPublish(device, "forbidden"));
    }

    @Test
    void aNonExclusiveThingIsTheOneThatTheClientIdNames() throws Exception {
        String policy = write("thing.json", THING_POLICY).toString();
        bench.done("thing", "add", "one", "--policy", policy, "--attribute", "room=kitchen");
        bench.done("thing", "add", "two", "--policy", policy);
        bench.done("certificate", "attach", certificate("one").toString(), "two");

        Stranger asOne = soon(of("one", "one"));
        assertThat(mayPublish(asOne, "of/one/x")).isTrue();
        assertThat(mayPublish(asOne, "room/kitchen")).isTrue();
        assertThat(mayPublish(asOne, "of/two/x")).isFalse();
        Stranger asTwo = of("one", "two");
        await().until(() -> mayPublish(asTwo, "of/two/x"));
        assertThat(mayPublish(asTwo, "room/kitchen")).isFalse();
        assertThat(mayPublish(of("one", "neither"), "of/one/x")).isFalse();
        assertThat(mayPublish(of("two", "one"), "of/one/x")).isFalse();
    }

    @Test
    void anExclusiveThingCountsWhateverTheClientIdIs() throws Exception {
        String policy = write("thing.json", THING_POLICY).toString();
        bench.done("thing", "add", "one", "--policy", policy);
        bench.done("thing", "add", "two", "--policy", policy);
        String own = certificate("one").toString();
        bench.done("certificate", "attach", own, "one", "--exclusive");
        bench.refused("certificate", "attach", own, "two");
        assertThat(bench.said()).contains("suffers no other");

        Stranger client = of("one", "any-client");

        await().until(() -> mayPublish(client, "of/one/x"));
        bench.done("certificate", "detach", own, "one");
        // A connection keeps the thing it began with.
        await().until(() -> {
            client.client.disconnect();
            return !mayPublish(client, "of/one/x");
        });
    }

    @Test
    void anotherProcessIsRefusedThatServesTheSameDirectory() {
        bench.refused("--mqtt-port", "0", "--https-port", "0");

        assertThat(bench.said()).contains("another local cloud serves this directory");
    }

    private static final String ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}}";
}
