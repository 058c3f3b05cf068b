package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;

/** The bench's questions to a server of the user's own, the JDK's. */
class HttpWitnessTest {
    private final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<URI> asked = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Map<String, List<String>>> headers = new ConcurrentLinkedQueue<>();
    private final HttpWitness witness = new HttpWitness(facts::add);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        witness.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI());
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        String path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().add("Set-Cookie", "id=1");
        if (path.equals("/elsewhere")) {
            exchange.getResponseHeaders().add("Location", "/value");
            exchange.sendResponseHeaders(302, -1);
        } else if (path.equals("/endless")) {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange);
        } else {
            byte[] body = "{\"celsius\": 21.5}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/value") ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private static void endless(HttpExchange exchange) {
        try (OutputStream body = exchange.getResponseBody()) {
            while (true) {
                body.write(new byte[1024]);
            }
        } catch (IOException gone) {
            // The witness has enough.
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private List<Fact> asked(String path) {
        int before = facts.size();
        witness.ask(url(path));
        await().until(() -> facts.size() == before + 2);
        return facts.subList(before, before + 2);
    }

    @Test
    void aQuestionIsOnRecordAheadOfItsAnswer() {
        assertThat(asked("/value?unit=C"))
                .containsExactly(
                        new Fact.HttpAsked(1, url("/value?unit=C")),
                        new Fact.HttpAnswered(1, 200, Bytes.utf8("{\"celsius\": 21.5}")));
        assertThat(asked("/none").get(1)).isInstanceOfSatisfying(Fact.HttpAnswered.class, it -> {
            assertThat(it.number()).isEqualTo(2);
            assertThat(it.status()).isEqualTo(404);
        });
    }

    @Test
    void itFollowsNoRedirectAndKeepsNoCookie() {
        assertThat(asked("/elsewhere").get(1))
                .isInstanceOfSatisfying(
                        Fact.HttpAnswered.class, it -> assertThat(it.status()).isEqualTo(302));
        asked("/value");

        assertThat(asked).extracting(URI::getPath).containsExactly("/elsewhere", "/value");
        assertThat(headers).noneMatch(it -> it.containsKey("Cookie") || it.containsKey("Authorization"));
    }

    @Test
    void anAnswerWithoutEndIsCutAt64KiB() {
        assertThat(asked("/endless").get(1))
                .isInstanceOfSatisfying(
                        Fact.HttpAnswered.class,
                        it -> assertThat(it.body().length()).isEqualTo(64 * 1024));
    }

    @Test
    void aServerThatIsAwayOrHasNoNameIsOnRecord() throws IOException {
        int free;
        try (ServerSocket port = new ServerSocket(0)) {
            free = port.getLocalPort();
        }
        for (String url : List.of("http://127.0.0.1:" + free + "/", "http://no-such-host.invalid/", "http://[/")) {
            int before = facts.size();
            witness.ask(url);
            await().until(() -> facts.size() == before + 2);
            assertThat(facts.get(before + 1))
                    .isInstanceOfSatisfying(
                            Fact.HttpFailed.class,
                            it -> assertThat(it.reason()).isNotEqualTo("null").isNotBlank());
        }
    }

    @Test
    void oneQuestionOfAUrlIsUnderWayAtATime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            Stream.generate(() -> url).limit(5).forEach(witness::ask);

            assertThat(facts).containsExactly(new Fact.HttpAsked(1, url));
        }
        await().until(() -> facts.size() == 2);
    }
}
