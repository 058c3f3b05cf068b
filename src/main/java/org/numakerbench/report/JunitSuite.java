package org.numakerbench.report;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.SafeText;

/** One JUnit test suite as Surefire writes it, which all CI servers read. Foreign text in it is made harmless here. */
public final class JunitSuite {
    private final String name;
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Case> cases = new ArrayList<>();
    private @Nullable Instant started;
    private @Nullable Duration took;

    public JunitSuite(String name) {
        this.name = name;
    }

    /**
     * What a test case says beside its name.
     *
     * @param element {@code failure}, {@code error}, {@code skipped}, or what a retry is called
     * @param lines what else there is to say
     */
    public record Result(String element, String type, String message, List<String> lines) {
        public Result {
            lines = List.copyOf(lines);
        }

        public Result(String element, String type, String message) {
            this(element, type, message, List.of());
        }
    }

    private record Case(
            String className,
            String name,
            @Nullable Duration took,
            @Nullable Result result,
            List<Result> retries,
            List<String> said) {}

    /** When it began and how long it took. */
    public JunitSuite at(Instant started, Duration took) {
        this.started = started;
        this.took = took;
        return this;
    }

    /** Something that servers show and draw beside the suite. */
    public JunitSuite property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** @param result null for a case that passed */
    public JunitSuite add(String className, String name, @Nullable Result result) {
        return add(className, name, null, result, List.of());
    }

    /**
     * @param took null when that is not known
     * @param result null for a case that passed
     * @param said lines of its standard output, which servers show beside a case, passed or not
     */
    public JunitSuite add(
            String className, String name, @Nullable Duration took, @Nullable Result result, List<String> said) {
        return add(className, name, took, result, List.of(), said);
    }

    /**
     * @param retries what other attempts came to that did not pass, in Surefire's words: {@code flakyFailure} and
     *     {@code flakyError} where the case passed in the end, {@code rerunFailure} and {@code rerunError} where it did not
     */
    public JunitSuite add(
            String className,
            String name,
            @Nullable Duration took,
            @Nullable Result result,
            List<Result> retries,
            List<String> said) {
        cases.add(new Case(className, name, took, result, List.copyOf(retries), List.copyOf(said)));
        return this;
    }

    /** The document as text. */
    public String write() {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", SafeText.line(name));
            xml.writeAttribute("tests", String.valueOf(cases.size()));
            xml.writeAttribute("failures", count("failure"));
            xml.writeAttribute("errors", count("error"));
            xml.writeAttribute("skipped", count("skipped"));
            if (started != null) {
                xml.writeAttribute("timestamp", started.toString());
            }
            time(xml, took);
            if (!properties.isEmpty()) {
                properties(xml);
            }
            for (Case each : cases) {
                write(xml, each);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
        return text + "\n";
    }

    private void properties(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> each : properties.entrySet()) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("property");
            xml.writeAttribute("name", SafeText.line(each.getKey()));
            xml.writeAttribute("value", SafeText.line(each.getValue()));
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private String count(String element) {
        return String.valueOf(cases.stream()
                .filter(it -> it.result() != null && it.result().element().equals(element))
                .count());
    }

    private static void time(XMLStreamWriter xml, @Nullable Duration took) throws XMLStreamException {
        if (took != null) {
            xml.writeAttribute("time", String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0));
        }
    }

    private static void write(XMLStreamWriter xml, Case each) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", SafeText.line(each.className()));
        xml.writeAttribute("name", SafeText.line(each.name()));
        time(xml, each.took());
        if (each.result() != null) {
            write(xml, each.result());
        }
        for (Result retry : each.retries()) {
            write(xml, retry);
        }
        if (!each.said().isEmpty()) {
            xml.writeStartElement("system-out");
            lines(xml, each.said());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, Result result) throws XMLStreamException {
        xml.writeStartElement(result.element());
        if (!result.element().equals("skipped")) {
            xml.writeAttribute("type", result.type());
        }
        xml.writeAttribute("message", SafeText.line(result.message()));
        lines(xml, result.lines());
        xml.writeEndElement();
    }

    private static void lines(XMLStreamWriter xml, List<String> lines) throws XMLStreamException {
        for (String line : lines) {
            xml.writeCharacters("\n" + SafeText.line(line));
        }
    }
}
