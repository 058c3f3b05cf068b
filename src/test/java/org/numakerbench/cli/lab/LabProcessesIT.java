package org.numakerbench.cli.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.Extent;
import org.numakerbench.cli.BenchProcess;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.history.store.Databases;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.RunLogs.RunLog;
import org.numakerbench.lab.VirtualLab;
import org.numakerbench.lab.logs.SharedLogs;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.text.Figures;

/** The packaged commands as processes of their own, over a real PostgreSQL or a file, killed and started again. */
class LabProcessesIT {
    private static final int BAUD = 115_200;
    /** 200 take five minutes: {@code mvn verify -Dit.test=LabProcessesIT -Dlab.items=200}. */
    private static final int ITEMS = Integer.getInteger("lab.items", Extent.of(20, 40));

    private static final int IDENTITIES = 4;

    @TempDir
    private Path scratch;

    private static String psql(HistoryAddress address) {
        return address.toString();
    }

    /** When a run used its identity: by its own log. */
    private record Span(String thing, Instant from, Instant to, String run) {}

    private static Span span(Path log) throws IOException {
        List<EvidenceEntry> entries = EvidenceReader.readAll(log);
        Fact.RunStarted started = (Fact.RunStarted) entries.get(0).fact();
        // What a later start added says nothing of when it ended.
        EvidenceEntry last = entries.stream()
                .filter(it -> !(it.fact() instanceof Fact.Interrupted) && !(it.fact() instanceof Fact.RunEnded))
                .reduce((a, b) -> b)
                .orElseThrow();
        return new Span(
                started.context().identity().thing(),
                entries.get(0).at(),
                last.at(),
                log.getParent().getFileName().toString());
    }

