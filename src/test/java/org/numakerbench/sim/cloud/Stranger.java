package org.numakerbench.sim.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.Credentials;

/** An MQTT client that knows nothing of the local AWS IoT but its address and files. */
public final class Stranger implements AutoCloseable {
    record Arrival(String topic, String payload, int qos, boolean retained) {}

    final MqttClient client;
    final MqttConnectOptions options = new MqttConnectOptions();
    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    volatile boolean lost;

    Stranger(LocalCloud cloud, CertificateRole role, String clientId) throws Exception {
        this(cloud, tls(cloud.credentials(), role), clientId);
    }

    Stranger(LocalCloud cloud, SSLContext tls, String clientId) throws Exception {
        String uri = "ssl://" + cloud.endpoint() + ":" + cloud.mqttPort();
        client = new MqttClient(uri, clientId, new MemoryPersistence());
        client.setTimeToWait(10_000);
        options.setSocketFactory(new PromptSockets(tls.getSocketFactory()));
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setMaxInflight(200);
        client.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {
                lost = true;
            }

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                String text = new String(message.getPayload(), StandardCharsets.UTF_8);
                arrivals.add(new Arrival(topic, text, message.getQos(), message.isRetained()));
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {
                // Publishing is synchronous here.
            }
        });
    }

    public static Stranger connected(LocalCloud cloud, CertificateRole role, String clientId) throws Exception {
        return new Stranger(cloud, role, clientId).connect();
    }

    Stranger connect() throws MqttException {
        client.connect(options);
        return this;
    }

    public void publish(String topic, String payload) throws MqttException {
        client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    /** The payloads that arrived on a topic so far. */
    List<String> on(String topic) {
        return arrivals.stream()
                .filter(arrival -> arrival.topic().equals(topic))
                .map(Arrival::payload)
                .toList();
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnect();
        }
        client.close(true);
    }

    public static SSLContext tls(Credentials credentials, CertificateRole role) throws Exception {
        boolean device = role == CertificateRole.DEVICE;
        return tls(
                credentials.ca(),
                device ? credentials.deviceCertificate() : credentials.witnessCertificate(),
                device ? credentials.deviceKey() : credentials.witnessKey());
    }

    static SSLContext tls(Path ca, Path certificate, Path key) throws Exception {
        return context(ca, keys(certificate, key));
    }

    static KeyManagerFactory keys(Credentials credentials, CertificateRole role) throws Exception {
        return role == CertificateRole.DEVICE
                ? keys(credentials.deviceCertificate(), credentials.deviceKey())
                : keys(credentials.witnessCertificate(), credentials.witnessKey());
    }

    private static KeyManagerFactory keys(Path certificate, Path key) throws Exception {
        KeyStore own = empty();
        own.setKeyEntry("own", key(key), new char[0], new Certificate[] {certificate(certificate)});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        return keys;
    }

    static SSLContext withoutCertificate(Path ca) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(empty(), new char[0]);
        return context(ca, keys);
    }

    private static SSLContext context(Path ca, KeyManagerFactory keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusting(ca).getTrustManagers(), null);
        return context;
    }

    static TrustManagerFactory trusting(Path ca) throws Exception {
        KeyStore trusted = empty();
        trusted.setCertificateEntry("ca", certificate(ca));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(Path path) throws GeneralSecurityException, IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }

    private static PrivateKey key(Path path) throws IOException {
        try (Reader reader = Files.newBufferedReader(path);
                PEMParser parser = new PEMParser(reader)) {
            Object parsed = parser.readObject();
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return parsed instanceof PEMKeyPair pair
                    ? converter.getPrivateKey(pair.getPrivateKeyInfo())
                    : converter.getPrivateKey((PrivateKeyInfo) parsed);
        }
    }

    /** Paho leaves Nagle's delay on. */
    private static final class PromptSockets extends SSLSocketFactory {
        private final SSLSocketFactory factory;

        PromptSockets(SSLSocketFactory factory) {
            this.factory = factory;
        }

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return prompt(factory.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket() throws IOException {
            return prompt(factory.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(factory.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(factory.createSocket(host, port, from, fromPort));
        }
    }
}
