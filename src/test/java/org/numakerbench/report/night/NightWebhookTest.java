package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.deviceFail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.report.night.NightWebhook.Patience;
import tools.jackson.databind.json.JsonMapper;

/** Against a real HTTP server that answers what it is told to. */
class NightWebhookTest {
    private static final String SECRET = "T0000-B0000-s3cr3t";
    private static final Patience QUICK =
            new Patience(Duration.ofMillis(500), 3, Duration.ofMillis(5), Duration.ofMillis(50));

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;
    private String header = "";
    private String value = "";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        posted.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!header.isEmpty()) {
            exchange.getResponseHeaders().add(header, value);
        }
        Integer code = answers.poll();
        exchange.sendResponseHeaders(code == null ? 200 : code, -1);
        exchange.close();
    }

    private Webhook webhook(boolean slack) {
        return new Webhook(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET),
                slack ? Webhook.Format.SLACK : Webhook.Format.JSON);
    }

    private Optional<String> post(boolean slack, NightReport report) {
        return NightWebhook.post(webhook(slack), report, 1, QUICK);
    }

    private String body() {
        return posted.get(posted.size() - 1).split(" ", 3)[2];
    }

    @Test
    void theNightIsPostedAsJson() {
        assertThat(post(false, ExampleNight.report())).isEmpty();

        assertThat(posted).singleElement().asString().startsWith("POST /services/" + SECRET + " {");
        assertThat(JsonMapper.shared().readTree(body()).path("night").asString())
                .isEqualTo("20261127T220000Z-nightly");
    }

    @Test
    void aChatGetsWhatIsNewByCauseInAFewLines() {
        assertThat(post(true, ExampleNight.report())).isEmpty();

        String text = JsonMapper.shared().readTree(body()).path("text").asString();
        assertThat(text.lines())
                .hasSizeLessThanOrEqualTo(15)
                .first()
                .isEqualTo("*nightly: 5 new failures: 3 in the device, 1 in the cloud, 1 in the bench*");
        assertThat(text)
                .contains("• device: MISMATCH at mqtt.user.publish: 6 runs on 3 boards")
                .contains("• bench: BENCH FAULT at reset")
                .doesNotContain("shadow-get-rest");
    }

    @Test
    void aChatGetsNoMoreLinesHoweverMuchBroke() {
        ANight night = ANight.of(1);
        IntStream.range(0, 40).forEach(it -> night.run("lab/b" + it, "main", deviceFail("step-" + it, "failed")));
        post(true, night.regression("grew").after());

        assertThat(JsonMapper.shared().readTree(body()).path("text").asString().lines())
                .hasSizeLessThanOrEqualTo(15)
                .contains("… and 30 more causes");
    }

    @Test
    void foreignTextMakesNoLinkAndCallsNobodyInAChat() {
        post(
                true,
                ANight.of(1)
                        .run("lab/<!channel>", "a&b", deviceFail("<http://x|y>", "failed"))
                        .after());

        assertThat(JsonMapper.shared().readTree(body()).path("text").asString())
                .contains("lab/&lt;!channel&gt;", "a&amp;b")
                .doesNotContain("<");
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() {
        answers.addAll(List.of(503, 429, 500));

        assertThat(post(false, ExampleNight.report())).isEmpty();
        assertThat(posted).hasSize(4);
    }

    @Test
    void aServerThatStaysBusyIsLeftInPeaceAfterAWhile() {
        answers.addAll(List.of(503, 503, 503, 503, 503, 503));

        assertThat(post(false, ExampleNight.report()))
                .hasValue("the webhook to 127.0.0.1 answered 503; the night was not told there");
        assertThat(posted).hasSize(4);
    }

    @Test
    void aServerMayAskForAWhileButNotForTheWholeMorning() {
        header = "Retry-After";
        value = "3600";
        answers.add(429);

        assertThat(post(false, ExampleNight.report())).isEmpty();
        assertThat(posted).hasSize(2);
    }

    @Test
    void aRefusalIsNotAskedAgain() {
        answers.add(404);

        assertThat(post(false, ExampleNight.report())).get().asString().contains("answered 404: check webhook");
        assertThat(posted).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            elsewhere.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        header = "Location";
        value = "http://localhost:" + other.getAddress().getPort() + "/" + SECRET;
        answers.add(307);

        Optional<String> said = post(false, ExampleNight.report());
        other.stop(0);

        assertThat(said).get().asString().contains("answered 307, a redirect, which is not followed");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void whateverGoesWrongTheAddressIsNotTold() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        for (String address : List.of(
                "http://127.0.0.1:" + closed + "/services/" + SECRET,
                "http://no-such-host.invalid/services/" + SECRET,
                "https://127.0.0.1:" + server.getAddress().getPort() + "/services/" + SECRET)) {
            Webhook webhook = new Webhook(URI.create(address), Webhook.Format.SLACK);

            assertThat(NightWebhook.post(webhook, ExampleNight.report(), 1, QUICK))
                    .get()
                    .asString()
                    .startsWith("the webhook to " + webhook.url().getHost() + " ")
                    .doesNotContain(SECRET)
                    .doesNotContain("services");
            assertThat(webhook.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Webhook webhook = new Webhook(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/" + SECRET), Webhook.Format.JSON);

            assertThat(NightWebhook.post(
                            webhook,
                            ExampleNight.report(),
                            1,
                            new Patience(Duration.ofMillis(100), 1, Duration.ofMillis(5), Duration.ofMillis(5))))
                    .hasValue("the webhook to 127.0.0.1 did not answer in time; the night was not told there");
        }
    }
}
