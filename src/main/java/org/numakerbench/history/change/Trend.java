package org.numakerbench.history.change;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * A straight line through a range of builds: the median of all slopes (Theil and Sen), and whether it rises or falls at
 * all (Mann and Kendall, with ties). [Hollander, Wolfe: Nonparametric Statistical Methods, 9.1 to 9.4]
 *
 * @param bytesPerBuild slope
 * @param low lower end of the slope's interval, 95 %
 * @param high upper end
 * @param start the line at the first build
 * @param chance p of no trend at all
 */
record Trend(double bytesPerBuild, double low, double high, double start, double chance) {
    private static final double NORMAL_95 = 1.959964;
    /** Every so manieth build is looked at where there are more: pairs grow with the square. */
    private static final int MOST = 160;

    static Trend of(double[] medians) {
        int stride = Math.max(1, (medians.length + MOST - 1) / MOST);
        int points = (medians.length + stride - 1) / stride;
        double[] slopes = new double[points * (points - 1) / 2];
        int at = 0;
        long concordant = 0;
        for (int i = 0; i < points; i++) {
            for (int j = i + 1; j < points; j++) {
                double rise = medians[j * stride] - medians[i * stride];
                slopes[at++] = rise / ((double) (j - i) * stride);
                concordant += (long) Math.signum(rise);
            }
        }
        Arrays.sort(slopes);
        double variance = variance(medians, stride, points);
        double slope = slopes.length == 0 ? 0 : RunsInOrder.median(slopes);
        double[] rest = new double[medians.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = medians[i] - slope * i;
        }
        double half = NORMAL_95 * Math.sqrt(variance);
        int low = (int) Math.max(0, Math.floor((slopes.length - half) / 2));
        double z = variance == 0 ? 0 : (Math.abs(concordant) - 1) / Math.sqrt(variance);
        double chance = concordant == 0 ? 1 : 2 * new NormalDistribution().cumulativeProbability(-z);
        return new Trend(
                slope,
                slopes.length == 0 ? 0 : slopes[low],
                slopes.length == 0 ? 0 : slopes[slopes.length - 1 - low],
                RunsInOrder.median(rest),
                chance);
    }

    /** Of the number of concordant less discordant pairs; values that are equal tell nothing of order. */
    private static double variance(double[] medians, int stride, int points) {
        double[] sorted = new double[points];
        for (int i = 0; i < points; i++) {
            sorted[i] = medians[i * stride];
        }
        Arrays.sort(sorted);
        double ties = 0;
        for (int i = 0; i < points; ) {
            int j = i;
            while (j < points && sorted[j] == sorted[i]) {
                j++;
            }
            double equal = j - i;
            ties += equal * (equal - 1) * (2 * equal + 5);
            i = j;
        }
        return (points * (points - 1.0) * (2.0 * points + 5) - ties) / 18;
    }
}
