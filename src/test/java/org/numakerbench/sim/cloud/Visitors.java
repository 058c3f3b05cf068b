package org.numakerbench.sim.cloud;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The clients of one test, and what they are asked again and again. */
final class Visitors implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /** Everything but the topics named forbidden. */
    static final String RESTRICTED = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"iot:*","Resource":"*"},
              {"Effect":"Deny","Action":["iot:Publish","iot:Receive"],
               "Resource":"arn:aws:iot:us-east-1:123456789012:topic/forbidden"},
              {"Effect":"Deny","Action":"iot:Subscribe",
               "Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/forbidden"},
              {"Effect":"Deny","Action":"iot:Connect",
               "Resource":"arn:aws:iot:us-east-1:123456789012:client/forbidden"}]}
            """;

    private final List<Stranger> clients = new ArrayList<>();
    private final LocalCloud cloud;

    Visitors(LocalCloud cloud) {
        this.cloud = cloud;
    }

    Stranger device(String clientId) throws Exception {
        return keep(new Stranger(cloud, CertificateRole.DEVICE, clientId)).connect();
    }

    Stranger keep(Stranger client) {
        clients.add(client);
        return client;
    }

    Stranger witness(String... filters) throws Exception {
        Stranger witness =
                keep(new Stranger(cloud, CertificateRole.WITNESS, "witness")).connect();
        for (String filter : filters) {
            witness.client.subscribe(filter, 1);
        }
        return witness;
    }

    JsonNode next(Stranger client, String topic) {
        await().until(() -> !client.on(topic).isEmpty());
        return JSON.readTree(client.on(topic).get(0));
    }

    /** Proof that everything published before has been delivered: a message of its own comes back. */
    void settle(Stranger client) throws Exception {
        String mark = UUID.randomUUID().toString();
        client.client.subscribe("settled", 1);
        client.publish("settled", mark);
        await().until(() -> client.on("settled").contains(mark));
    }

    String reasonOfTheEndOf(Stranger witness, String clientId) {
        return next(witness, "$aws/events/presence/disconnected/" + clientId)
                .get("disconnectReason")
                .stringValue();
    }

    @Override
    public void close() throws Exception {
        for (Stranger client : clients) {
            client.close();
        }
    }
}
