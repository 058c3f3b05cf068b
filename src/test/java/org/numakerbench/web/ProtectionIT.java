package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.web.ServedLab.Reply;
import org.numakerbench.web.auth.ContentPolicy;

/** What every answer is protected by, and what nobody gets; without a token, on this host alone. */
class ProtectionIT {
    @TempDir
    private Path scratch;

    private ServedLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.open(scratch);
        lab.addRun();
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/runs",
                "/runs?from=yesterday",
                "/nights",
                "/images",
                "/heap",
                "/measurements",
                "/measurements?name=%3Cscript%3E&series=%27%25_%5C%00",
                "/metrics",
                "/healthz",
                "/static/bench.css",
                "/static/bench.js",
                "/favicon.ico",
                ServedLab.RUN_PAGE,
                "/nothing",
                "/login"
            })
    void everyAnswerTellsBrowsersWhatToRefuse(String path) throws Exception {
        Reply reply = lab.get(path);

        assertThat(reply.header("Content-Security-Policy"))
                .isEqualTo(ContentPolicy.OWN)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertProtected(reply);
        if (!path.startsWith("/static/") && !path.equals("/favicon.ico")) {
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    private static void assertProtected(Reply reply) {
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(reply.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(reply.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    @Test
    void aReportMayUseItsOwnStyleAndRunNothing() throws Exception {
        Reply report = lab.get(ServedLab.RUN_PAGE + "/report");

        assertThat(report.status()).isEqualTo(200);
        assertProtected(report);
        assertThat(report.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("script-src")
                .doesNotContain("'self'");
        assertThat(report.body()).contains("PASS").contains("href=\"/\"");
    }

    @Test
    void aHeapPageRunsExactlyItsOwnScripts() throws Exception {
        // A history without a run is one.
        try (var history = org.numakerbench.history.store.HistoryStore.open(
                org.numakerbench.history.store.HistoryAddress.beside(lab.runs))) {
            history.putAll(org.numakerbench.history.Rows.nights(3, 2));
        }
        Reply page = lab.get("/heap");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("nightly-2");
        assertThat(page.header("Content-Security-Policy"))
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}' 'sha256-[A-Za-z0-9+/=]{44}';")
                .doesNotContain("'self'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:8080",
                "localhost.attacker.example",
                "127.0.0.1.attacker.example",
                "192.168.0.7",
                "[::2]",
                ""
            })
    void anotherNameForThisHostIsRefused(String host) throws Exception {
        Reply reply = lab.get("/runs", "Host: " + host);

        assertThat(reply.status()).isIn(400, 403);
        assertThat(reply.body()).doesNotContain("Search");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1234", "127.0.0.1:8080", "127.1.2.3", "[::1]:9000", "lab.localhost"})
    void theNamesOfLoopbackAreServed(String host) throws Exception {
        assertThat(lab.get("/runs", "Host: " + host).status()).isEqualTo(200);
    }

    @Test
    void aRequestWithoutANameIsRefused() throws Exception {
        assertThat(lab.send("GET / HTTP/1.0\r\n\r\n").status()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/test-bench/..%2f..%2fetc",
                "/runs/..%2f..%2f/passwd",
                "/runs/test-bench/.partial-x",
                "/runs/test-bench/a%00b",
                "/runs/test-bench/a%5cb",
                "/runs/test-bench/%E0%80%AE",
                "/runs/other-bench/" + ServedLab.RUN,
                "/runs/test-bench/none",
                "/runs/test-bench/..%2f..%2fetc/report",
                "/runs/test-bench/..%2fx/events",
                "/runs/other-bench/" + ServedLab.RUN + "/report",
                "/runs/other-bench/" + ServedLab.RUN + "/events",
                "/boards/..%2f/x",
                "/boards/test-bench/none",
                "/nights/..%2fx",
                "/nights/none",
                "/static/..%2fbench.css",
                "/static/../../etc/passwd",
                "/static/%2e%2e/lab.db"
            })
    void namesThatLeadOutOfTheLabLeadNowhere(String path) throws Exception {
        Reply reply = lab.get(path);

        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.body()).doesNotContain("root:").doesNotContain("SQLite");
    }

    @Test
    void aDirectoryOutsideIsNotFollowed() throws Exception {
        Path outside = Files.move(
                lab.addRun("20180104T000000Z-m487-seed", RunLog.clean().entries()), scratch.resolve("outside"));
        Files.createSymbolicLink(lab.runs.resolve("linked"), outside);

        assertNoRun("linked");
    }

    @Test
    void whatElseLiesBesideTheRunsIsNoRun() throws Exception {
        Files.createFile(lab.runs.resolve("history.db"));
        Files.createDirectory(lab.runs.resolve("empty"));
        Files.createDirectory(lab.runs.resolve(".partial-history"));
        Files.writeString(lab.runs.resolve(".partial-file"), "no directory");

        for (String name : List.of("history.db", "lab.db", "empty", "history", "file", "none", "a".repeat(255))) {
            assertNoRun(name);
        }
    }

    private void assertNoRun(String name) throws Exception {
        String page = "/runs/" + ServedLab.BENCH + "/" + name;
        for (String path : List.of(page, page + "/events", page + "/report")) {
            Reply reply = lab.get(path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.body()).contains("<h1>Not here</h1>").doesNotContain(scratch.toString());
        }
    }

    @Test
    void methodsThatSomebodyInventsAreCountedAsOne() throws Exception {
        for (int i = 0; i < 50; i++) {
            lab.ask("M" + i, "/runs", "");
        }

        assertThat(lab.get("/metrics").body())
                .contains("bench_web_requests_total{method=\"other\",route=\"/runs\",status=\"405\"} 50")
                .doesNotContain("M49");
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            for (String path : List.of("/", "/runs", ServedLab.RUN_PAGE, "/metrics")) {
                Reply reply = lab.ask(method, path, "");
                assertThat(reply.status()).as(method + " " + path).isEqualTo(405);
                assertThat(reply.header("Allow")).isEqualTo("GET, HEAD");
                assertProtected(reply);
            }
        }
    }

    @Test
    void headTellsWhatGetWouldAndSendsNothing() throws Exception {
        for (String path :
                List.of("/", "/runs", ServedLab.RUN_PAGE, ServedLab.RUN_PAGE + "/report", "/static/bench.js")) {
            Reply head = lab.ask("HEAD", path, "");
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(Integer.parseInt(head.header("Content-Length"))).isPositive();
            assertProtected(head);
        }
    }

    @Test
    void whatIsTooLongIsRefusedInTheSameWords() throws Exception {
        String host = "Host: localhost\r\nConnection: close\r\n";
        Reply address = lab.send("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n" + host + "\r\n");
        Reply headers = lab.send("GET / HTTP/1.1\r\n" + host + "X: " + "a".repeat(20_000) + "\r\n\r\n");
        Reply body = lab.send("GET / HTTP/1.1\r\n" + host + "Content-Length: 999999999\r\n\r\nabc");
        Reply chunks = lab.send("POST /login HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n");
        Reply nonsense = lab.send("nonsense\r\n\r\n");

        assertThat(address.status()).isEqualTo(414);
        assertThat(headers.status()).isEqualTo(431);
        assertThat(body.status()).isEqualTo(413);
        assertThat(chunks.status()).isEqualTo(413);
        assertThat(nonsense.status()).isEqualTo(400);
        for (Reply reply : List.of(address, headers, body, chunks, nonsense)) {
            assertProtected(reply);
            assertThat(reply.header("Content-Security-Policy")).isEqualTo(ContentPolicy.OWN);
            assertThat(reply.body()).contains("<h1>");
        }
    }

    @Test
    void aWrongPercentSignIsNoMistakeOfTheBench() throws Exception {
        assertThat(lab.get("/runs?board=%").status()).isIn(200, 400);
        assertThat(lab.get("/runs/%zz/x").status()).isIn(400, 404);
        assertThat(lab.get("/runs?board=%27%25_%5C&build=%00&page=99999999999").status())
                .isEqualTo(200);
    }

    @Test
    void aSickDatabaseIsToldInASentence() throws Exception {
        assertThat(lab.get("/healthz").status()).isEqualTo(200);

        lab.store.close();

        Reply sick = lab.get("/healthz");
        assertThat(sick.status()).isEqualTo(503);
        assertThat(sick.body()).contains("database does not answer").doesNotContain(scratch.toString());
        Reply page = lab.get("/");
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("<h1>Cannot be read</h1>");
    }

    @Test
    void prometheusFindsItsFigures() throws Exception {
        lab.get("/runs");

        Reply metrics = lab.get("/metrics");

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.body())
                .contains("bench_boards{state=\"running\"} 0")
                .contains("bench_queue_length 0")
                .contains("bench_runs_under_way 0")
                .contains("bench_nights_under_way 0")
                .contains("bench_web_event_streams 0")
                .contains("bench_web_requests_total{method=\"GET\",route=\"/runs\",status=\"200\"} 1")
                .contains("jvm_memory_used_bytes")
                .contains("jvm_threads_live_threads");
    }

    @Test
    void aPageIsUtf8AndWhatADeviceSaidStaysText() throws Exception {
        assertThat(lab.get(ServedLab.RUN_PAGE).header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(lab.get("/runs?board=%3Cscript%3Ealert(1)%3C/script%3E%22%20onfocus=x")
                        .body())
                .doesNotContain("<script>alert")
                .doesNotContain("\" onfocus");
    }
}
