package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.AnyFact;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceJson;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.report.Unseen;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.SecretText;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

/** Hostile text in every text of every kind of entry: no output lets it through as anything but text. */
class HostileTextTest {
    @TempDir
    Path directory;

    @Test
    void everyTextOfEveryKindIsPlanted() {
        long planted = AnyFact.ofEachKind("planted text").stream()
                .map(it -> new String(
                        EvidenceJson.line(new EvidenceEntry(1, Instant.EPOCH, 1, it)), StandardCharsets.UTF_8))
                .mapToLong(it -> (it.length() - it.replace("planted text", "").length()) / "planted text".length())
                .sum();
        assertThat(planted).isEqualTo(AnyFact.texts()).isGreaterThan(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b]0;title\u0007",
                "\u009b31m\u0085\u007f\u0000",
                "\u202egnp.exe \u2066x\u2069 \u200b\ufeff\u00ad",
                "\u2028\u2029\ufffe",
                "</script><script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)> ' onclick='x",
                "]]><!-- --><![CDATA[",
                "{{7*7}} ${7*7} @|red x|@ %s %n \\u001b",
                "\ud83d\ude00 e\u0301\u034f\u3164\ufe0f\udb40\udc41",
                "../../x\r\n\t\u000b"
            })
    void noOutputObeysIt(String text) throws Exception {
        RunRecord record = Replay.of(log(text), "hostile");
        Map<String, String> outputs = outputs(record);

        outputs.forEach((name, output) -> {
            assertThat(Unseen.in(output)).as(name).isEmpty();
            if (!name.endsWith(".json")) {
                assertThat(output).as(name).doesNotContain("\u001b", "\u009b");
            }
        });
        String html = outputs.get("report.html");
        assertThat(html).doesNotContain("<script", "<img", "onerror=alert(1)>", "<!--", "<![CDATA[");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(outputs.get("junit.xml"))));
        assertThat(JsonMapper.shared()
                        .readTree(outputs.get("report.json"))
                        .path("board")
                        .asString())
                .isEqualTo(text);
        assertThat(JsonMapper.shared()
                        .readTree(outputs.get("replay --json"))
                        .path("image")
                        .path("id")
                        .asString())
                .isEqualTo(text);
    }

    @Test
    void aVeryLongTextIsShortened() throws Exception {
        RunRecord record = Replay.of(log("<\u001b".repeat(12_000)), "hostile");
        assertThat(ReportPage.write(record).length()).isLessThan(3_000_000);
        assertThat(JsonMapper.shared()
                        .readTree(ReportJson.write(record))
                        .path("reason")
                        .asString())
                .hasSizeBetween(4000, 4100)
                .endsWith(" more characters");
    }

    private Map<String, String> outputs(RunRecord record) throws IOException {
        Files.writeString(directory.resolve("evidence.jsonl"), "");
        RunReports.write(directory, record);
        Map<String, String> outputs = new LinkedHashMap<>();
        for (String name : List.of("report.html", "report.json", "junit.xml", "uart.log")) {
            outputs.put(name, Files.readString(directory.resolve(name)));
        }
        outputs.put("replay --json", RunReports.json(record, SecretText.BUILT_IN));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TerminalSummary terminal =
                new TerminalSummary(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
        terminal.stage(record.context().board());
        terminal.update(record.judgement());
        terminal.finish(Redaction.judgement(record, SecretText.BUILT_IN), Path.of("run"));
        outputs.put("terminal", out.toString(StandardCharsets.UTF_8));
        for (EvidenceEntry entry : record.entries()) {
            outputs.put("entry.json", new String(EvidenceJson.line(entry), StandardCharsets.UTF_8));
        }
        return outputs;
    }

    /** One entry of each kind, and a device that says it where it names things. */
    private static List<EvidenceEntry> log(String text) throws IOException {
        List<Fact> facts = new ArrayList<>();
        for (Fact fact : AnyFact.ofEachKind(text)) {
            if (fact instanceof Fact.RunStarted it) {
                facts.add(0, new Fact.RunStarted(withoutSecrets(it.context())));
                continue;
            }
            facts.add(fact);
            if (fact instanceof Fact.UartReceived) {
                facts.add(new Fact.UartReceived(Bytes.utf8("\r\nStarting AWS IoT test\r\nUsing Mbed OS " + text + "\r\n"
                        + text + "\r\nMQTT connects OK\r\nMQTT subscribes to " + text
                        + " OK\r\nMQTT publishes message to " + text + " OK\r\nMQTT connects failed: " + text
                        + "\r\n")));
            }
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            byte[] line = EvidenceJson.line(
                    new EvidenceEntry(entries.size() + 1, Instant.parse("2026-01-31T23:00:00Z"), entries.size(), fact));
            // As it comes out of a file.
            entries.add(EvidenceJson.entry(line, 0, line.length));
        }
        return entries;
    }

    /** What a foreign log would have hidden is another question. */
    private static RunContext withoutSecrets(RunContext it) {
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
                null,
                it.build());
    }
}
