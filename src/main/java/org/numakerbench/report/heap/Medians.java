package org.numakerbench.report.heap;

import java.util.List;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.BuildPoint.RunPoint;
import org.numakerbench.history.HeapTrend;

/** What a chart needs of a trend: a median a build, and the span of all figures. */
record Medians(double[] medians, double low, double high) {
    static Medians of(HeapTrend trend) {
        List<BuildPoint> builds = trend.builds();
        double[] medians = new double[builds.size()];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < medians.length; i++) {
            double[] bytes = builds.get(i).runs().stream()
                    .mapToDouble(RunPoint::bytes)
                    .sorted()
                    .toArray();
            int half = bytes.length / 2;
            medians[i] = bytes.length % 2 == 1 ? bytes[half] : (bytes[half - 1] + bytes[half]) / 2;
            low = Math.min(low, bytes[0]);
            high = Math.max(high, bytes[bytes.length - 1]);
        }
        return new Medians(medians, low, high);
    }
}
