package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.web.DashboardOptions.Limits;

/** Who may hold connections, how many, and for how long; all of them come from one address. */
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionsIT {
    private static final Limits USUAL = Limits.USUAL;
    /** Nobody is late in them: who is closed made place for another. */
    private static final Limits PATIENT =
            new Limits(USUAL.strangersOfAnAddress(), Duration.ofMinutes(10), USUAL.idle(), USUAL.stream());

    @TempDir
    private Path scratch;

    private ServedLab lab;
    private final List<Socket> open = new ArrayList<>();

    private void serve(Limits limits) throws Exception {
        lab = ServedLab.withToken(scratch, limits);
    }

    @AfterEach
    void end() throws Exception {
        for (Socket each : open) {
            each.close();
        }
        lab.close();
    }

    private Socket say(String text) throws IOException {
        Socket socket = lab.connect();
        open.add(socket);
        write(socket, text);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String get(String path, String cookie) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie + "\r\n\r\n";
    }

    /** The head of the next answer. */
    private static String head(Socket socket) throws IOException {
        return until("\r\n\r\n", socket);
    }

    private static String until(String end, Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    /** The next answer; its body is read over. */
    private static String answer(Socket socket) throws IOException {
        String head = head(socket);
        int length = Integer.parseInt(head.replaceAll("(?is).*content-length: ([0-9]+).*", "$1"));
        socket.getInputStream().skipNBytes(length);
        return head;
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void strangersAreFewAndTheNextOneTakesThePlaceOfTheOldest() throws Exception {
        serve(PATIENT);
        Socket first = say("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 600; i++) {
            say("GET / HTTP/1.1\r\n");
        }

        assertThat(isClosed(first)).isTrue();
        await().untilAsserted(() ->
                assertThat(lab.dashboard.connections()).isLessThanOrEqualTo(USUAL.strangersOfAnAddress()));
        assertThat(lab.get("/login").status()).isEqualTo(200);
    }

    @Test
    void whoWasLetInKeepsItsPlaceHoweverManyStrangersCome() throws Exception {
        serve(PATIENT);
        String session = lab.logIn(ServedLab.TOKEN);
        Socket mine = say(get("/images", session));
        assertThat(answer(mine)).startsWith("HTTP/1.1 200");

        for (int i = 0; i < 600; i++) {
            say("GET / HTTP/1.1\r\n");
        }
        await().untilAsserted(() ->
                assertThat(lab.dashboard.connections()).isLessThanOrEqualTo(PATIENT.strangersOfAnAddress() + 1));

        write(mine, get("/images", session));
        assertThat(answer(mine)).startsWith("HTTP/1.1 200");
        assertThat(answer(say(get("/images", session)))).startsWith("HTTP/1.1 200");
    }

    @Test
    void whoWasLetInLongAgoMakesPlaceForWhoIsNow() throws Exception {
        serve(USUAL);
        String session = lab.logIn(ServedLab.TOKEN);
        Socket first = say(get("/images", session));
        answer(first);
        for (int i = 0; i < Connections.KNOWN; i++) {
            answer(say(get("/images", session)));
        }

        assertThat(isClosed(first)).isTrue();
        assertThat(lab.dashboard.connections()).isEqualTo(Connections.KNOWN);
    }

    @Test
    void aRequestComesInTimeWhollyOrNotAtAll() throws Exception {
        serve(new Limits(64, Duration.ofMillis(300), USUAL.idle(), USUAL.stream()));
        Socket silent = lab.connect();
        open.add(silent);
        Socket half = say("GET /login HTTP/1.1\r\nHost: ");
        Socket between = say("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer(between)).startsWith("HTTP/1.1 200");
        Socket form = say(
                "POST /login HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 4000\r\n\r\n");
        Socket dripping = say("GET /login HTTP/1.1\r\nX: ");

        await().atMost(Duration.ofSeconds(15)).until(() -> {
            try {
                write(dripping, "a");
                write(form, "a");
                return false;
            } catch (SocketException closed) {
                return true;
            }
        });
        for (Socket each : List.of(silent, half, between, form, dripping)) {
            assertThat(isClosed(each)).isTrue();
        }
        await().untilAsserted(() -> assertThat(lab.dashboard.connections()).isZero());
    }

    @Test
    void whoDoesNotReadIsCutOffHoweverMuchWaits() throws Exception {
        serve(new Limits(2, USUAL.request(), USUAL.idle(), USUAL.stream()));
        Socket greedy = say("GET /static/bench.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(2000));
        await().until(() -> greedy.getInputStream().available() > 10_000);

        say("GET");
        say("GET");

        await().untilAsserted(() -> assertThat(lab.dashboard.connections()).isEqualTo(2));
        // What the kernel had taken already is still there to be read; then it is over.
        await().atMost(Duration.ofSeconds(15)).until(() -> {
            try {
                return greedy.getInputStream().readNBytes(1 << 20).length < 1 << 20;
            } catch (SocketException reset) {
                return true;
            }
        });
    }

    @Test
    void aStreamBeginsAnewNowAndThenSoThatWhoIsGoneIsNotKept() throws Exception {
        serve(new Limits(64, USUAL.request(), USUAL.idle(), Duration.ofMillis(300)));
        Socket browser = say(get("/events", lab.logIn(ServedLab.TOKEN)));

        assertThat(until("0\r\n\r\n", browser)).contains("event: again\ndata: \n\n");
        await().untilAsserted(() -> assertThat(lab.dashboard.streams()).isZero());
    }

    @Test
    void aStreamThatNobodyReadsEnds() throws Exception {
        serve(new Limits(64, USUAL.request(), Duration.ofSeconds(3), USUAL.stream()));
        String name = "20260101T000000Z-live";
        Path partial = Files.createDirectory(lab.runs.resolve(".partial-" + name));
        try (EvidenceLog log = EvidenceLog.create(partial.resolve("evidence.jsonl"), it -> {})) {
            log.append(RunLog.clean().entries().get(0).fact());
            String events = get("/runs/" + ServedLab.BENCH + "/" + name + "/events", lab.logIn(ServedLab.TOKEN));
            say(events);
            await().until(() -> lab.dashboard.streams() == 1);

            String line = "x".repeat(1500) + "\n";
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                log.append(new Fact.UartReceived(Bytes.latin1(line.repeat(50))));
                return lab.dashboard.streams() == 0;
            });
        }
    }

    @Test
    void whoHasAllPlacesToWatchGivesOneToWhoHasNone() throws Exception {
        serve(USUAL);
        String greedy = lab.logIn(ServedLab.TOKEN);
        Socket first = say(get("/events", greedy));
        for (int i = 1; i < org.numakerbench.web.live.Live.MOST; i++) {
            assertThat(head(say(get("/events", greedy)))).startsWith("HTTP/1.1 200");
        }

        assertThat(head(say(get("/events", greedy)))).startsWith("HTTP/1.1 503");
        assertThat(head(say(get("/events", lab.logIn(ServedLab.TOKEN))))).startsWith("HTTP/1.1 200");

        until("\r\n0\r\n\r\n", first);
        assertThat(lab.dashboard.streams()).isEqualTo(org.numakerbench.web.live.Live.MOST);
    }
}