    private static List<Span> spans(Path... outs) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (Path out : outs) {
            try (Stream<Path> logs = Files.walk(out, 2)) {
                for (Path log : logs.filter(it -> it.endsWith("evidence.jsonl")).toList()) {
                    spans.add(span(log));
                }
            }
        }
        return spans;
    }

    private static void neverTwoAtOnce(List<Span> spans) {
        Map<String, List<Span>> byThing =
                spans.stream().sorted(Comparator.comparing(Span::from)).collect(Collectors.groupingBy(Span::thing));
        byThing.forEach((thing, its) -> {
            for (int i = 1; i < its.size(); i++) {
                assertThat(its.get(i).from())
                        .as(its.get(i) + " begins after the end of " + its.get(i - 1))
                        .isAfterOrEqualTo(its.get(i - 1).to());
            }
        });
    }

    @Test
    void anAgentThatIsKilledInMidRunLosesNoItemAndNoIdentityRunsTwiceAtOnce() throws Exception {
        HistoryAddress address = Databases.fresh(Databases.Kind.POSTGRESQL, scratch);
        VirtualLab one = VirtualLab.in(scratch, "one", BAUD, List.of("a", "b", "c"));
        VirtualLab two = VirtualLab.in(scratch, "two", BAUD, List.of("a", "b", "c"));
        List<String> images = new ArrayList<>();
        for (int i = 1; i <= IDENTITIES; i++) {
            // Any board may run them, one at a time each.
            one.image("id-" + i, "n1", VirtualLab.identity("thing" + i));
            images.add("id-" + i);
        }
        Path plan = one.plan("shared", images, "anyOf: [NUMAKER_PFM_M487]", "repeats: " + ITEMS / IDENTITIES);
        Path outOne = scratch.resolve("out-one");
        Path outTwo = scratch.resolve("out-two");
        BenchProcess first = agent(one, address, outOne);
        BenchProcess second = agent(two, address, outTwo);
        BenchProcess dashboard =
                BenchProcess.start(scratch, "serve", "--lab", psql(address), "--port", "0", "--out", "" + outOne);

        try (LabStore store = LabStore.open(address)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> store.boards().size() == 6);
            Ended submitted = BenchProcess.run(scratch, "submit", plan.toString(), "--lab", psql(address));
            assertThat(submitted.exitCode()).as(submitted.err()).isZero();
            NightRow night = store.nights().newest("shared").orElseThrow();

            await().atMost(Duration.ofSeconds(120)).until(() -> killable(store, night));
            assertThat(get(dashboard, "/")).contains("one", "two", night.plan());
            first.kill();
            assertThat(get(dashboard, "/healthz")).contains("database answers");
            await().atMost(Duration.ofSeconds(60 + 5L * ITEMS))
                    .until(() ->
                            store.nights().find(night.night()).orElseThrow().endedMs() != null);

            List<ItemRow> items = store.nights().items(night.night());
            List<AttemptRow> attempts = store.attempts().of(night.night());
            assertThat(items)
                    .hasSize(ITEMS)
                    .allSatisfy(it -> assertThat(it.asWord())
                            .as(it + " " + of(attempts, it))
                            .isIn(ItemOutcome.PASS, ItemOutcome.FLAKY));
            assertThat(attempts)
                    .filteredOn(it -> !it.isPass())
                    .as("only what was killed did not pass")
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.reason()).startsWith("interrupted: "));
            neverTwoAtOnce(spans(outOne, outTwo));

            // The killed host comes back: what it had begun gets its end, too.
            BenchProcess again = agent(one, address, outOne);
            await().atMost(Duration.ofSeconds(60)).until(() -> noneCutOff(outOne));
            // The evidence of both hosts is in one place, judged again from there alone.
            for (AttemptRow attempt : attempts) {
                if (attempt.isPass()) {
                    await().atMost(Duration.ofSeconds(20)).until(() -> whole(store, attempt));
                }
            }
            again.terminate();
            again.await();
            // An attempt that was killed before its run began has no run, and no evidence.
            assertThat(spans(outOne, outTwo))
                    .hasSizeLessThanOrEqualTo(attempts.size())
                    .extracting(Span::run)
                    .containsAll(attempts.stream()
                            .map(AttemptRow::run)
                            .filter(Objects::nonNull)
                            .toList());
        } finally {
            second.kill();
            dashboard.kill();
        }
    }

    /** A page of a dashboard that has said where it is. */
    private static String get(BenchProcess dashboard, String path) throws Exception {
        await().atMost(Duration.ofSeconds(60)).until(() -> dashboard.out().contains("Dashboard: "));
        String base = dashboard.out().replaceAll("(?s).*Dashboard: (\\S+)/\\s.*", "$1");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(base + path)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<AttemptRow> of(List<AttemptRow> attempts, ItemRow item) {
        return attempts.stream().filter(it -> it.item().equals(item.item())).toList();
    }

    private static boolean killable(LabStore store, NightRow night) throws IOException {
        long ended = store.nights().items(night.night()).stream()
                .filter(it -> it.word() != null)
                .count();
        return ended >= ITEMS / 4
                && store.boards().stream()
                        .anyMatch(
                                it -> it.bench().equals("one") && it.state() == BoardState.RUNNING && it.run() != null);
    }

    private static boolean whole(LabStore store, AttemptRow attempt) throws IOException {
        try (RunLog log = new SharedLogs(store.logs())
                .open(attempt.bench(), String.valueOf(attempt.run()), () -> {})
                .orElseThrow()) {
            List<EvidenceEntry> entries = log.next();
            return log.isComplete() && entries.get(entries.size() - 1).fact() instanceof Fact.RunEnded;
        }
    }

    private static boolean noneCutOff(Path out) throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.noneMatch(it -> it.getFileName().toString().startsWith(".partial-"));
        }
    }

    private BenchProcess agent(VirtualLab lab, HistoryAddress address, Path out) throws IOException {
        return BenchProcess.start(
                scratch, "agent", lab.profile().toString(), "--lab", psql(address), "--out", out.toString());
    }

    @Test
    void aHostThatIsRestartedInMidRunGoesOnWithItsNight() throws Exception {
        VirtualLab boards = VirtualLab.in(scratch, "bench", BAUD, List.of("left", "right"));
        boards.images("n1");
        boards.images("n2");
        Path plan = boards.plan("reboot", List.of("{board}-n1", "{board}-n2"), "repeats: 2");
        Path out = scratch.resolve("runs");
        String[] nightly = {"nightly", plan.toString(), "--out", out.toString()};
        BenchProcess first = BenchProcess.start(scratch, nightly);
        HistoryAddress address = new HistoryAddress.Embedded(out.resolve("lab.db"));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(out.resolve("lab.db")));
        try (LabStore store = LabStore.open(address)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> store.nights().newest("reboot").isPresent());
            NightRow night = store.nights().newest("reboot").orElseThrow();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> store.nights().items(night.night()).stream().anyMatch(it -> it.word() != null)
                            && store.boards().stream().map(BoardNow::run).anyMatch(it -> it != null));
            first.kill();
            long before = store.nights().items(night.night()).stream()
                    .filter(it -> it.word() != null)
                    .count();

            Ended second = BenchProcess.run(scratch, nightly);

            assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
            assertThat(second.err())
                    .contains("resuming night " + night.night() + ": " + Figures.count(8 - before, "run") + " to do")
                    .contains("was stopped in the middle of");
            assertThat(store.nights(10)).hasSize(1);
            assertThat(store.nights().items(night.night()))
                    .hasSize(8)
                    .allSatisfy(it -> assertThat(it.asWord()).isIn(ItemOutcome.PASS, ItemOutcome.FLAKY));
            List<AttemptRow> attempts = store.attempts().of(night.night());
            assertThat(attempts)
                    .filteredOn(it -> !it.isPass())
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.reason()).startsWith("interrupted: "));
            // One that was killed between the attempt and its run has none.
            assertThat(attempts).filteredOn(it -> it.run() == null).noneMatch(AttemptRow::isPass);
            assertThat(spans(out))
                    .as("every attempt that had a run left its evidence")
                    .extracting(Span::run)
                    .containsAll(attempts.stream()
                            .map(AttemptRow::run)
                            .filter(Objects::nonNull)
                            .toList());
            neverTwoAtOnce(spans(out));
        }
    }

    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");

    /** The wall clock alone, as NTP or a person sets it; by libfaketime (Debian: libfaketime). */
    @Test
    void aClockThatIsSetInMidNightNeitherEndsItNorFailsARun() throws Exception {
        if (System.getenv("BENCH_ALL_TOOLS") != null) {
            assertThat(FAKETIME).exists();
        }
        assumeTrue(Files.exists(FAKETIME), "needs libfaketime");
        VirtualLab boards = VirtualLab.in(scratch, "bench", BAUD, List.of("left", "right"));
        boards.images("n1");
        Path plan = boards.plan("clock", List.of("{board}-n1"), "repeats: 6");
        Path out = scratch.resolve("runs");
        Path clock = Files.writeString(scratch.resolve("clock"), "+0\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("LD_PRELOAD", FAKETIME.toString());
        environment.put("FAKETIME_TIMESTAMP_FILE", clock.toString());
        environment.put("FAKETIME_NO_CACHE", "1");
        environment.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        // Its repair of an old C library's waits makes Java's wait for ever.
        environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
        BenchProcess nightly =
                BenchProcess.start(scratch, environment, "nightly", plan.toString(), "--out", out.toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> nightly.err().contains("PASS"));
        Files.writeString(clock, "+3h\n");
        await().atMost(Duration.ofSeconds(60)).until(() -> nightly.err().contains("was set forward"));
        // Its own certificates are younger than two hours, and would not be valid yet.
        Files.writeString(clock, "-30m\n");

        Ended ended = nightly.await();

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        // The clocks are read one after the other: it may miss a second.
        assertThat(ended.err()).containsPattern("the host's clock was set forward by (10799|1080[01]) s");
        try (LabStore store = LabStore.open(new HistoryAddress.Embedded(out.resolve("lab.db")))) {
            NightRow night = store.nights().newest("clock").orElseThrow();
            assertThat(store.nights().items(night.night()))
                    .extracting(ItemRow::asWord)
                    .hasSize(12)
                    .containsOnly(ItemOutcome.PASS);
        }
    }
}
