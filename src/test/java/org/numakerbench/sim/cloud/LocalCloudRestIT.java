package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
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

    private static final String ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}}";

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
                .containsOnlyKeys(
                        "connection", "content-length", "content-type", "date", "x-amzn-errortype", "x-amzn-requestid")
                .containsEntry("content-type", "application/json")
                .containsEntry("x-amzn-errortype", "ResourceNotFoundException")
                .containsEntry("x-amzn-requestid", gone.body().get("traceId").stringValue());
    }

    @Test
    void wordsErrorsAsAwsDoes() throws Exception {
        call("POST", "/things/T/shadow", "{\"state\":{}}");
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
    void publishesWhatIsPostedToATopic() throws Exception {
        try (Stranger witness = Stranger.connected(cloud, CertificateRole.WITNESS, "witness")) {
            witness.client.subscribe(
                    new String[] {"Nuvoton/#", "a//b/", "$aws/things/T/shadow/#"}, new int[] {1, 1, 1});

            Answer published = call("POST", "/topics/Nuvoton/Mbed/D001?qos=1", "Hello");
            Answer encoded = call("POST", "/topics/Nuvoton%2FMbed%2FD%20001", "World");
            Answer odd = call("POST", "/topics/a//b/?qos=0", "odd");
            Answer update = call("POST", "/topics/$aws/things/T/shadow/update?qos=1", "{\"state\":{\"reported\":{}}}");
            Answer rejected = call("POST", "/topics/$aws/things/T/shadow/update?qos=1", "nonsense");

            assertThat(published.status()).isEqualTo(200);
            assertThat(published.headers()).containsEntry("content-length", "65");
            assertThat(published.body().get("message").stringValue()).isEqualTo("OK");
            assertThat(published.body().get("traceId").stringValue())
                    .isEqualTo(published.headers().get("x-amzn-requestid"));
            assertThat(encoded.status()).isEqualTo(200);
            assertThat(odd.status()).isEqualTo(200);
            assertThat(update.status()).isEqualTo(200);
            // Taken is not accepted: the refusal is a message.
            assertThat(rejected.status()).isEqualTo(200);
            await().until(() ->
                    !witness.on("$aws/things/T/shadow/update/rejected").isEmpty());
            assertThat(witness.on("Nuvoton/Mbed/D001")).containsExactly("Hello");
            assertThat(witness.on("Nuvoton/Mbed/D 001")).containsExactly("World");
            assertThat(witness.on("a//b/")).containsExactly("odd");
            assertThat(witness.on("$aws/things/T/shadow/update")).hasSize(2);
            assertThat(witness.on("$aws/things/T/shadow/update/accepted")).hasSize(1);
        }
    }

    @Test
    void refusesToPublishWhatAwsDoesNotTake() throws Exception {
        assertThat(call("POST", "/topics/a?qos=2", "x").status()).isEqualTo(400);
        assertThat(call("POST", "/topics/", "x").status()).isEqualTo(400);
        assertThat(call("POST", "/topics/a%2B", "x").status()).isEqualTo(400);
        assertThat(call("POST", "/topics/1/2/3/4/5/6/7/8/9", "x").status()).isEqualTo(400);
        assertThat(call("POST", "/topics/$aws/events/presence/connected/x", "x").status())
                .isEqualTo(400);
        assertThat(call("PUT", "/topics/a", "x").status()).isEqualTo(405);
        Answer tooLarge = call("POST", "/topics/a", "x".repeat(128 * 1024 + 1));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.headers()).containsEntry("x-amzn-errortype", "RequestEntityTooLargeException");
        assertThat(call("POST", "/topics/a", "x".repeat(128 * 1024)).status()).isEqualTo(200);

        cloud.setPolicy(CertificateRole.WITNESS, Visitors.RESTRICTED);
        Answer forbidden = call("POST", "/topics/forbidden?qos=1", "x");
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.body().get("message").stringValue()).isEqualTo("Forbidden");
    }

    @Test
    void keepsRetainedMessagesForReaders() throws Exception {
        // The example policy of the firmware's document does not allow iot:RetainPublish.
        assertThat(call("POST", "/topics/kept/1?retain=true", "one").status()).isEqualTo(403);
        cloud.setPolicy(CertificateRole.WITNESS, ALL);
        call("POST", "/topics/kept/1?qos=1&retain=true", "one");
        call("POST", "/topics/kept/2?retain=true", "two");

        Answer one = call("GET", "/retainedMessage/kept%2F1", "");
        Answer none = call("GET", "/retainedMessage/kept/3", "");
        Answer page = call("GET", "/retainedMessage?maxResults=1", "");
        Answer rest = call(
                "GET",
                "/retainedMessage?nextToken=" + page.body().get("nextToken").stringValue(),
                "");

        assertThat(one.body().get("topic").stringValue()).isEqualTo("kept/1");
        assertThat(one.body().get("payload").binaryValue()).asString().isEqualTo("one");
        assertThat(one.body().get("qos").intValue()).isEqualTo(1);
        assertThat(none.status()).isEqualTo(404);
        assertThat(page.body().at("/retainedTopics/0/payloadSize").intValue()).isEqualTo(3);
        assertThat(rest.body().at("/retainedTopics/0/topic").stringValue()).isEqualTo("kept/2");
        assertThat(rest.body().has("nextToken")).isFalse();
    }

    @Test
    void listsNamedShadowsOnly() throws Exception {
        cloud.setPolicy(CertificateRole.WITNESS, ALL);
        call("POST", "/things/T/shadow?name=S2", "{\"state\":{}}");
        call("POST", "/things/T/shadow?name=S1", "{\"state\":{}}");
        call("POST", "/things/T/shadow?name=S3", "{\"state\":{}}");
        call("DELETE", "/things/T/shadow?name=S3", "");
        call("POST", "/things/T/shadow", "{\"state\":{}}");

        Answer listed = call("GET", "/api/things/shadow/ListNamedShadowsForThing/T", "");

        assertThat(listed.body().get("results").toString()).isEqualTo("[\"S1\",\"S2\"]");
    }

    /** The bytes of main.cpp: no header but these, an unescaped $, seven requests over one connection. */
    @Test
    void servesTheFirmwaresOwnBytesOverOneConnection() throws Exception {
        SSLContext tls = Stranger.tls(cloud.credentials(), CertificateRole.DEVICE);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", cloud.httpsPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            for (int step = 0; step < 7; step++) {
                socket.getOutputStream()
                        .write(("POST /topics/$aws/things/T/shadow/get?qos=1 HTTP/1.1\r\nHost: localhost\r\n"
                                        + "Content-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = readAnswer(socket.getInputStream());
                assertThat(answer)
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("\r\ncontent-length: 65\r\n")
                        .hasSizeLessThan(599);
            }
        }
    }

    private static String readAnswer(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        int bodyLeft = -1;
        while (bodyLeft != 0) {
            text.append((char) in.read());
            bodyLeft--;
            if (bodyLeft < 0 && text.toString().endsWith("\r\n\r\n")) {
                Matcher length = Pattern.compile("content-length: (\\d+)").matcher(text);
                bodyLeft = length.find() ? Integer.parseInt(length.group(1)) : 0;
            }
        }
        return text.toString();
    }

    @Test
    void onePortServesBothProtocolsByAlpn() throws Exception {
        try (LocalCloud both = LocalCloud.start(
                LocalCloudOptions.in(directory.resolve("cloud")).withAlpn(0))) {
            int port = both.alpnPort().getAsInt();
            SSLContext tls = Stranger.tls(both.credentials(), CertificateRole.DEVICE);
            assertThat(firstBytes(tls, port, "x-amzn-http-ca", "GET /things/T/shadow HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 404");
            // CONNECT of MQTT 3.1.1, clean session, client ID "a"; CONNACK is 20 02.
            String connect = "\20\15\0\4MQTT\4\2\0\74\0\1a";
            assertThat(firstBytes(tls, port, "x-amzn-mqtt-ca", connect)).startsWith("\40\2");
            both.stopMqtt();
            assertThat(firstBytes(tls, port, "x-amzn-mqtt-ca", connect)).isEmpty();
            assertThatThrownBy(() -> firstBytes(tls, port, "h2", connect)).isInstanceOf(IOException.class);
        }
    }

    private static String firstBytes(SSLContext tls, int port, String protocol, String sent) throws IOException {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            return new String(
                    socket.getInputStream().readNBytes(sent.startsWith("GET") ? 12 : 4), StandardCharsets.ISO_8859_1);
        }
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
