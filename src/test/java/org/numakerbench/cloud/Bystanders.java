package org.numakerbench.cloud;

import java.nio.file.Path;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.numakerbench.sim.cloud.LocalCloud;

/** Whom a witness meets at a local AWS IoT: a thing, its device, its topics. */
final class Bystanders {
    static final String THING = "Nuvoton-Mbed-D001";
    static final String DEVICE = "Nuvoton-Mbed-D001-client";
    static final String WITNESS = "bench-witness";
    static final String USER_TOPIC = "Nuvoton/Mbed/D001";
    static final String USER_FILTER = "Nuvoton/Mbed/+";
    static final String SHADOW = "$aws/things/" + THING + "/shadow/";
    static final String EVENTS = "$aws/events/";

    private Bystanders() {}

    static Credentials witnessCredentials(LocalCloud cloud) throws CredentialException {
        return credentials(cloud, cloud.credentials().ca());
    }

    /** The witness's own certificate, trusting another CA file. */
    static Credentials credentials(LocalCloud cloud, Path ca) throws CredentialException {
        return Credentials.load(
                ca,
                cloud.credentials().witnessCertificate(),
                cloud.credentials().witnessKey());
    }

    static WitnessOptions options(LocalCloud cloud) throws CredentialException {
        return options(cloud, witnessCredentials(cloud));
    }

    static WitnessOptions options(LocalCloud cloud, Credentials credentials) {
        return new WitnessOptions(
                cloud.endpoint(),
                cloud.mqttPort(),
                cloud.httpsPort(),
                false,
                WITNESS,
                credentials,
                THING,
                DEVICE,
                USER_FILTER);
    }

    /** The device under test, connected. */
    static Device device(LocalCloud cloud) throws Exception {
        MqttConnectOptions connect = new MqttConnectOptions();
        connect.setSocketFactory(new LowLatencySocketFactory(Credentials.load(
                        cloud.credentials().ca(),
                        cloud.credentials().deviceCertificate(),
                        cloud.credentials().deviceKey())
                .sslContext()
                .getSocketFactory()));
        MqttClient client =
                new MqttClient("ssl://" + cloud.endpoint() + ":" + cloud.mqttPort(), DEVICE, new MemoryPersistence());
        client.setTimeToWait(10_000);
        client.connect(connect);
        return new Device(client);
    }

    record Device(MqttClient client) implements AutoCloseable {
        void publish(String topic, byte[] payload) throws Exception {
            client.publish(topic, payload, 1, false);
        }

        void subscribe(String filter) throws Exception {
            client.subscribe(filter, 1);
        }

        @Override
        public void close() throws Exception {
            client.disconnect();
            client.close();
        }
    }
}
