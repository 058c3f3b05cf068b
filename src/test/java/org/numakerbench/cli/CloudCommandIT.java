package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.sim.cloud.Stranger;
import org.numakerbench.sim.cloud.tls.CredentialStore;
import org.numakerbench.sim.cloud.tls.Credentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code bench cloud} prints of a request that it refuses. */
class CloudCommandIT {
    private static final Pattern PORT = Pattern.compile("HTTPS localhost:(\\d+)");

    @TempDir
    private Path directory;

    private BenchProcess bench;

    @AfterEach
    void stop() throws Exception {
        bench.terminate();
        bench.await();
    }

    /** Starts it, has a request refused, and gives what it printed since it started. */
    private List<String> refusal(String... options) throws Exception {
        Path own = directory.resolve("cloud");
        List<String> command = new ArrayList<>(
                List.of("cloud", "--directory", own.toString(), "--mqtt-port", "0", "--https-port", "0"));
        command.addAll(List.of(options));
        bench = BenchProcess.start(directory, command.toArray(String[]::new));
        boolean json = command.contains("--json");
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.out().contains(json ? "\n" : "curl -sS --cacert"));
        await().until(() -> bench.out().endsWith("\n"));
        String welcome = bench.out();
        Credentials credentials =
                CredentialStore.open(own, "127.0.0.1", java.time.Instant.now()).paths();
        HttpClient client = HttpClient.newBuilder()
                .sslContext(Stranger.tls(credentials, org.numakerbench.sim.cloud.tls.CertificateRole.DEVICE))
                .build();
        URI uri = URI.create("https://localhost:" + port(welcome) + "/retainedMessage/kept");

        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
        return bench.out().substring(welcome.length()).lines().toList();
    }

    private static int port(String welcome) {
        if (welcome.startsWith("{")) {
            return new JsonMapper()
                    .readTree(welcome.lines().findFirst().orElseThrow())
                    .get("httpsPort")
                    .intValue();
        }
        Matcher found = PORT.matcher(welcome);
        assertThat(found.find()).isTrue();
        return Integer.parseInt(found.group(1));
    }

    @Test
    void aLineSaysWhatWouldMakeItWork() throws Exception {
        assertThat(refusal())
                .singleElement()
                .asString()
                .startsWith("refused REST 'GET /retainedMessage/kept' (device certificate ")
                .endsWith(", 127.0.0.1): the policy does not allow iot:GetRetainedMessage on topic/kept; answered with"
                        + " HTTP 403. To make it work: allow iot:GetRetainedMessage on topic/kept in the policy of this"
                        + " certificate");
    }

    @Test
    void quietSaysNothing() throws Exception {
        assertThat(refusal("--quiet")).isEmpty();
    }

    @Test
    void jsonIsAnObjectALine() throws Exception {
        List<String> lines = refusal("--json");

        assertThat(lines).hasSize(1);
        JsonNode refused = new JsonMapper().readTree(lines.get(0));
        assertThat(refused.get("refused").stringValue()).isEqualTo("rest");
        assertThat(refused.get("why").stringValue()).contains("iot:GetRetainedMessage");
    }
}
