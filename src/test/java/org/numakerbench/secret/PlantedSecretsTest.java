package org.numakerbench.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.history.RunRow;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.logs.LocalLogs;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.report.run.TerminalSummary;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;

/** A secret of every sort in every component of every kind of entry: no output shows it, in whatever form. */
class PlantedSecretsTest {
    private static final SecretText SECRETS = SecretText.of(List.of(Planted.EXPRESSION));

    @TempDir
    private Path runs;

    static Stream<Class<?>> kinds() {
        return Stream.of(Fact.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noOutputShowsIt(Class<?> kind) throws Exception {
        List<Planted> planted = new ArrayList<>();
        List<EvidenceEntry> entries = log(kind, planted);
        Map<String, String> outputs = outputs(entries);
        for (Planted each : planted) {
            outputs.forEach(
                    (name, text) -> assertThat(each.foundIn(text)).as(name).isEmpty());
        }
        outputs.forEach((name, text) -> assertThat(text).as(name).doesNotContain("0-9a-f]+"));
    }

    /** A good run, with entries of this kind before its end, one for each text in them; its first has a secret in each. */
    private static List<EvidenceEntry> log(Class<?> kind, List<Planted> planted) {
        List<EvidenceEntry> good = RunLog.clean().entries();
        List<Fact> facts = new ArrayList<>();
        Fact.RunStarted first = (Fact.RunStarted) good.get(0).fact();
        first = new Fact.RunStarted(withSecrets(first.context()));
        if (kind == Fact.RunStarted.class) {
            // A log has one: it has a secret in each of its texts.
            int texts = Planted.texts(first);
            for (int place = 0; place < texts; place++) {
                first = (Fact.RunStarted) plant(first, place, planted);
            }
            // An expression is no text that is hidden: it leaves in no form at all, which every case here looks for.
            first = new Fact.RunStarted(withSecrets(first.context()));
        }
        facts.add(first);
        good.subList(1, good.size() - 1).forEach(entry -> facts.add(entry.fact()));
        if (kind != Fact.RunStarted.class) {
            Record plain = Planted.plain(kind);
            for (int place = 0; place < Planted.texts(plain); place++) {
                facts.add((Fact) plant(plain, place, planted));
            }
        }
        facts.add(new Fact.RunEnded());
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            EvidenceEntry like = good.get(Math.min(entries.size(), good.size() - 1));
            entries.add(new EvidenceEntry(entries.size() + 1, like.at(), like.monoNanos(), fact));
        }
        return entries;
    }

    private static Record plant(Record record, int place, List<Planted> planted) {
        Planted secret = Planted.number(planted.size());
        planted.add(secret);
        return Planted.with(record, place, secret.text());
    }

    private static RunContext withSecrets(RunContext it) {
        return new RunContext(
                it.schema(),
                it.run(),
                it.bench(),
                it.board(),
                it.target(),
                it.image(),
                it.identity(),
                it.endpoint(),
                it.phases(),
                it.ramBytes(),
                it.limits(),
                List.of(Planted.EXPRESSION),
                it.build());
    }

    private Map<String, String> outputs(List<EvidenceEntry> entries) throws Exception {
        KnownExpressions.remember(runs, List.of(Planted.EXPRESSION));
        Path directory = Files.createDirectory(runs.resolve("run-1"));
        EvidenceLog.write(directory.resolve("evidence.jsonl"), entries);
        RunRecord record = Replay.of(directory);
        RunReports.write(directory, record);
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String report : List.of("report.html", "report.json", "junit.xml", "uart.log")) {
            outputs.put(report, Files.readString(directory.resolve(report)));
        }
        outputs.put("replay --json", RunReports.json(record, SECRETS));
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        new TerminalSummary(new PrintStream(terminal, true, StandardCharsets.UTF_8), false, false)
                .finish(Redaction.judgement(record, SECRETS), directory);
        outputs.put("terminal", terminal.toString(StandardCharsets.UTF_8));
        outputs.put("shipped", json(new GrowingRedaction(KnownExpressions.in(runs)::of).accept(entries, true)));
        GrowingRedaction growing = new GrowingRedaction(KnownExpressions.in(runs)::of);
        List<EvidenceEntry> live = new ArrayList<>();
        entries.forEach(each -> live.addAll(growing.accept(List.of(each), false)));
        live.addAll(growing.accept(List.of(), true));
        outputs.put("shipped while it grows", json(live));
        try (LocalLogs logs = new LocalLogs(runs);
                RunLogs.RunLog log =
                        logs.open(record.context().bench(), "run-1", () -> {}).orElseThrow()) {
            List<EvidenceEntry> shown = log.next();
            outputs.put("live", json(shown));
            if (!shown.isEmpty()) {
                outputs.put("live report", RunReports.html(Replay.of(shown, "run-1"), SecretText.BUILT_IN));
            }
        }
        outputs.put(
                "history", new CleanRecords(SECRETS).clean(RunRow.of(record)).toString());
        outputs.put(
                "unknown here", RunReports.html(record, KnownExpressions.none().of(record.context())));
        return outputs;
    }

    private static String json(List<EvidenceEntry> entries) {
        return entries.stream()
                .map(it -> new String(EvidenceJson.line(it), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
