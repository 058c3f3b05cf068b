package org.numakerbench.report.tune;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A curve of waits, ready to be drawn: milliseconds on a logarithmic axis, the share that is over by then.
 *
 * @param path SVG path within 600 by 200
 * @param ticks of the horizontal axis
 */
public record StepCurve(String title, String path, List<Tick> ticks, int samples) {
    static final int WIDTH = 600;
    static final int HEIGHT = 200;

    /** @param x within 600 */
    public record Tick(double x, String words) {}

    static StepCurve of(String title, List<double[]> points) {
        double low = Math.log10(Math.max(1, points.get(0)[0]));
        double high = Math.max(low + 0.1, Math.log10(Math.max(1, points.get(points.size() - 1)[0])));
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M0 %d", HEIGHT));
        for (double[] point : points) {
            double x = (Math.log10(Math.max(1, point[0])) - low) / (high - low) * WIDTH;
            path.append(String.format(Locale.ROOT, "H%.1fV%.1f", x, HEIGHT * (1 - point[1])));
        }
        path.append("H").append(WIDTH);
        List<Tick> ticks = IntStream.rangeClosed(0, 4)
                .mapToObj(i -> {
                    double ms = Math.pow(10, low + (high - low) * i / 4);
                    return new Tick(
                            WIDTH * i / 4.0,
                            ms >= 1000
                                    ? String.format(Locale.ROOT, "%.1f s", ms / 1000)
                                    : String.format(Locale.ROOT, "%.0f ms", ms));
                })
                .toList();
        return new StepCurve(title, path.toString(), ticks, points.size());
    }
}
