package org.numakerbench.report.tune;

import java.util.List;
import java.util.Locale;
import org.numakerbench.report.chart.Scale;
import org.numakerbench.report.chart.Svg;

/** A curve of waits: milliseconds on a logarithmic axis, the share that is over by then. */
public record StepCurve(String title, String drawing) {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 200;
    private static final int TICKS = 4;

    /** @param points milliseconds and share, at least one, ascending */
    static StepCurve of(String title, List<double[]> points) {
        double low = log(points.get(0)[0]);
        Scale x = new Scale(low, Math.max(low + 0.1, log(points.get(points.size() - 1)[0])), 0, WIDTH);
        Scale y = new Scale(0, 1, HEIGHT, 0);
        Svg svg = Svg.within("-45 -10 670 250", title);
        for (double share : new double[] {0, 0.5, 1}) {
            svg.line(0, y.at(share), WIDTH, y.at(share), "class", "grid");
            svg.words(-8, y.at(share) + 4, "end", Math.round(100 * share) + " %");
        }
        for (int i = 0; i <= TICKS; i++) {
            double at = x.at(x.tick(i, TICKS));
            svg.line(at, HEIGHT, at, HEIGHT + 6, "class", "grid");
            svg.words(at, HEIGHT + 22, "middle", words(Math.pow(10, x.tick(i, TICKS))));
        }
        StringBuilder path = new StringBuilder("M0 " + HEIGHT);
        for (double[] point : points) {
            path.append('H').append(Svg.value(x.at(log(point[0]))));
            path.append('V').append(Svg.value(y.at(point[1])));
        }
        svg.shape("path", "class", "curve", "d", path.append('H').append(WIDTH));
        return new StepCurve(title, svg.text());
    }

    private static double log(double ms) {
        return Math.log10(Math.max(1, ms));
    }

    private static String words(double ms) {
        return ms >= 1000 ? String.format(Locale.ROOT, "%.1f s", ms / 1000) : String.format(Locale.ROOT, "%.0f ms", ms);
    }
}
