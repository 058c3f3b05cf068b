package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.PublishedSchema;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.run.RunRecord;
import org.numakerbench.text.SafeText;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportsTest {
    private static final String HOSTILE =
            "<script>alert(1)</script> ]]> \u001b[2J \u0000 &amp; \" ' \u202e }}$" + "{x}";

    private static RunRecord record(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return new RunRecord(
                judge.context(),
                judge.judgement(),
                judge.claims(),
                entries,
                entries.get(0).at(),
                entries.get(entries.size() - 1).at());
    }

    private static final int WIRE_LINES = 85;

    private static RunRecord clean() {
        return record(RunLog.clean().entries());
    }

    private static RunRecord lie() {
        return record(RunLog.clean().withoutMessagesOn(RunLog.USER_TOPIC).entries());
    }

    /** The device prints hostile text where its version, its payload and nothing known belong. */
    private static RunRecord hostile() {
        String wire = new String(HOSTILE.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return record(RunLog.clean()
                .uartReplacing("Using Mbed OS 5.7.1", "Using Mbed OS 5.7.1\r\n" + wire)
                .uartReplacing("{ \"message\": \"Hello from Nuvoton Mbed device\" }", wire)
                .entries());
    }

    private static RunRecord interruptedAtOnce() {
        return record(RunLog.clean().entries().subList(0, 1));
    }

    private static List<RunRecord> all() {
        return List.of(clean(), lie(), hostile(), interruptedAtOnce());
    }

    @Test
    void theJsonReportFitsItsPublishedSchema() {
        PublishedSchema.describes("report", all().stream().map(ReportJson::write));
    }

    @Test
    void theJsonReportHoldsWhatWasJudged() {
        JsonNode json = JsonMapper.shared().readTree(ReportJson.write(lie()));

        assertThat(json.path("outcome").asString()).isEqualTo("MISMATCH");
        assertThat(json.path("stage").asString()).isEqualTo("mqtt");
        assertThat(json.path("owner").asString()).isEqualTo("device");
        assertThat(json.path("heap").path("maxBytes").asLong()).isEqualTo(63022);
        JsonNode wire = json.path("wire");
        assertThat(wire.path("judged").asInt()
                        + wire.path("consistent").asInt()
                        + wire.path("neutral").asInt()
                        + wire.path("notUnderstood").asInt())
                .isEqualTo(wire.path("lines").asInt())
                .isEqualTo(WIRE_LINES);
        assertThat(json.path("findings").valueStream()).anySatisfy(finding -> {
            assertThat(finding.path("step").asString()).isEqualTo("mqtt.user.publish");
            assertThat(finding.path("verdict").asString()).isEqualTo("REFUTED");
            assertThat(finding.path("line").asInt()).isEqualTo(31);
        });
    }

    @Test
    void theJunitReportFitsTheFormatAndCountsItsCases() throws Exception {
        for (RunRecord record : all()) {
            String xml = JunitXml.write(record);
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(ReportsTest.class.getResource("/schemas/junit.xsd"))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(xml)));
            Element suite = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();

            assertThat(suite.getElementsByTagName("testcase").getLength())
                    .isEqualTo(Integer.parseInt(suite.getAttribute("tests")))
                    .isEqualTo(record.judgement().findings().size() + 1);
            for (String element : List.of("failure", "error")) {
                assertThat(suite.getElementsByTagName(element).getLength())
                        .isEqualTo(Integer.parseInt(suite.getAttribute(element + "s")));
            }
            boolean red = !suite.getAttribute("failures").equals("0")
                    || !suite.getAttribute("errors").equals("0");
            assertThat(red).isEqualTo(record.judgement().outcome().exitCode() != 0);
        }
    }

    @Test
    void thePageEscapesDeviceTextAndLoadsNothing() {
        for (RunRecord record : all()) {
            String page = ReportPage.write(record);

            assertThat(page)
                    .contains(record.judgement().outcome().name().replace('_', ' '))
                    .contains("Content-Security-Policy", "default-src 'none'")
                    .doesNotContain("<script", "\u001b", "\u0000", "\u202e")
                    .doesNotContainPattern("(src|href)=\"?https?:");
        }
        assertThat(ReportPage.write(hostile())).contains("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @Test
    void thePageShowsClaimAndEvidenceSideBySide() {
        assertThat(ReportPage.write(lie()))
                .contains("MQTT publishes message to Nuvoton/Mbed/D001 OK")
                .contains("REFUTED")
                .contains("the witness was awake and saw no such message on Nuvoton/Mbed/D001")
                .contains("id=\"l31\"")
                .contains("href=\"#l31\"");
    }

    @Test
    void thePageSaysOfEveryLineWhatIsMadeOfIt() {
        ReportPage page = ReportPage.of(hostile());

        assertThat(page.wire().head()).allSatisfy(line -> assertThat(line.why()).isNotBlank());
        assertThat(page.wire().head())
                .filteredOn(ReportPage.WireLine::damaged)
                .hasSize(page.judgement().wire().notUnderstood())
                .isNotEmpty();
        assertThat(ReportPage.write(clean()))
                .contains("of " + WIRE_LINES + " lines judged")
                .contains("title=\"judged: the message that the witness received\"")
                .contains("consistent</span>");
    }

    @Test
    void theUartLogHasALineAWireLineWithoutControlCharacters() {
        String log = UartLog.write(hostile().entries());

        assertThat(log).contains("--- reset by break").contains("| Starting AWS IoT test\n");
        assertThat(log.lines()).allMatch(line -> line.chars().allMatch(c -> c >= ' '));
        assertThat(log.lines().findFirst().orElseThrow())
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} \\+\\d+\\.\\d{3} \\| .*");
    }

    private static String terminal(boolean live, RunRecord record) {
        return terminal(live, record, Path.of("bench-runs/x"));
    }

    private static String terminal(boolean live, RunRecord record, Path directory) {
        return terminal(live, record, directory, Integer.MAX_VALUE);
    }

    private static String terminal(boolean live, RunRecord record, Path directory, int columns) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TerminalSummary view =
                new TerminalSummary(new PrintStream(bytes, true, StandardCharsets.UTF_8), live, live, columns);
        view.stage("listening");
        Judge judge = new Judge();
        Judgement last = null;
        for (EvidenceEntry entry : record.entries()) {
            judge.accept(entry);
            last = judge.judgement();
            view.update(last);
        }
        view.finish(last == null ? record.judgement() : last, directory);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPlainTerminalShowsEachFindingOnceAndNoEscapes() {
        String text = terminal(false, hostile());

        assertThat(text).doesNotContain("\u001b", "\u0000", "\u202e");
        assertThat(text.lines().filter(line -> line.contains("MQTT connects OK")))
                .hasSize(1);
        assertThat(terminal(false, clean()))
                .contains("PASS: 34 claims confirmed, 3 not checkable from the host")
                .contains(" consistent, 1 neutral, 0 not understood, 0 missing\n")
                .contains("heap: now 1351, peak 63022 bytes, 38.5 % of 163840");
        assertThat(terminal(false, lie())).contains("MISMATCH (device, stage mqtt): ");
    }

    @Test
    void noLineIsLongerThanTheTerminalAndNothingOfAReasonIsLost() {
        for (RunRecord record : List.of(clean(), lie(), hostile())) {
            String text = terminal(true, record, Path.of("bench-runs/x"), 72);

            assertThat(text.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "").lines()).allMatch(it -> it.length() <= 72);
            String end = text.substring(text.lastIndexOf("\u001b[J"));
            String words = end.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "").replaceAll("\\s+", " ");
            assertThat(words)
                    .contains(SafeText.line(record.judgement().reason()).replaceAll("\\s+", " "));
        }
    }

    @Test
    void aTerminalNamesTheReportWhereThereIsOne(@TempDir Path directory) throws Exception {
        assertThat(terminal(false, clean(), directory)).doesNotContain("report.html");

        Files.createFile(directory.resolve("report.html"));
        assertThat(terminal(false, clean(), directory)).contains("report: " + directory.resolve("report.html"));
    }

    @Test
    void aLiveTerminalRedrawsInPlace() {
        assertThat(terminal(true, clean())).contains("\u001b[J").contains("PASS");
    }

    @Test
    void allReportsAreWritten(@TempDir Path directory) throws Exception {
        RunReports.write(directory, clean());

        assertThat(Files.readAllBytes(directory.resolve("uart.raw"))).hasSize(5127);
        for (String file : List.of("uart.log", "report.json", "junit.xml", "report.html")) {
            assertThat(directory.resolve(file)).isNotEmptyFile();
        }
    }
}
