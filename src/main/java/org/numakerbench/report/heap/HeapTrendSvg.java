package org.numakerbench.report.heap;

import java.util.List;
import java.util.Locale;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.report.chart.Scale;
import org.numakerbench.report.chart.Svg;

/** A trend as a picture in a file: a dot a run, a line through the builds' medians, marks where something changed. */
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

    /** The light colours of pages: whoever shows a picture may have no style sheet. */
    private static final String INK = "#1c2430";

    private static final String SOFT = "#5b6675";
    private static final String LINE = "#dfe3e8";
    private static final String BAD = "#c0292b";
    private static final String GOOD = "#1a7f4b";

    private final HeapTrend trend;
    private final Medians medians;
    private final Scale x;
    private final Scale y;
    private final Svg svg;

    private HeapTrendSvg(HeapTrend trend, Svg svg) {
        this.trend = trend;
        this.svg = svg;
        this.medians = Medians.of(trend);
        double span = medians.high() - medians.low();
        double margin = Math.max(span * 0.08, 8);
        Long limit = trend.limitBytes();
        boolean near = limit != null && limit <= medians.high() + 4 * span;
        double top = Math.max(medians.high(), near && limit != null ? limit : 0);
        this.x = new Scale(0, trend.builds().size() - 1, LEFT + 6, WIDTH - RIGHT - 6);
        this.y = new Scale(medians.low() - margin, top + margin, HEIGHT - BOTTOM, TOP);
    }

    /** A standalone SVG document; a trend without builds is an empty frame. */
    public static String write(HeapTrend trend) {
        String metric = trend.metric().words();
        String series = trend.series().words();
        Svg svg = Svg.document(WIDTH, HEIGHT, metric + " of " + series)
                .words(LEFT, 22, "start", metric + ", " + series, "fill", INK);
        if (!trend.builds().isEmpty()) {
            new HeapTrendSvg(trend, svg).draw();
        }
        return svg.text() + "\n";
    }

    private void draw() {
        for (int i = 0; i <= TICKS; i++) {
            double bytes = y.tick(i, TICKS);
            across(bytes, "stroke", LINE);
            svg.words(LEFT - 8, y.at(bytes) + 4, "end", String.format(Locale.ROOT, "%,.0f", bytes), "fill", SOFT);
        }
        Long limit = trend.limitBytes();
        if (limit != null && limit <= y.high()) {
            across(limit, "stroke", BAD, "stroke-dasharray", "8 4");
            String words = String.format(Locale.ROOT, "limit %,d", limit);
            svg.words(WIDTH - RIGHT, y.at(limit) - 6, "end", words, "fill", BAD);
        }
        trend.findings().forEach(this::mark);
        medianLine();
        dots();
        List<BuildPoint> builds = trend.builds();
        svg.words(LEFT, HEIGHT - 16, "start", builds.get(0).image(), "fill", SOFT);
        if (builds.size() > 1) {
            String last = builds.get(builds.size() - 1).image();
            svg.words(WIDTH - RIGHT, HEIGHT - 16, "end", last, "fill", SOFT);
        }
    }

    private void across(double bytes, Object... look) {
        svg.line(LEFT, y.at(bytes), WIDTH - RIGHT, y.at(bytes), look);
    }

    private void medianLine() {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < medians.medians().length; i++) {
            points.append(Svg.value(x.at(i)))
                    .append(',')
                    .append(Svg.value(y.at(medians.medians()[i])))
                    .append(' ');
        }
        String line = points.toString().strip();
        svg.shape("polyline", "points", line, "fill", "none", "stroke", "#5a6bd0", "stroke-width", 1.5);
    }

    private void dots() {
        long runs = trend.builds().stream().mapToLong(it -> it.runs().size()).sum();
        long every = Math.max(1, runs / MOST_DOTS);
        svg.group("fill", INK, "fill-opacity", "0.55");
        long count = 0;
        for (int i = 0; i < trend.builds().size(); i++) {
            for (RunPoint run : trend.builds().get(i).runs()) {
                if (count++ % every == 0) {
                    svg.shape("circle", "cx", x.at(i), "cy", y.at(run.bytes()), "r", 2);
                }
            }
        }
        svg.end();
    }

    private void mark(HeapFinding finding) {
        double at = x.at(finding.change().firstBad() - 0.5);
        Kind kind = finding.change().kind();
        boolean accepted = finding.accepted() != null;
        String colour = accepted ? SOFT : finding.isGrowth() ? BAD : GOOD;
        Object[] look = kind == Kind.STEP
                ? new Object[] {"stroke", colour}
                : new Object[] {"stroke", colour, "stroke-dasharray", "3 3"};
        String sign = kind == Kind.SUSPECT ? "?" : kind == Kind.DRIFT ? "~" : finding.isGrowth() ? "\u25b2" : "\u25bc";
        String words =
                sign + String.format(Locale.ROOT, " %+,.0f", finding.change().bytes()) + (accepted ? " accepted" : "");
        svg.group()
                .title(FindingWords.of(finding))
                .line(at, TOP - 4, at, HEIGHT - BOTTOM, look)
                .words(at, TOP - 8, "middle", words, "fill", colour)
                .end();
    }
}
