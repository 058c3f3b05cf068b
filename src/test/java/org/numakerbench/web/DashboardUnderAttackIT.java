package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.Rows;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;

/** All at once, and from the address of those who are logged in, too: they are answered as if nothing were. */
@Tag("alone")
class DashboardUnderAttackIT {
    private static final String LIVE = "20260101T000000Z-live";
    private static final int STREAMS = 500;
    private static final int HALVES = 600;
    private static final long POSTED = 100L << 20;
    private static final int TOKENS = 10_000;
    private static final Duration LEAST = Duration.ofSeconds(8);
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final long PATIENCE_MS = 1000;

    @TempDir
    private Path scratch;

    @Test
    void whoIsLoggedInIsAnsweredWithinASecond() throws Exception {
        try (ServedLab lab = ServedLab.withToken(scratch);
                HistoryStore history = HistoryStore.open(HistoryAddress.beside(lab.runs))) {
            history.putAll(Rows.nights(3, 2));
            lab.addRun();
            Files.createDirectory(lab.runs.resolve(".partial-" + LIVE));
            String session = "Cookie: " + lab.logIn(ServedLab.TOKEN);
            List<String> pages = List.of("/", "/runs", "/nights", "/images", "/metrics", ServedLab.RUN_PAGE);
            try (EvidenceLog log = EvidenceLog.create(
                            lab.runs.resolve(".partial-" + LIVE).resolve("evidence.jsonl"), it -> {});
                    Flood flood = new Flood(lab.dashboard.port(), TOKENS);
                    Socket kept = lab.connect()) {
                log.append(RunLog.clean().entries().get(0).fact());
                for (String page : pages) {
                    assertThat(onOne(kept, page, session)).as(page).startsWith("HTTP/1.1 200");
                    assertThat(lab.get(page, session).status()).as(page).isEqualTo(200);
                }
                crowd(flood, session);
                List<Long> tookMs = new ArrayList<>();
                long begun = System.nanoTime();
                flood.start();
                while (elapsed(begun).compareTo(LEAST) < 0
                        || flood.refused.get() < TOKENS
                        || flood.posted.get() < POSTED) {
                    assertThat(elapsed(begun))
                            .as("posted %s, refused %s", flood.posted, flood.refused)
                            .isLessThan(MOST);
                    log.append(new Fact.UartReceived(
                            Bytes.latin1("line " + tookMs.size() + " " + "x".repeat(1500) + "\n")));
                    String page = pages.get(tookMs.size() / 2 % pages.size());
                    long asked = System.nanoTime();
                    if (tookMs.size() % 2 == 0) {
                        assertThat(lab.get(page, session).status()).as(page).isEqualTo(200);
                    } else {
                        assertThat(onOne(kept, page, session)).as(page).startsWith("HTTP/1.1 200");
                    }
                    tookMs.add(elapsed(asked).toMillis());
                }
                assertThat(flood.failure).isNull();
                Collections.sort(tookMs);
                System.err.printf(
                        "attacked for %.1f s: %d connections, %d MB posted, %d tokens refused; %d streams served;"
                                + " %d pages: median %d ms, 99 %% %d ms, longest %d ms%n",
                        elapsed(begun).toMillis() / 1000.0,
                        flood.connections.get(),
                        flood.posted.get() >> 20,
                        flood.refused.get(),
                        lab.dashboard.streams(),
                        tookMs.size(),
                        tookMs.get(tookMs.size() / 2),
                        tookMs.get(tookMs.size() * 99 / 100),
                        tookMs.get(tookMs.size() - 1));
                // One in a hundred may have met something else that keeps this machine busy.
                assertThat(tookMs).hasSizeGreaterThan(20);
                assertThat(tookMs.get(tookMs.size() * 99 / 100)).isLessThan(PATIENCE_MS);
                // All strangers have come back within the moment that each of them has.
                assertThat(lab.dashboard.connections()).isLessThan(Connections.KNOWN + STREAMS + HALVES);
            }
        }
    }

    private static void crowd(Flood flood, String session) {
        for (int i = 0; i < STREAMS; i++) {
            String path = i % 2 == 0 ? "/events" : "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events";
            flood.add(
                    Flood.Kind.STREAM,
                    "127.0.0.1",
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + session + "\r\n\r\n");
        }
        for (int i = 0; i < HALVES; i++) {
            flood.add(Flood.Kind.HALF, i % 2 == 0 ? "127.0.0.1" : "127.0.3." + i / 4, "GET / HTTP/1.1\r\nHost: ");
        }
        flood.add(
                Flood.Kind.POST,
                "127.0.0.1",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + POSTED + "\r\n\r\n");
        flood.add(
                Flood.Kind.POST,
                "127.0.0.1",
                "POST /login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n6400000\r\n");
        for (int i = 0; i < 20; i++) {
            flood.add(
                    Flood.Kind.TOKENS,
                    i < 10 ? "127.0.0.1" : "127.0.2." + i,
                    "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer wrong-token-" + i + "\r\n\r\n");
        }
    }

    private static Duration elapsed(long sinceNanos) {
        return Duration.ofNanos(System.nanoTime() - sinceNanos);
    }

    /** One request more on the same connection. */
    private static String onOne(Socket kept, String page, String session) throws Exception {
        kept.getOutputStream()
                .write(("GET " + page + " HTTP/1.1\r\nHost: localhost\r\n" + session + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        InputStream in = kept.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("closed after: " + head).isNotNegative();
            head.append((char) next);
        }
        in.skipNBytes(Integer.parseInt(head.toString().replaceAll("(?is).*content-length: ([0-9]+).*", "$1")));
        return head.toString();
    }
}
