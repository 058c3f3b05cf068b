package org.numakerbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.firmware.Target;
import org.numakerbench.history.Rows;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.lab.LabImages;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.web.ServedLab.Reply;

/** Strangers are shown what is declared public and nothing else, however they spell what they ask for. */
class AccessIT {
    /** A route that is added here is shown to everybody who reaches the port. */
    private static final Set<String> PUBLIC = Set.of("/login", "/healthz", "/favicon.ico", "/static/:file");

    @TempDir
    private Path scratch;

    private ServedLab lab;
    private String session = "";
    private String night = "";

    @BeforeEach
    void serve() throws Exception {
        lab = ServedLab.withToken(scratch);
        lab.addRun();
        lab.addToHistory("20180102T000000Z-m487-seed", RunLog.clean(), -1);
        lab.store
                .offers()
                .offer(new BoardSelector.Board("desk", "m487", Target.NUMAKER_PFM_M487, Optional.empty()), "agent");
        night = lab.store
                .nights()
                .begin(
                        "nightly",
                        "digest",
                        LabImages.SETTINGS,
                        "host-a",
                        lab.store.database().clock().now(),
                        Optional.empty(),
                        List.of(LabImages.item(0, "m487", 1)))
                .night();
        try (HistoryStore history = HistoryStore.open(HistoryAddress.beside(lab.runs))) {
            history.putAll(Rows.nights(3, 2));
        }
        session = "Cookie: " + lab.logIn(ServedLab.TOKEN);
    }

    @AfterEach
    void end() throws Exception {
        lab.close();
    }

    /** Addresses that the guarded routes answer, by what they are registered as. */
    private Map<String, String> guarded() {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (Route route : lab.dashboard.routes()) {
            String path = route.getPath();
            if (path != null && !PUBLIC.contains(path)) {
                String bench = path.startsWith("/boards/") ? "desk" : ServedLab.BENCH;
                addresses.put(
                        path,
                        path.replace(":bench", bench)
                                .replace(":board", "m487")
                                .replace(":run", ServedLab.RUN)
                                .replace(":night", night));
            }
        }
        return addresses;
    }

    @Test
    void everyRouteIsDeclaredAndTheseAlonePublic() {
        Set<String> open = lab.dashboard.routes().stream()
                .filter(it -> AccessRouter.access(it) == AccessRouter.Access.PUBLIC)
                .map(Route::getPath)
                .collect(Collectors.toSet());

        assertThat(open).isEqualTo(PUBLIC);
        assertThat(lab.dashboard.routes())
                .hasSizeGreaterThan(15)
                .allSatisfy(it -> assertThat(AccessRouter.access(it)).isNotNull());
    }

    @Test
    void strangersAreNotToldWhatThereIsNot() throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS")) {
            for (String path :
                    List.of("/nothing", "/runs/a/b", "/static", "/static/a/b", "/runs", "/logout", "/loginx")) {
                assertThat(lab.ask(method, path, "").status())
                        .as(method + " " + path)
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void noSpellingOpensAnything() throws Exception {
        Map<String, String> guarded = guarded();
        assertThat(guarded).hasSizeGreaterThan(12);
        Set<String> secrets = secrets(guarded);
        List<String> strangers = List.of(
                "", "Authorization: Bearer wrong-token-of-nobody\r\nCookie: bench-session=" + "A".repeat(43) + "\r\n");
        int asked = 0;
        List<String> opened = new ArrayList<>();
        for (String address : guarded.values()) {
            for (String request : Spellings.of(address)) {
                for (String stranger : strangers) {
                    String answer = send(request.replace(Spellings.WHO, stranger));
                    asked++;
                    if (isOpen(answer, secrets)) {
                        opened.add(request.lines().findFirst().orElse("") + " -> "
                                + answer.lines().findFirst().orElse(""));
                    }
                }
            }
        }
        assertThat(opened).as("of %d requests", asked).isEmpty();
        assertThat(Spellings.of("/runs").size()).isGreaterThan(80);
    }

    /** Lines that only those who are let in may read: all that some guarded page says and no public one does. */
    private Set<String> secrets(Map<String, String> guarded) throws Exception {
        Set<String> secrets = new HashSet<>();
        for (Route route : lab.dashboard.routes()) {
            String address = guarded.get(String.valueOf(route.getPath()));
            if (address != null && !address.equals("/logout")) {
                String answer = send("GET " + address + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + session + "\r\n\r\n");
                assertThat(answer).as(address).startsWith("HTTP/1.1 200");
                lines(answer.substring(answer.indexOf("\r\n\r\n"))).forEach(secrets::add);
            }
        }
        for (String open :
                List.of("/login", "/healthz", "/favicon.ico", "/static/bench.css", "/static/none", "/none")) {
            for (String accept : List.of("Accept: text/html", "Accept: */*")) {
                Reply reply = lab.get(open, accept);
                lines(reply.body()).forEach(secrets::remove);
            }
        }
        assertThat(secrets).hasSizeGreaterThan(200);
        return secrets;
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(it -> it.length() >= 16).toList();
    }

    private static boolean isOpen(String answer, Set<String> secrets) {
        if (lines(answer).stream().anyMatch(secrets::contains)) {
            return true;
        }
        boolean success = answer.matches("(?s)HTTP/1\\.[01] 2.*");
        boolean isPublic = answer.contains("name=\"token\"")
                || answer.contains("The lab's database answers.")
                || answer.contains("max-age=31536000")
                // Nothing but what HEAD tells of the page for logging in.
                || answer.contains("Set-Cookie: bench-form=");
        return success && !isPublic;
    }

    /** What comes until the server closes; of a stream, what comes at first. */
    private String send(String request) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = lab.connect()) {
            socket.setSoTimeout(3000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            byte[] buffer = new byte[1 << 16];
            for (int count = read(socket, buffer); count > 0; count = read(socket, buffer)) {
                answer.write(buffer, 0, count);
                if (answer.toString(StandardCharsets.UTF_8).contains("data: ")) {
                    break;
                }
            }
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static int read(Socket socket, byte[] buffer) throws IOException {
        try {
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException silent) {
            return -1;
        } catch (java.net.SocketException reset) {
            // What is left unread of a request that was refused.
            return -1;
        }
    }
}
