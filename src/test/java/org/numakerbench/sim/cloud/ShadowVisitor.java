package org.numakerbench.sim.cloud;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Works shadows through client libraries, over MQTT and over REST, and hears all that follows. */
final class ShadowVisitor implements AutoCloseable {
    static final JsonMapper JSON = new JsonMapper();

    /** An answer to a REST request; header names as they came. */
    record Answer(int status, Map<String, String> headers, JsonNode body) {}

    /** A message below the shadow's prefix; null body: empty. */
    record Heard(String suffix, JsonNode body) {}

    private final LocalCloud cloud;
    private final Stranger mqtt;
    private final CloseableHttpClient http;
    private int things;

    ShadowVisitor(LocalCloud cloud) throws Exception {
        this.cloud = cloud;
        this.mqtt = Stranger.connected(cloud, CertificateRole.WITNESS, "shadow-visitor");
        mqtt.client.subscribe(new String[] {"$aws/things/+/shadow/#", "settled"}, new int[] {1, 1});
        this.http = HttpClients.custom()
                .disableAutomaticRetries()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                                Stranger.tls(cloud.credentials(), CertificateRole.WITNESS)))
                        .build())
                .build();
    }

    String newThing() {
        return "T" + ++things;
    }

    Answer rest(String method, String thing, String shadow, byte[] body) throws IOException {
        String name = shadow.isEmpty() ? "" : "?name=" + shadow;
        return request(method, "/things/" + thing + "/shadow" + name, body);
    }

    Answer post(String path, String body) throws IOException {
        return request("POST", path, bytes(body));
    }

    private Answer request(String method, String path, byte[] body) throws IOException {
        HttpUriRequestBase request =
                new HttpUriRequestBase(method, URI.create("https://localhost:" + cloud.httpsPort() + path));
        if (method.equals("POST")) {
            request.setEntity(new ByteArrayEntity(body, null));
        }
        return http.execute(request, response -> {
            Map<String, String> headers = new TreeMap<>();
            Arrays.stream(response.getHeaders()).forEach(header -> headers.put(header.getName(), header.getValue()));
            return new Answer(response.getCode(), headers, JSON.readTree(EntityUtils.toString(response.getEntity())));
        });
    }

    void publish(String thing, String shadow, String operation, byte[] payload) throws Exception {
        mqtt.client.publish(prefix(thing, shadow) + operation, payload, 1, false);
    }

    /** Everything heard of the shadow since the last call, in order; nothing of it is still on its way. */
    List<Heard> heard(String thing, String shadow) throws Exception {
        String mark = UUID.randomUUID().toString();
        mqtt.publish("settled", mark);
        await().pollInterval(java.time.Duration.ofMillis(2))
                .until(() -> mqtt.on("settled").contains(mark));
        List<Heard> heard = new ArrayList<>();
        String prefix = prefix(thing, shadow);
        for (Stranger.Arrival arrival : mqtt.arrivals) {
            if (arrival.topic().startsWith(prefix)) {
                String suffix = arrival.topic().substring(prefix.length());
                heard.add(new Heard(suffix, json(arrival.payload())));
            }
        }
        mqtt.arrivals.clear();
        return heard;
    }

    private static JsonNode json(String text) {
        try {
            return text.isBlank() ? JSON.nullNode() : JSON.readTree(text);
        } catch (tools.jackson.core.JacksonException notJson) {
            return JSON.valueToTree(text);
        }
    }

    private static String prefix(String thing, String shadow) {
        return "$aws/things/" + thing + "/shadow/" + (shadow.isEmpty() ? "" : "name/" + shadow + "/");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws Exception {
        http.close();
        mqtt.close();
    }
}
