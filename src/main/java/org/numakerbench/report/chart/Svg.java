package org.numakerbench.report.chart;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.numakerbench.text.SafeText;

/**
 * A drawing as SVG. Written without a drawing library: those measure text with the system's fonts, which a bench without a
 * screen does not have. Foreign text in it is made harmless here; fractional numbers get one decimal.
 */
public final class Svg {
    private interface Writing {
        void to(XMLStreamWriter xml) throws XMLStreamException;
    }

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private Svg() {
        try {
            xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
    }

    private Svg write(Writing writing) {
        try {
            writing.to(xml);
            return this;
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
    }

    /** A file of its own, on white. */
    public static Svg document(int width, int height, String title) {
        return new Svg()
                .write(xml -> {
                    xml.writeStartDocument("UTF-8", "1.0");
                    xml.writeStartElement("svg");
                    xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
                })
                .attributes("viewBox", "0 0 " + width + " " + height, "width", width, "height", height)
                .attributes("font-family", "system-ui, sans-serif", "font-size", 12, "role", "img")
                .title(title)
                .shape("rect", "width", width, "height", height, "fill", "#ffffff");
    }

    /**
     * A part of a page, whose style sheet says what its classes look like.
     *
     * @param viewBox left, top, width, height
     * @param label what it shows, for those who do not see it
     */
    public static Svg within(String viewBox, String label, Object... attributes) {
        return new Svg()
                .write(xml -> xml.writeStartElement("svg"))
                .attributes("viewBox", viewBox, "role", "img", "aria-label", SafeText.line(label))
                .attributes(attributes);
    }

    /** A bar from 0 to 100, as wide as its class says; parts are added as {@code rect} of height 10. */
    public static Svg bar(String css, String label) {
        return within("0 0 100 10", label, "class", css, "preserveAspectRatio", "none")
                .rect("ground", 0, 100)
                .title(label);
    }

    /** Of a {@link #bar}: a part of it. */
    public Svg rect(String css, double from, double width) {
        return shape("rect", "class", css, "x", from, "width", width, "height", 10);
    }

    /** An element without content, {@code line} say, with names and values of its attributes. */
    public Svg shape(String element, Object... attributes) {
        return write(xml -> xml.writeEmptyElement(element)).attributes(attributes);
    }

    public Svg line(double x1, double y1, double x2, double y2, Object... look) {
        return shape("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2).attributes(look);
    }

    /** @param anchor which part of the words is at {@code x}: {@code start}, {@code middle} or {@code end} */
    public Svg words(double x, double y, String anchor, String words, Object... look) {
        return write(xml -> xml.writeStartElement("text"))
                .attributes("x", x, "y", y, "text-anchor", anchor)
                .attributes(look)
                .write(xml -> xml.writeCharacters(SafeText.line(words)))
                .end();
    }

    /** What a browser shows for the element around it, beside the pointer. */
    public Svg title(String words) {
        return write(xml -> {
                    xml.writeStartElement("title");
                    xml.writeCharacters(SafeText.line(words));
                })
                .end();
    }

    /** Begins a group, which {@link #end} ends. */
    public Svg group(Object... attributes) {
        return write(xml -> xml.writeStartElement("g")).attributes(attributes);
    }

    public Svg end() {
        return write(XMLStreamWriter::writeEndElement);
    }

    private Svg attributes(Object... namesAndValues) {
        return write(xml -> {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                xml.writeAttribute(String.valueOf(namesAndValues[i]), value(namesAndValues[i + 1]));
            }
        });
    }

    /** As text in a drawing has it. */
    public static String value(Object value) {
        return value instanceof Double ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf(value);
    }

    /** The drawing, ended. */
    public String text() {
        return end().write(XMLStreamWriter::writeEndDocument).text.toString();
    }
}
