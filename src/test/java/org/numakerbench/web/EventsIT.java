package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Target;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.secret.KnownExpressions;

/** What browsers are sent while things change. */
class EventsIT {
    private static final String LIVE = "20260101T000000Z-live";

    @TempDir
    private Path scratch;

    private ServedLab lab;

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.open(scratch);
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    /** One event as a browser gets it. */
    private record Event(String id, String name, String data) {}

    /** A browser that listens. */
    private static final class Listener implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        Listener(ServedLab lab, String path, String... headers) throws IOException {
            socket = lab.connect();
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
            for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type")) {
                    assertThat(line).endsWith("text/event-stream; charset=utf-8");
                }
            }
        }

        /** The next event; chunk sizes of HTTP between the lines are no lines of an event. */
        Event next() throws IOException {
            String id = "";
            String name = "";
            StringBuilder data = new StringBuilder();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the stream has ended");
                }
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line.substring(6)).append('\n');
                } else if (line.isEmpty() && !name.isEmpty()) {
                    return new Event(id, name, data.toString());
                }
            }
        }

        /** Reads on until something was said; all that came until then. */
        String until(String words) throws IOException {
            StringBuilder all = new StringBuilder();
            while (all.indexOf(words) < 0) {
                Event event = next();
                all.append(event.name()).append('\n').append(event.data());
            }
            return all.toString();
        }

        boolean isSilentFor(Duration time) throws IOException {
            socket.setSoTimeout((int) time.toMillis());
            try {
                next();
                return false;
            } catch (SocketTimeoutException silent) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** A run that goes on, entry by entry. */
    private EvidenceLog begin(String name) throws IOException {
        Path partial = Files.createDirectory(lab.runs.resolve(".partial-" + name));
        return EvidenceLog.create(partial.resolve("evidence.jsonl"), entry -> {});
    }

    private void complete(String name) throws IOException {
        Files.move(lab.runs.resolve(".partial-" + name), lab.runs.resolve(name));
    }

    private static List<Fact> clean() {
        return RunLog.clean().entries().stream().map(EvidenceEntry::fact).toList();
    }

    @Test
    void aRunIsToldAsItGoesOnAndOnlyWhatIsNew() throws Exception {
        List<Fact> facts = clean();
        int half = facts.size() / 2;
        try (EvidenceLog log = begin(LIVE)) {
            facts.subList(0, half).forEach(log::append);
            try (Listener browser = new Listener(lab, "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events")) {
                Event first = browser.next();
                assertThat(first.name()).isEqualTo("fresh");
                assertThat(first.data())
                        .contains("RUNNING")
                        .contains("id=\"l1\"")
                        .contains("id=\"step-boot\"")
                        .contains("to come");

                facts.subList(half, facts.size()).forEach(log::append);
                String more = browser.until("step-mqtt-disconnect");
                assertThat(more).doesNotContain("fresh\n").doesNotContain("id=\"l1\"");

                log.close();
                complete(LIVE);
                assertThat(browser.until("end\n")).contains("PASS").contains("/report\"");
            }
        }
    }

    @Test
    void whoComesBackGetsOnlyWhatItMissed() throws Exception {
        lab.addRun();
        String events = ServedLab.RUN_PAGE + "/events";
        Event whole;
        try (Listener browser = new Listener(lab, events)) {
            whole = browser.next();
            assertThat(browser.next().name()).isEqualTo("end");
        }
        try (Listener again = new Listener(lab, events, "Last-Event-ID: " + whole.id())) {
            assertThat(again.next().name()).isEqualTo("end");
        }
        try (Listener other = new Listener(lab, events + "?after=" + whole.id())) {
            assertThat(other.next().name()).isEqualTo("end");
        }
        try (Listener afterRestart = new Listener(lab, events, "Last-Event-ID: 0123456789ab.9")) {
            assertThat(afterRestart.next()).isEqualTo(whole);
        }
    }

    @Test
    void whatADeviceSaysEndsNoEventAndNoElement() throws Exception {
        List<Fact> facts = new ArrayList<>(clean());
        int end = facts.size() - 1;
        facts.add(
                end,
                new Fact.UartReceived(
                        Bytes.latin1("\n<script>alert(1)</script>\revent: end\n\ndata: x\u0085y\u000bz\n")));
        try (EvidenceLog log = begin(LIVE)) {
            facts.forEach(log::append);
        }
        complete(LIVE);

        try (Listener browser = new Listener(lab, "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events")) {
            Event all = browser.next();
            assertThat(all.name()).isEqualTo("fresh");
            assertThat(all.data())
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;\\x0devent: end")
                    .doesNotContain("<script>");
            assertThat(browser.next().name()).isEqualTo("end");
        }
    }

    @Test
    void aDamagedLogIsToldUpToWhereItCanBeRead() throws Exception {
        Path run = lab.addRun();
        List<String> lines = Files.readAllLines(run.resolve("evidence.jsonl"));
        lines.set(20, "{}");
        Files.write(run.resolve("evidence.jsonl"), lines);

        assertThat(lab.get(ServedLab.RUN_PAGE).body()).contains("UNREADABLE").contains("evidence.jsonl:21: ");
        assertThat(lab.get(ServedLab.RUN_PAGE + "/report").status()).isEqualTo(503);
    }

    @Test
    void aRunWhoseSecretsNobodyKnowsIsNotJudgedByItsAsterisks() throws Exception {
        lab.addRun();
        Files.delete(lab.runs.resolve(KnownExpressions.FILE));

        assertThat(lab.get(ServedLab.RUN_PAGE).body())
                .contains("UNREADABLE", "bench replay RUN_DIR --profile FILE")
                .doesNotContain("BENCH FAULT", "MQTT connects OK");
    }

    @Test
    void theLabIsToldWhenItChangesAndIsSilentElse() throws Exception {
        BoardSelector.Board board =
                new BoardSelector.Board("desk", "m487", Target.NUMAKER_PFM_M487, java.util.Optional.empty());
        lab.store.offers().offer(board, "agent");
        try (Listener browser = new Listener(lab, "/events");
                Listener one = new Listener(lab, "/boards/desk/m487/events")) {
            assertThat(browser.until("id=\"queue\"")).contains("m487").contains("idle");
            assertThat(one.until("board-now")).contains("idle");

            lab.store.offers().state(board, "agent", BoardState.WAITING, null, null, "the <disk> is full");

            assertThat(browser.until("waiting"))
                    .contains("the &lt;disk&gt; is full")
                    .doesNotContain("id=\"queue\"");
            assertThat(one.until("waiting")).contains("the &lt;disk&gt; is full");
            assertThat(browser.isSilentFor(Duration.ofSeconds(1))).isTrue();
        }
    }

    @Test
    void aBurstOfChangesIsAFewEventsAndTheLastIsNeverLost() throws Exception {
        BoardSelector.Board board =
                new BoardSelector.Board("desk", "m487", Target.NUMAKER_PFM_M487, java.util.Optional.empty());
        lab.store.offers().offer(board, "agent");
        try (Listener browser = new Listener(lab, "/events")) {
            browser.until("id=\"queue\"");
            long begun = System.nanoTime();
            for (int i = 1; i <= 200; i++) {
                lab.store.offers().state(board, "agent", BoardState.WAITING, null, null, "change " + i + ".");
            }
            long seconds = 1 + (System.nanoTime() - begun) / 1_000_000_000;

            String all = browser.until("change 200.");

            assertThat(all.split("patch\n").length - 1).isLessThanOrEqualTo((int) (4 * seconds + 4));
        }
    }

    @Test
    void browsersThatDoNotReadCostNothingAndSeeTheEndLikeAllOthers() throws Exception {
        String line = "x".repeat(1500);
        try (EvidenceLog log = begin(LIVE)) {
            // Before a reset there is nothing to judge: what is kept is kept by the dashboard.
            log.append(clean().get(0));
            String events = "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events";
            List<Listener> slow = new ArrayList<>();
            try (Listener quick = new Listener(lab, events)) {
                for (int i = 0; i < 20; i++) {
                    slow.add(new Listener(lab, events));
                }
                long before = usedMemory();
                for (int i = 0; i < 6000; i++) {
                    log.append(new Fact.UartReceived(Bytes.latin1("line " + i + " " + line + "\n")));
                    if (i % 200 == 199) {
                        // The quick one keeps up; the slow ones have not read a byte of 180 million.
                        quick.until("line " + i + " ");
                    }
                }
                long grown = usedMemory() - before;
                assertThat(grown).as("bytes kept for those who do not read").isLessThan(60_000_000);
                for (Listener each : slow) {
                    assertThat(each.until("line 5999 ")).contains("line 5900 ");
                    each.close();
                }
            }
        }
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void whenAllHaveGoneNothingIsLeftOfThem() throws Exception {
        lab.addRun();
        try (EvidenceLog log = begin(LIVE)) {
            clean().stream().limit(30).forEach(log::append);
            // Whatever is started once is started.
            visitAll();
            awaitNobody();
            long threads = Thread.getAllStackTraces().size();
            long files = openFiles();

            for (int i = 0; i < 20; i++) {
                visitAll();
            }
            awaitNobody();

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(openFiles()).isLessThanOrEqualTo(files);
                assertThat((long) Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 1);
            });
        }
    }

    private void visitAll() throws Exception {
        List<Listener> browsers = new ArrayList<>();
        for (String path : List.of(
                "/events", "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events", ServedLab.RUN_PAGE + "/events")) {
            browsers.add(new Listener(lab, path));
            browsers.add(new Listener(lab, path));
        }
        for (Listener browser : browsers) {
            browser.next();
        }
        assertThat(lab.dashboard.followers()).isBetween(1, 2);
        for (Listener browser : browsers) {
            browser.close();
        }
    }

    private void awaitNobody() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(lab.dashboard.streams()).isZero();
            assertThat(lab.dashboard.followers()).isZero();
        });
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void manyWhoWatchOneRunShareOneReader() throws Exception {
        try (EvidenceLog log = begin(LIVE)) {
            clean().stream().limit(30).forEach(log::append);
            List<Listener> browsers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                browsers.add(new Listener(lab, "/runs/" + ServedLab.BENCH + "/" + LIVE + "/events"));
            }
            assertThat(lab.dashboard.followers()).isEqualTo(1);
            log.append(new Fact.UartReceived(Bytes.latin1("\nseen by all\n")));
            for (Listener browser : browsers) {
                browser.until("seen by all");
                browser.close();
            }
        }
    }

    @Test
    void moreThanTwoHundredAreTooMany() throws Exception {
        List<Listener> browsers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            browsers.add(new Listener(lab, "/events"));
        }
        assertThat(lab.get("/events").status()).isEqualTo(503);
        assertThat(lab.get("/").status()).isEqualTo(200);
        for (Listener browser : browsers) {
            browser.close();
        }
    }
}
