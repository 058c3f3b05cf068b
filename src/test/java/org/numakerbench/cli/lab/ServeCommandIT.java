package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess;
import org.numakerbench.cli.BenchProcess.Ended;

/** {@code bench serve} as it is packaged. */
class ServeCommandIT {
    private static final String TOKEN = "correct-horse-battery-staple";

    @TempDir
    private Path scratch;

    private String out() {
        return scratch.resolve("runs").toString();
    }

    private Path token(String text, String mode) throws IOException {
        Path file = Files.writeString(scratch.resolve("token"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static String url(BenchProcess bench) throws IOException {
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.out().contains("\n"));
        assertThat(bench.out()).matches("Dashboard: http://127\\.0\\.0\\.1:[0-9]+/\n");
        return bench.out().strip().substring("Dashboard: ".length());
    }

    private static int status(String url, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void itServesUntilItIsToldToEndAndSaysNothingElse() throws Exception {
        Path secret = token(TOKEN, "rw-------");
        BenchProcess bench =
                BenchProcess.start(scratch, "serve", "--out", out(), "--port", "0", "--token-file", secret.toString());
        try {
            String url = url(bench);
            assertThat(status(url + "healthz")).isEqualTo(200);
            assertThat(status(url + "metrics")).isEqualTo(401);
            assertThat(status(url + "metrics", "Authorization", "Bearer " + TOKEN))
                    .isEqualTo(200);
            assertThat(status(url + "nothing", "Authorization", "Bearer " + TOKEN))
                    .isEqualTo(404);

            bench.terminate();

            // As of a process that was ended by SIGTERM.
            Ended ended = bench.await(20);
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.out()).hasLineCount(1);
            assertThat(ended.err()).isEmpty();
        } finally {
            bench.kill();
        }
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Ended ended =
                    BenchProcess.run(scratch, "serve", "--out", out(), "--port", String.valueOf(taken.getLocalPort()));

            assertThat(ended.exitCode()).isEqualTo(3);
            assertThat(ended.err()).hasLineCount(1).contains("the port is in use", "--port");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void othersMayLookOnlyWithAToken() throws Exception {
        Ended open = BenchProcess.run(scratch, "serve", "--out", out(), "--bind", "0.0.0.0");
        assertThat(open.exitCode()).isEqualTo(2);
        assertThat(open.err()).hasLineCount(1).contains("--bind 0.0.0.0: others could look", "--token-file");

        Ended readable = BenchProcess.run(
                scratch,
                "serve",
                "--out",
                out(),
                "--bind",
                "0.0.0.0",
                "--token-file",
                token(TOKEN, "rw-r--r--").toString());
        assertThat(readable.exitCode()).isEqualTo(2);
        assertThat(readable.err()).hasLineCount(1).contains("chmod 600").doesNotContain(TOKEN);

        Ended guessable = BenchProcess.run(
                scratch,
                "serve",
                "--out",
                out(),
                "--token-file",
                token("short", "rw-------").toString());
        assertThat(guessable.exitCode()).isEqualTo(2);
        assertThat(guessable.err()).hasLineCount(1).contains("5 characters");

        Ended half = BenchProcess.run(scratch, "serve", "--out", out(), "--tls-cert", "x.pem");
        assertThat(half.exitCode()).isEqualTo(2);
        assertThat(half.err()).contains("go together");
    }
}
