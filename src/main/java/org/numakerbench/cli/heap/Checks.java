package org.numakerbench.cli.heap;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.report.SafeText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The answers of {@code bench heap check} as JUnit XML and as JSON. */
final class Checks {
    private Checks() {}

    /** One test case a series and metric; a regression is a failure, what cannot be told is skipped. */
    static String junit(List<HeapCheck> checks) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "heap");
            xml.writeAttribute("tests", String.valueOf(checks.size()));
            xml.writeAttribute("failures", String.valueOf(count(checks, State.REGRESSION)));
            xml.writeAttribute("errors", "0");
            xml.writeAttribute("skipped", String.valueOf(count(checks, State.SUSPECT) + count(checks, State.UNKNOWN)));
            for (HeapCheck check : checks) {
                xml.writeCharacters("\n  ");
                xml.writeStartElement("testcase");
                xml.writeAttribute(
                        "classname", SafeText.line("heap." + check.series().name()));
                xml.writeAttribute("name", check.metric().words());
                if (check.state() == State.REGRESSION) {
                    xml.writeStartElement("failure");
                    xml.writeAttribute("type", "regression");
                    xml.writeAttribute("message", SafeText.line(check.words()));
                    for (HeapFinding finding : check.findings()) {
                        xml.writeCharacters("\n" + SafeText.line(FindingWords.of(finding)));
                    }
                    xml.writeEndElement();
                } else if (check.state() != State.PASS) {
                    xml.writeEmptyElement("skipped");
                    xml.writeAttribute("message", SafeText.line(check.words()));
                }
                xml.writeEndElement();
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
        return text + "\n";
    }

    /** One object. */
    static String json(HeapCheck check) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("series", check.series().name());
        json.put("metric", check.metric().option());
        json.put("state", check.state().name());
        json.put("words", check.words());
        for (HeapFinding finding : check.findings()) {
            json.withArray("findings")
                    .addObject()
                    .put("kind", finding.change().kind().name())
                    .put("firstBad", finding.firstBad().image())
                    .put("lastGood", finding.lastGood().image())
                    .put("bytes", finding.change().bytes())
                    .put("lowBytes", finding.change().lowBytes())
                    .put("highBytes", finding.change().highBytes())
                    .put("falseAlarm", finding.change().falseAlarm());
        }
        return json.toString();
    }

    private static long count(List<HeapCheck> checks, State state) {
        return checks.stream().filter(it -> it.state() == state).count();
    }
}
