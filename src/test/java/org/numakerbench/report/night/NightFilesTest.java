package org.numakerbench.report.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.pass;

import java.io.StringReader;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.numakerbench.PublishedSchema;
import org.numakerbench.lab.night.ANight;
import org.numakerbench.lab.night.NightReport;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A night as JSON, JUnit and text. */
class NightFilesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\u001b[2J@|bold x|@\u202e]]>&";

    private static NightReport hostile() {
        return ANight.of(1)
                .run("lab/" + HOSTILE, HOSTILE, deviceFail(HOSTILE, HOSTILE), benchFault("flash", HOSTILE), pass())
                .run("lab/" + HOSTILE, HOSTILE, deviceFail(HOSTILE, HOSTILE))
                .notRun("lab/b", HOSTILE, HOSTILE)
                .remark(HOSTILE, HOSTILE)
                .regression(HOSTILE)
                .after();
    }

    private static NightReport underWay() {
        return ANight.underWay(3)
                .run("lab/a", "main", pass())
                .open("lab/a", "main")
                .open("lab/b", "main")
                .after(ANight.of(2).run("lab/a", "main", pass()));
    }

    private static Stream<NightReport> all() {
        return Stream.of(
                ExampleNight.report(), hostile(), underWay(), ANight.of(1).after());
    }

    @Test
    void theJsonFitsItsSchema() {
        PublishedSchema.describes("night", all().map(it -> NightJson.write(it, 1)));
    }

    @Test
    void theJsonHoldsEveryAttempt() {
        JsonNode json = JsonMapper.shared().readTree(NightJson.write(ExampleNight.report(), 1));
        JsonNode flaky = json.path("cells")
                .valueStream()
                .filter(it -> it.path("word").asString().equals("FLAKY")
                        && it.path("place").asString().equals("lab-west/m487-4"))
                .findFirst()
                .orElseThrow();

        assertThat(json.path("retries").asInt()).isEqualTo(15);
        assertThat(flaky.path("runs").path(0).path("attempts").valueStream())
                .extracting(it -> it.path("outcome").asString())
                .containsExactly("DEVICE_FAIL", "PASS");
    }

    @Test
    void theJunitFitsTheFormatAndCountsItsCases() throws Exception {
        for (NightReport report : all().toList()) {
            String xml = NightJunit.write(report);
            SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                    .newSchema(NightFilesTest.class.getResource("/schemas/junit.xsd"))
                    .newValidator()
                    .validate(new StreamSource(new StringReader(xml)));
            Element suite = suite(xml);

            assertThat(suite.getElementsByTagName("testcase").getLength())
                    .isEqualTo(report.runs())
                    .isEqualTo(Integer.parseInt(suite.getAttribute("tests")));
        }
    }

    @Test
    void inJunitTheDeviceFailsTheBenchAndTheCloudErrAndWhatWasNotRunIsSkipped() throws Exception {
        Element suite = suite(NightJunit.write(ExampleNight.report()));

        assertThat(suite.getAttribute("failures")).isEqualTo("8");
        assertThat(suite.getAttribute("errors")).isEqualTo("4");
        assertThat(suite.getAttribute("skipped")).isEqualTo("9");
        assertThat(only(suite, "failure").getAttribute("type")).isEqualTo("MISMATCH");
        assertThat(only(suite, "skipped").getAttribute("message"))
                .startsWith("NOT_RUN: lab-east/nuc472-4 is in quarantine");
    }

    @Test
    void inJunitAPassOnRetryPassesAndTellsAllItsAttempts() throws Exception {
        Element suite = suite(NightJunit.write(ANight.of(1)
                .run("lab/a", "main", deviceFail("mqtt.tls", "handshake failed"), pass())
                .after()));
        Element testCase = only(suite, "testcase");

        assertThat(suite.getAttribute("failures")).isEqualTo("0");
        assertThat(testCase.getAttribute("name")).isEqualTo("main (mqtt+https)");
        assertThat(only(testCase, "system-out").getTextContent())
                .contains("FLAKY: passed at attempt 2; at attempt 1 the device failed: handshake failed")
                .contains("attempt 1 on lab/a: DEVICE_FAIL", "attempt 2 on lab/a: PASS");
        assertThat(only(testCase, "flakyFailure").getAttribute("message")).isEqualTo("handshake failed");
    }

    @Test
    void inJunitARetryThatFailedAgainIsARerun() throws Exception {
        Element testCase = only(
                suite(NightJunit.write(ANight.of(1)
                        .run(
                                "lab/a",
                                "main",
                                deviceFail("mqtt.tls", "handshake failed"),
                                deviceFail("mqtt.tls", "handshake failed again"))
                        .after())),
                "testcase");

        assertThat(testCase.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(testCase.getElementsByTagName("rerunFailure").getLength()).isEqualTo(1);
        assertThat(testCase.getElementsByTagName("flakyFailure").getLength()).isZero();
    }

    @Test
    void aNightInWhichAMeasurementGotWorseIsNotEverythingPassed() {
        NightReport report = ANight.of(1)
                .run("lab/a", "main", pass())
                .regression("peak heap +4,096 bytes")
                .after();

        assertThat(NightText.write(report, false)).startsWith("1 measurement got worse; every run passed  ");
        assertThat(NightJson.write(report, 1)).doesNotContain("Everything passed");
    }

    @Test
    void theTextTellsWhatIsNewFirstAndCountsTheQuiet() {
        String text = NightText.write(ExampleNight.report(), false);

        assertThat(text)
                .startsWith(
                        "5 new failures: 3 in the device, 1 in the cloud, 1 in the bench  20261127T220000Z-nightly\n")
                .containsSubsequence(
                        "\nNew since 20261126T220000Z-nightly\n",
                        "!!  device: MISMATCH at mqtt.user.publish  6 runs on 3 boards (lab-west/m487-2, lab-west/m487-3,"
                                + " lab-west/m487-7) with main",
                        "passed last with build main-1041 on 2026-11-26",
                        "main passed on 8 of 9 other boards",
                        "\nFixed\n",
                        "\nFlaky\n",
                        "\nMemory and measurements\n",
                        "\nAs before\n",
                        "MISMATCH at https.shadow-get-rest",
                        "\nNot run\n",
                        "\nThe lab\n",
                        "\nBoards\n",
                        "more boards: everything passed at once\n");
    }

    @Test
    void coloursAreOnlyForThoseWhoAskForThem() {
        assertThat(NightText.write(ExampleNight.report(), false)).doesNotContain("\u001b");
        assertThat(NightText.write(ExampleNight.report(), true)).contains("\u001b[");
    }

    @Test
    void noForeignTextReachesTheTerminalAsMoreThanText() {
        assertThat(NightText.write(hostile(), false))
                .doesNotContain("\u001b", "\u202e")
                .contains("\\x1b[2J");
        assertThat(NightText.write(hostile(), true).replaceAll("\u001b\\[[0-9;]*m", ""))
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aNightWithoutARunIsStillToldOf() {
        assertThat(NightText.write(ANight.of(1).after(), false)).contains("0 runs");
    }

    private static Element suite(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private static Element only(Element in, String name) {
        NodeList found = in.getElementsByTagName(name);
        assertThat(found.getLength()).isPositive();
        return (Element) found.item(0);
    }
}
