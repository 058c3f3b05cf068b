package org.numakerbench.sim.cloud;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import org.numakerbench.sim.cloud.tls.Credentials;

/** HiveMQ's client of MQTT 5: it knows nothing of the local AWS IoT but its address and files. */
final class Stranger5 implements AutoCloseable {
    private static final long PATIENCE_S = 20;

    final List<Mqtt5Publish> arrivals = new CopyOnWriteArrayList<>();
    /** What the server's DISCONNECT said, if it sent one. */
    final CompletableFuture<Mqtt5Disconnect> farewell = new CompletableFuture<>();

    final Mqtt5AsyncClient client;

    Stranger5(Credentials credentials, int port, CertificateRole role, String clientId) throws Exception {
        client = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost("localhost")
                .serverPort(port)
                .sslConfig(MqttClientSslConfig.builder()
                        .keyManagerFactory(Stranger.keys(credentials, role))
                        .trustManagerFactory(Stranger.trusting(credentials.ca()))
                        .build())
                .addDisconnectedListener(gone -> {
                    if (gone.getCause() instanceof Mqtt5DisconnectException said) {
                        farewell.complete(said.getMqttMessage());
                    }
                })
                .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, arrivals::add);
    }

    Mqtt5ConnAck connect(UnaryOperator<Mqtt5ConnectBuilder> how) throws Exception {
        return client.connect(how.apply(Mqtt5Connect.builder().keepAlive(60)).build())
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** The answer to a CONNECT that is refused. */
    Mqtt5ConnAck refusal(UnaryOperator<Mqtt5ConnectBuilder> how) throws Exception {
        try {
            connect(how);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5ConnAckException refused) {
                return refused.getMqttMessage();
            }
            throw e;
        }
        throw new AssertionError("the connection was accepted");
    }

    List<Mqtt5SubAckReasonCode> subscribe(String... filters) throws Exception {
        return subscribe(Arrays.stream(filters)
                .map(filter -> Mqtt5Subscription.builder()
                        .topicFilter(filter)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .build())
                .toArray(Mqtt5Subscription[]::new));
    }

    List<Mqtt5SubAckReasonCode> subscribe(Mqtt5Subscription... subscriptions) throws Exception {
        Mqtt5Subscribe packet =
                Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build();
        try {
            return client.subscribe(packet).get(PATIENCE_S, TimeUnit.SECONDS).getReasonCodes();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5SubAckException refused) {
                return refused.getMqttMessage().getReasonCodes();
            }
            throw e;
        }
    }

    static Mqtt5Publish message(String topic, String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .qos(MqttQos.AT_LEAST_ONCE)
                .build();
    }

    Mqtt5PubAckReasonCode publish(String topic, String payload) throws Exception {
        return publish(message(topic, payload));
    }

    Mqtt5PubAckReasonCode publish(Mqtt5Publish message) throws Exception {
        try {
            client.publish(message).get(PATIENCE_S, TimeUnit.SECONDS);
            return Mqtt5PubAckReasonCode.SUCCESS;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5PubAckException refused) {
                return refused.getMqttMessage().getReasonCode();
            }
            throw e;
        }
    }

    /** The payloads that arrived on a topic so far. */
    List<String> on(String topic) {
        List<String> payloads = new ArrayList<>();
        for (Mqtt5Publish each : arrivals) {
            if (each.getTopic().toString().equals(topic)) {
                payloads.add(new String(each.getPayloadAsBytes(), StandardCharsets.UTF_8));
            }
        }
        return payloads;
    }

    @Override
    public void close() throws Exception {
        if (client.getState().isConnected()) {
            try {
                client.disconnect().get(PATIENCE_S, TimeUnit.SECONDS);
            } catch (ExecutionException ended) {
                // The cloud may end it in this very moment: another connection has its client ID.
                if (!(ended.getCause() instanceof MqttClientStateException)) {
                    throw ended;
                }
            }
        }
    }
}
