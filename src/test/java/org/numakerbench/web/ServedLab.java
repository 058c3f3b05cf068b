package org.numakerbench.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.lab.logs.LocalLogs;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.KnownExpressions;
import org.numakerbench.web.DashboardOptions.Limits;
import org.numakerbench.web.auth.Token;

/** A dashboard over a lab in a directory, asked byte by byte: what a browser would never send can be sent. */
final class ServedLab implements AutoCloseable {
    static final String TOKEN = "correct-horse-battery-staple";
    static final String BENCH = "test-bench";
    static final String RUN = "20180103T000000Z-m487-seed";
    static final String RUN_PAGE = "/runs/" + BENCH + "/" + RUN;

    final Path runs;
    final LabStore store;
    final Dashboard dashboard;
    private final LocalLogs logs;

    private ServedLab(Path directory, Optional<Token> token, Limits limits) throws Exception {
        this.runs = Files.createDirectories(directory.resolve("runs"));
        KnownExpressions.remember(runs, RunLog.SECRETS);
        Files.createDirectories(directory.resolve("images"));
        this.store = LabStore.open(new HistoryAddress.Embedded(runs.resolve("lab.db")));
        this.logs = new LocalLogs(runs);
        this.dashboard = Dashboard.start(
                new Sources(store, logs, HistoryAddress.beside(runs), directory.resolve("images")),
                new DashboardOptions("127.0.0.1", 0, token, Optional.empty(), limits));
    }

    static ServedLab open(Path directory) throws Exception {
        return new ServedLab(directory, Optional.empty(), Limits.USUAL);
    }

    static ServedLab withToken(Path directory) throws Exception {
        return withToken(directory, Limits.USUAL);
    }

    static ServedLab withToken(Path directory, Limits limits) throws Exception {
        return new ServedLab(directory, Optional.of(Token.read(tokenFile(directory, TOKEN, "rw-------"))), limits);
    }

    static Path tokenFile(Path directory, String text, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    /** Puts the run of the firmware's README beside the others, whole. */
    Path addRun() throws IOException {
        return addRun(RUN, RunLog.clean().entries());
    }

    Path addRun(String name, List<EvidenceEntry> entries) throws IOException {
        Path partial = Files.createDirectory(runs.resolve(".partial-" + name));
        EvidenceLog.write(partial.resolve("evidence.jsonl"), entries);
        return Files.move(partial, runs.resolve(name));
    }

    /** Puts a run there and into the history, some days after the others. */
    void addToHistory(String name, RunLog log, int days) throws Exception {
        List<EvidenceEntry> entries = log.entries(name, Duration.ofDays(days));
        addRun(name, entries);
        RunRecord record = Replay.of(entries, name);
        try (HistoryStore history = HistoryStore.open(HistoryAddress.beside(runs))) {
            history.putAll(List.of(RunRow.of(record)));
        }
    }

    /** An answer as it came. */
    record Reply(int status, List<String> headers, String body) {
        /** Values of a header, in order. */
        List<String> all(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(it -> it.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(it -> it.substring(start.length()).strip())
                    .toList();
        }

        /** The value of a header that comes once; empty without. */
        String header(String name) {
            List<String> all = all(name);
            if (all.size() > 1) {
                throw new AssertionError(name + " comes " + all.size() + " times");
            }
            return all.isEmpty() ? "" : all.get(0);
        }

        /** The value of a hidden field of a form. */
        String field(String name) {
            String before = "name=\"" + name + "\" value=\"";
            int at = body.indexOf(before) + before.length();
            return body.substring(at, body.indexOf('"', at));
        }

        /** {@code name=value} of a cookie that is set. */
        String cookie(String name) {
            return all("Set-Cookie").stream()
                    .filter(it -> it.startsWith(name + "="))
                    .map(it -> it.substring(0, it.indexOf(';')))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no cookie " + name + " in " + headers));
        }
    }

    Reply get(String path, String... headers) throws IOException {
        return ask("GET", path, "", headers);
    }

    Reply post(String path, String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/x-www-form-urlencoded");
        all.add("Content-Length: " + body.length());
        return ask("POST", path, body, all.toArray(String[]::new));
    }

    Reply ask(String method, String path, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (List.of(headers).stream().noneMatch(it -> it.startsWith("Host:"))) {
            request.append("Host: 127.0.0.1:").append(dashboard.port()).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return send(request + "\r\n" + body);
    }

    /** Sends exactly this, and reads until the server closes. */
    Reply send(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            if (end < 0) {
                throw new IOException("no answer: " + answer);
            }
            List<String> lines = answer.substring(0, end).lines().toList();
            return new Reply(
                    Integer.parseInt(lines.get(0).split(" ")[1]),
                    lines.subList(1, lines.size()),
                    answer.substring(end + 4));
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", dashboard.port()), 5000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Logs in as a browser does; the session's cookie. */
    String logIn(String token) throws IOException {
        return tryLogIn(token).cookie(Guard.SESSION);
    }

    Reply tryLogIn(String token) throws IOException {
        Reply form = get("/login");
        return post(
                "/login",
                "token=" + token + "&form=" + form.field("form") + "&next=/runs",
                "Origin: http://127.0.0.1:" + dashboard.port(),
                "Cookie: " + form.cookie("bench-form"));
    }

    @Override
    public void close() throws IOException {
        dashboard.close();
        logs.close();
        store.close();
    }
}
