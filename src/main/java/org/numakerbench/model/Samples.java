package org.numakerbench.model;

import java.util.Arrays;
import java.util.Collection;

/**
 * What is kept of all values that one run gave of one figure.
 *
 * @param median of all; between the two in the middle when their number is even
 * @param last the newest
 * @param count at least one
 */
public record Samples(double min, double median, double max, double last, int count) {
    public Samples {
        if (count < 1 || !(min <= median && median <= max && min <= last && last <= max)) {
            throw new IllegalArgumentException("no samples: min " + min + ", median " + median + ", max " + max
                    + ", last " + last + ", count " + count);
        }
    }

    /** Of a single value. */
    public static Samples of(double value) {
        return new Samples(value, value, value, value, 1);
    }

    /** @param values in the order in which they came, at least one, all of them finite */
    public static Samples of(Collection<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        double last = sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Samples(
                sorted.length == 0 ? Double.NaN : sorted[0],
                median,
                sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1],
                last,
                sorted.length);
    }
}
