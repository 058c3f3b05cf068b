package org.numakerbench.report.heap;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.text.SafeText;

/**
 * A trend as a picture: a dot a run, a line through the builds' medians, marks where something changed. Written without a
 * drawing library: those measure text with the system's fonts, which a bench without a screen does not have.
 */
public final class HeapTrendSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 360;
    private static final int LEFT = 90;
    private static final int RIGHT = 20;
    private static final int TOP = 46;
    private static final int BOTTOM = 46;
    private static final int TICKS = 4;
    /** More dots than this say no more, and make the file big. */
    private static final int MOST_DOTS = 20_000;

    private final HeapTrend trend;
    private final Medians medians;
    private final double low;
    private final double high;

    private HeapTrendSvg(HeapTrend trend) {
        this.trend = trend;
        this.medians = Medians.of(trend);
        double margin = Math.max((medians.high() - medians.low()) * 0.08, 8);
        Long limit = trend.limitBytes();
        boolean near = limit != null && limit <= medians.high() + 4 * (medians.high() - medians.low());
        this.low = medians.low() - margin;
        this.high = Math.max(medians.high(), near && limit != null ? limit : 0) + margin;
    }

    /** A standalone SVG document; a trend without builds is an empty frame. */
    public static String write(HeapTrend trend) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter svg = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            svg.writeStartDocument("UTF-8", "1.0");
            svg.writeStartElement("svg");
            svg.writeDefaultNamespace("http://www.w3.org/2000/svg");
            attributes(svg, "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "width", WIDTH, "height", HEIGHT);
            attributes(svg, "font-family", "system-ui, sans-serif", "font-size", 12, "role", "img");
            element(
                    svg,
                    "title",
                    trend.metric().words() + " of " + trend.series().name());
            svg.writeEmptyElement("rect");
            attributes(svg, "width", WIDTH, "height", HEIGHT, "fill", "#ffffff");
            words(
                    svg,
                    LEFT,
                    22,
                    "start",
                    "#1c2430",
                    trend.metric().words() + ", " + trend.series().name());
            if (!trend.builds().isEmpty()) {
                new HeapTrendSvg(trend).draw(svg);
            }
            svg.writeEndElement();
            svg.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("writing XML to memory failed", impossible);
        }
        return text + "\n";
    }

    private void draw(XMLStreamWriter svg) throws XMLStreamException {
        for (int i = 0; i <= TICKS; i++) {
            double bytes = low + (high - low) * i / TICKS;
            line(svg, LEFT, y(bytes), WIDTH - RIGHT, y(bytes), "#dfe3e8", "");
            words(svg, LEFT - 8, y(bytes) + 4, "end", "#5b6675", String.format(Locale.ROOT, "%,.0f", bytes));
        }
        Long limit = trend.limitBytes();
        if (limit != null && limit <= high) {
            line(svg, LEFT, y(limit), WIDTH - RIGHT, y(limit), "#c0292b", "8 4");
            words(svg, WIDTH - RIGHT, y(limit) - 6, "end", "#c0292b", String.format(Locale.ROOT, "limit %,d", limit));
        }
        for (HeapFinding finding : trend.findings()) {
            mark(svg, finding);
        }
        medianLine(svg);
        dots(svg);
        String last = trend.builds().get(trend.builds().size() - 1).image();
        words(svg, LEFT, HEIGHT - 16, "start", "#5b6675", trend.builds().get(0).image());
        if (trend.builds().size() > 1) {
            words(svg, WIDTH - RIGHT, HEIGHT - 16, "end", "#5b6675", last);
        }
    }

    private void medianLine(XMLStreamWriter svg) throws XMLStreamException {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < medians.medians().length; i++) {
            points.append(number(x(i)))
                    .append(',')
                    .append(number(y(medians.medians()[i])))
                    .append(' ');
        }
        svg.writeEmptyElement("polyline");
        attributes(svg, "points", points.toString().strip(), "fill", "none", "stroke", "#5a6bd0", "stroke-width", 1.5);
    }

    private void dots(XMLStreamWriter svg) throws XMLStreamException {
        long runs = trend.builds().stream().mapToLong(it -> it.runs().size()).sum();
        long every = Math.max(1, runs / MOST_DOTS);
        svg.writeStartElement("g");
        attributes(svg, "fill", "#1c2430", "fill-opacity", 0.55);
        long count = 0;
        for (int i = 0; i < trend.builds().size(); i++) {
            BuildPoint build = trend.builds().get(i);
            for (RunPoint run : build.runs()) {
                if (count++ % every == 0) {
                    svg.writeEmptyElement("circle");
                    attributes(svg, "cx", number(x(i)), "cy", number(y(run.bytes())), "r", 2);
                }
            }
        }
        svg.writeEndElement();
    }

    private void mark(XMLStreamWriter svg, HeapFinding finding) throws XMLStreamException {
        double at = x(finding.change().firstBad() - 0.5);
        boolean accepted = finding.accepted() != null;
        String colour = accepted ? "#5b6675" : finding.isGrowth() ? "#c0292b" : "#1a7f4b";
        svg.writeStartElement("g");
        element(svg, "title", FindingWords.of(finding));
        line(svg, at, TOP - 4, at, HEIGHT - BOTTOM, colour, finding.change().kind() == Kind.STEP ? "" : "3 3");
        String sign = finding.change().kind() == Kind.SUSPECT
                ? "?"
                : finding.change().kind() == Kind.DRIFT ? "~" : finding.isGrowth() ? "\u25b2" : "\u25bc";
        words(
                svg,
                at,
                TOP - 8,
                "middle",
                colour,
                sign + String.format(Locale.ROOT, " %+,.0f", finding.change().bytes()) + (accepted ? " accepted" : ""));
        svg.writeEndElement();
    }

    private double x(double build) {
        int last = trend.builds().size() - 1;
        return last == 0 ? (LEFT + WIDTH - RIGHT) / 2.0 : LEFT + 6 + (WIDTH - LEFT - RIGHT - 12) * build / last;
    }

    private double y(double bytes) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - bytes) / (high - low);
    }

    private static void line(
            XMLStreamWriter svg, double x1, double y1, double x2, double y2, String colour, String dashes)
            throws XMLStreamException {
        svg.writeEmptyElement("line");
        attributes(svg, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2), "stroke", colour);
        if (!dashes.isEmpty()) {
            svg.writeAttribute("stroke-dasharray", dashes);
        }
    }

    private static void words(XMLStreamWriter svg, double x, double y, String anchor, String colour, String text)
            throws XMLStreamException {
        svg.writeStartElement("text");
        attributes(svg, "x", number(x), "y", number(y), "text-anchor", anchor, "fill", colour);
        svg.writeCharacters(SafeText.line(text));
        svg.writeEndElement();
    }

    private static void element(XMLStreamWriter svg, String name, String text) throws XMLStreamException {
        svg.writeStartElement(name);
        svg.writeCharacters(SafeText.line(text));
        svg.writeEndElement();
    }

    private static void attributes(XMLStreamWriter svg, Object... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            svg.writeAttribute(String.valueOf(namesAndValues[i]), String.valueOf(namesAndValues[i + 1]));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
