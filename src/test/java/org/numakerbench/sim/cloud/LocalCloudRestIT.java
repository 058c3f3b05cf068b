package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.tls.CertificateRole;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalCloudRestIT {
    private static final JsonMapper JSON = new JsonMapper();

    private record Answer(int status, Map<String, String> headers, JsonNode body) {}

    @TempDir
    private Path directory;

    private LocalCloud cloud;
    private CloseableHttpClient http;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        http = client(Stranger.tls(cloud.credentials(), CertificateRole.WITNESS));
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        cloud.close();
    }

    private static CloseableHttpClient client(SSLContext tls) {
        return HttpClients.custom()
                .disableAutomaticRetries()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .build())
                .build();
    }

    private Answer call(CloseableHttpClient client, String method, String path, String body) throws IOException {
        HttpUriRequestBase request =
                new HttpUriRequestBase(method, java.net.URI.create("https://localhost:" + cloud.httpsPort() + path));
        if (!body.isEmpty()) {
            request.setEntity(new StringEntity(body));
        }
        return client.execute(request, response -> {
            Map<String, String> headers = new TreeMap<>();
            Arrays.stream(response.getHeaders())
                    .forEach((NameValuePair header) -> headers.put(header.getName(), header.getValue()));
            return new Answer(response.getCode(), headers, JSON.readTree(EntityUtils.toString(response.getEntity())));
        });
    }

    private Answer call(String method, String path, String body) throws IOException {
        return call(http, method, path, body);
    }

    @Test
    void updatesGetsAndDeletesAShadow() throws Exception {
        Answer updated = call("POST", "/things/T/shadow", "{\"state\":{\"reported\":{\"a\":1}}}");
        Answer got = call("GET", "/things/T/shadow", "");
        Answer deleted = call("DELETE", "/things/T/shadow", "");
        Answer gone = call("GET", "/things/T/shadow", "");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body().get("version").intValue()).isEqualTo(1);
        assertThat(got.body().at("/state/reported/a").intValue()).isEqualTo(1);
        assertThat(deleted.body().propertyNames()).containsExactly("version", "timestamp");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.body().get("message").stringValue()).isEqualTo("No shadow exists with name: 'T'");
    }

    @Test
    void statesLengthAndRequestIdInLowerCaseHeaders() throws Exception {
        Answer gone = call("GET", "/things/T/shadow", "");

        assertThat(gone.headers())
                .containsOnlyKeys("content-length", "content-type", "x-amzn-errortype", "x-amzn-requestid")
                .containsEntry("content-type", "application/json")
                .containsEntry("x-amzn-errortype", "ResourceNotFoundException")
                .containsEntry("x-amzn-requestid", gone.body().get("traceId").stringValue());
    }

    @Test
    void wordsErrorsAsAwsDoes() throws Exception {
        Answer conflict = call("POST", "/things/T/shadow", "{\"state\":{},\"version\":9}");
        Answer bad = call("POST", "/things/T/shadow", "{}");
        Answer method = call("PUT", "/things/T/shadow", "{}");
        Answer elsewhere = call("GET", "/things/T/shadow/", "");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.headers()).containsEntry("x-amzn-errortype", "ConflictException");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.body().get("message").stringValue()).isEqualTo("Missing required node: state");
        assertThat(method.status()).isEqualTo(405);
        assertThat(elsewhere.status()).isEqualTo(404);
    }

    @Test
    void keepsNamedShadowsApart() throws Exception {
        call("POST", "/things/T/shadow?name=S", "{\"state\":{\"reported\":{\"a\":1}}}");

        assertThat(call("GET", "/things/T/shadow?name=S", "").status()).isEqualTo(200);
        assertThat(call("GET", "/things/T/shadow", "").status()).isEqualTo(404);
    }

    @Test
    void mqttAndRestSeeTheSameShadow() throws Exception {
        try (Stranger witness = Stranger.connected(cloud, CertificateRole.WITNESS, "witness")) {
            witness.client.subscribe("$aws/things/T/shadow/#", 1);

            witness.publish("$aws/things/T/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}");
            await().until(() ->
                    !witness.on("$aws/things/T/shadow/update/accepted").isEmpty());
            Answer updated = call("POST", "/things/T/shadow", "{\"state\":{\"desired\":{\"a\":2}}}");
            call("POST", "/things/T/shadow", "nonsense");
            call("DELETE", "/things/T/shadow", "");

            assertThat(updated.body().get("version").intValue()).isEqualTo(2);
            await().until(() ->
                    !witness.on("$aws/things/T/shadow/delete/accepted").isEmpty());
            assertThat(witness.on("$aws/things/T/shadow/update/accepted")).hasSize(2);
            assertThat(witness.on("$aws/things/T/shadow/update/documents")).hasSize(2);
            assertThat(witness.on("$aws/things/T/shadow/update/delta")).hasSize(1);
            assertThat(witness.on("$aws/things/T/shadow/update/rejected")).isEmpty();
        }
    }

    @Test
    void whatThePolicyDoesNotAllowIsForbidden() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:GetThingShadow",
                 "Resource":"arn:aws:iot:us-east-1:123456789012:thing/T"}}
                """);

        Answer allowed = call("GET", "/things/T/shadow", "");
        Answer refused = call("DELETE", "/things/T/shadow", "");

        assertThat(allowed.status()).isEqualTo(404);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers()).containsEntry("x-amzn-errortype", "ForbiddenException");
        assertThat(refused.body().get("message").stringValue()).isEqualTo("Forbidden");
    }

    @Test
    void aClientWithoutCertificateGetsNoAnswer() throws Exception {
        try (CloseableHttpClient anonymous =
                client(Stranger.withoutCertificate(cloud.credentials().ca()))) {
            assertThatThrownBy(() -> call(anonymous, "GET", "/things/T/shadow", ""))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void hintsNameFilesAndPorts() {
        assertThat(cloud.connectHints())
                .anySatisfy(line -> assertThat(line).startsWith("mosquitto_sub").contains("-p " + cloud.mqttPort()))
                .anySatisfy(line -> assertThat(line).startsWith("mosquitto_pub"))
                .anySatisfy(line -> assertThat(line).startsWith("curl").contains(":" + cloud.httpsPort() + "/things/"));
    }
}
