package org.numakerbench.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What a CI server compares from run to run. */
class JunitXmlTest {
    private static RunRecord record(RunLog log) throws IOException {
        return Replay.of(log.entries(), "run");
    }

    private static List<Element> cases(RunRecord record) throws Exception {
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitXml.write(record))))
                .getElementsByTagName("testcase");
        List<Element> cases = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            cases.add((Element) found.item(i));
        }
        return cases;
    }

    private static List<String> names(RunRecord record) throws Exception {
        return cases(record).stream().map(it -> it.getAttribute("name")).toList();
    }

    @Test
    void twoPassesOfOneImageHaveTheSameNames() throws Exception {
        List<String> names = names(record(RunLog.clean()));
        RunLog another = RunLog.clean()
                .uartReplacing("Starting AWS IoT test", "\r\n\r\nStarting AWS IoT test")
                .uartReplacing("Current heap size: 1351", "Current heap size: 1367")
                .uartReplacing("Max heap size: 63022", "Max heap size: 63100");

        assertThat(names(record(another))).isEqualTo(names);
        assertThat(names).doesNotHaveDuplicates().contains("outcome", "mqtt.connect 1", "mqtt.tls 3", "heap 2");
    }

    @Test
    void aCaseKeepsItsNameWhenItFails() throws Exception {
        assertThat(names(record(RunLog.clean().withoutMessagesOn(RunLog.USER_TOPIC))))
                .isEqualTo(names(record(RunLog.clean())));
    }

    @Test
    void whatVariesIsTheCasesOutput() throws Exception {
        Element connect = cases(record(RunLog.clean())).stream()
                .filter(it -> it.getAttribute("name").equals("mqtt.connect 1"))
                .findFirst()
                .orElseThrow();

        assertThat(connect.getTextContent()).containsPattern("line \\d+: MQTT connects OK");
    }

    @Test
    void eachCaseHasItsTimeAndTogetherTheyAreNoLongerThanTheRun() throws Exception {
        RunRecord record = record(RunLog.clean());
        BigDecimal all = BigDecimal.ZERO;
        for (Element each : cases(record)) {
            assertThat(each.getAttribute("time")).as(each.getAttribute("name")).matches("\\d+\\.\\d{3}");
            if (!each.getAttribute("name").equals("outcome")) {
                all = all.add(new BigDecimal(each.getAttribute("time")));
            }
        }

        assertThat(all)
                .isPositive()
                .isLessThanOrEqualTo(BigDecimal.valueOf(
                        Duration.between(record.started(), record.ended()).toMillis(), 3));
    }
}
