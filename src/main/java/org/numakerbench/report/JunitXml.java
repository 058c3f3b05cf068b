package org.numakerbench.report;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.crosscheck.Outcome;
import org.numakerbench.run.RunRecord;

/**
 * {@code junit.xml}: one test case a finding, and one for the outcome. The outcome's case is red exactly when the exit
 * code is not 0: a failure for what the device did, an error for what the bench or the cloud did.
 */
public final class JunitXml {
    private JunitXml() {}

    /** What a test case says beside its name. */
    private record Result(String element, String type, String message) {}

    /** The document as text. */
    public static String write(RunRecord record) {
        Judgement judgement = record.judgement();
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            String suite =
                    record.context().board() + "." + record.context().image().id();
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", SafeText.line(suite));
            xml.writeAttribute("tests", String.valueOf(judgement.findings().size() + 1));
            xml.writeAttribute("failures", String.valueOf(count(judgement, "failure")));
            xml.writeAttribute("errors", String.valueOf(count(judgement, "error")));
            xml.writeAttribute("skipped", String.valueOf(count(judgement, "skipped")));
            xml.writeAttribute("timestamp", record.started().toString());
            xml.writeAttribute(
                    "time",
                    String.format(
                            Locale.ROOT,
                            "%.3f",
                            Duration.between(record.started(), record.ended()).toMillis() / 1000.0));
            testCase(xml, suite, "outcome " + judgement.outcome(), result(judgement));
            for (Finding finding : judgement.findings()) {
                String claim = finding.claim() == null ? "never said" : finding.claim();
                String line = finding.line() == null ? "" : " (line " + finding.line() + ")";
                testCase(xml, suite, finding.step() + ": " + claim + line, result(finding));
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
        return text + "\n";
    }

    private static void testCase(XMLStreamWriter xml, String suite, String name, @Nullable Result result)
            throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", SafeText.line(suite));
        xml.writeAttribute("name", SafeText.line(name));
        if (result != null) {
            xml.writeEmptyElement(result.element());
            if (!result.element().equals("skipped")) {
                xml.writeAttribute("type", result.type());
            }
            xml.writeAttribute("message", SafeText.line(result.message()));
        }
        xml.writeEndElement();
    }

    private static @Nullable Result result(Judgement judgement) {
        Outcome outcome = judgement.outcome();
        return switch (outcome) {
            case PASS -> null;
            case DEVICE_FAIL, MISMATCH -> new Result("failure", outcome.name(), judgement.reason());
            case BENCH_FAULT, CLOUD_FAULT, INCONCLUSIVE -> new Result("error", outcome.name(), judgement.reason());
        };
    }

    private static @Nullable Result result(Finding finding) {
        return switch (finding.verdict()) {
            case CONFIRMED -> null;
            case REFUTED, UNCLAIMED -> new Result("failure", finding.verdict().name(), finding.reason());
            case UNSEEN, UNCHECKABLE ->
                new Result("skipped", finding.verdict().name(), finding.verdict() + ": " + finding.reason());
        };
    }

    private static long count(Judgement judgement, String element) {
        Result outcome = result(judgement);
        long own = outcome != null && outcome.element().equals(element) ? 1 : 0;
        return own
                + judgement.findings().stream()
                        .map(JunitXml::result)
                        .filter(it -> it != null && it.element().equals(element))
                        .count();
    }
}
