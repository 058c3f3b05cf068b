package org.numakerbench.history.change;

import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.special.Beta;
import org.jspecify.annotations.Nullable;

/**
 * The best place to divide a range of builds in two, and how surprising the difference is.
 *
 * <p>The place is that of E-divisive [Matteson, James: A nonparametric approach for multiple change point analysis of
 * multivariate data, JASA 109 (2014)] with exponent 2: the energy distance of two samples is then twice the square of the
 * difference of their means, so all places are weighed in one pass. Its permutation test cannot speak of few builds (three
 * and three have 20 orders, p 0.05 at best); as in Otava [docs/MATH.md, after Hunter] a t test takes its place, here on
 * values whose outliers were drawn in to {@value #REACH} standard deviations, and with the error of whole builds, since
 * runs of one build share what that build has. A second test asks only for order: how likely so many runs on one side of
 * the middle would be, were they outliers of the other side.
 *
 * @param at first build of the right side
 * @param chance p of the t test, all places that were weighed counted in
 * @param orderChance probability of the order
 * @param bytes difference of the medians
 * @param byBuilds true when builds were compared rather than runs: the order of runs then proves nothing by itself
 */
record Split(int at, double chance, double orderChance, double bytes, boolean byBuilds) {
    /** Of a normal distribution 0.3 % lie beyond; drawing them in costs nothing. */
    private static final double REACH = 3;
    /** In units of the least scale: on a constant series a step of three builds must still stand out. */
    private static final double LEAST_REACH = 6;
    /** A median absolute deviation times this is a standard deviation, if normal. */
    private static final double NORMAL = 1.4826;

    /** The largest p of both tests. */
    double worst() {
        return Math.max(chance, orderChance);
    }

    /**
     * @param leftBuilds builds that must stay on the left; so many, or {@code sideRuns} runs
     * @param rightBuilds the same on the right
     * @param firstPlace no division before this build
     * @return null when no place has enough on both sides
     */
    static @Nullable Split best(
            RunsInOrder runs,
            int from,
            int to,
            int leftBuilds,
            int rightBuilds,
            int sideRuns,
            int firstPlace,
            Rules rules) {
        double[] drawnIn = drawnIn(runs, from, to, rules);
        int first = runs.starts()[from];
        double[] sums = new double[to - from + 1];
        for (int build = from; build < to; build++) {
            double sum = 0;
            for (int i = runs.starts()[build]; i < runs.starts()[build + 1]; i++) {
                sum += drawnIn[i - first];
            }
            sums[build - from + 1] = sums[build - from] + sum;
        }
        int best = -1;
        int places = 0;
        double highest = -1;
        for (int at = Math.max(from + 1, firstPlace); at < to; at++) {
            int left = runs.runs(from, at);
            int right = runs.runs(at, to);
            boolean enough =
                    (at - from >= leftBuilds || left >= sideRuns) && (to - at >= rightBuilds || right >= sideRuns);
            if (!enough) {
                continue;
            }
            places++;
            double difference = (sums[to - from] - sums[at - from]) / right - sums[at - from] / left;
            double energy = (double) left * right / (left + right) * difference * difference;
            if (energy > highest) {
                highest = energy;
                best = at;
            }
        }
        return best < 0 ? null : weighed(runs, from, to, best, places, drawnIn, rules);
    }

    private static Split weighed(
            RunsInOrder runs, int from, int to, int at, int places, double[] drawnIn, Rules rules) {
        double bytes = runs.median(at, to) - runs.median(from, at);
        boolean byBuilds = byBuilds(runs, from, to, rules);
        double byRuns = tTest(runs, from, to, at, drawnIn, rules);
        double t = byBuilds ? Math.max(byRuns, SharedNoise.chance(runs, from, to, at, drawnIn, rules)) : byRuns;
        return new Split(at, Math.min(1, t * places), order(runs, from, to, at, bytes), bytes, byBuilds);
    }

    /** With one run a build the two are the same. */
    private static boolean byBuilds(RunsInOrder runs, int from, int to, Rules rules) {
        return rules.sharedNoise() && runs.runs(from, to) > to - from;
    }

    /** Values of the range, no farther from its median than outliers may count. */
    private static double[] drawnIn(RunsInOrder runs, int from, int to, Rules rules) {
        double[] values = runs.range(from, to);
        double middle = RunsInOrder.median(values);
        double shared = byBuilds(runs, from, to, rules) ? SharedNoise.scale(runs, to) : 0;
        double reach = Math.max(REACH * Math.max(scale(runs, from, to), shared), LEAST_REACH * rules.scaleFloorBytes());
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(middle - reach, Math.min(middle + reach, values[i]));
        }
        return values;
    }

    /** Standard deviation of noise from neighbour to neighbour: a step adds but one neighbour to it. */
    static double scale(RunsInOrder runs, int from, int to) {
        double[] values = runs.range(from, to);
        if (values.length < 2) {
            return 0;
        }
        double[] differences = new double[values.length - 1];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = Math.abs(values[i + 1] - values[i]);
        }
        return NORMAL * RunsInOrder.median(differences) / Math.sqrt(2);
    }

    private static double tTest(RunsInOrder runs, int from, int to, int at, double[] drawnIn, Rules rules) {
        int first = runs.starts()[from];
        int left = runs.runs(from, at);
        int right = runs.runs(at, to);
        double leftMean = mean(drawnIn, 0, left);
        double rightMean = mean(drawnIn, left, left + right);
        double single = 0;
        double[] whole = new double[2];
        for (int build = from; build < to; build++) {
            boolean isLeft = build < at;
            double mean = isLeft ? leftMean : rightMean;
            double sum = 0;
            for (int i = runs.starts()[build] - first; i < runs.starts()[build + 1] - first; i++) {
                single += (drawnIn[i] - mean) * (drawnIn[i] - mean);
                sum += drawnIn[i] - mean;
            }
            whole[isLeft ? 0 : 1] += sum * sum;
        }
        double freedom = left + right - 2.0;
        if (freedom < 1) {
            return 1;
        }
        double floor = rules.scaleFloorBytes() * rules.scaleFloorBytes();
        double byRuns = Math.max(single / freedom, floor) * (1.0 / left + 1.0 / right);
        double correction = (double) (to - from) / Math.max(1, to - from - 2);
        double byBuilds = correction * (whole[0] / left / left + whole[1] / right / right);
        double t = Math.abs(rightMean - leftMean) / Math.sqrt(Math.max(byRuns, byBuilds));
        return 2 * new TDistribution(freedom).cumulativeProbability(-t);
    }

    /**
     * The longer side tells how often a run of it lies beyond the middle between the two levels (Laplace's rule of
     * succession); the binomial tail then tells how likely all those of the shorter side are.
     */
    private static double order(RunsInOrder runs, int from, int to, int at, double bytes) {
        double middle = (runs.median(at, to) + runs.median(from, at)) / 2;
        boolean leftIsLonger = runs.runs(from, at) >= runs.runs(at, to);
        double[] longer = leftIsLonger ? runs.range(from, at) : runs.range(at, to);
        double[] shorter = leftIsLonger ? runs.range(at, to) : runs.range(from, at);
        boolean beyondIsUp = leftIsLonger == bytes > 0;
        double rate = (1.0 + beyond(longer, middle, beyondIsUp)) / (2.0 + longer.length);
        return tail(beyond(shorter, middle, beyondIsUp), shorter.length, rate);
    }

    private static int beyond(double[] values, double middle, boolean up) {
        int count = 0;
        for (double value : values) {
            if (up ? value > middle : value < middle) {
                count++;
            }
        }
        return count;
    }

    /** Probability of {@code hits} or more of {@code trials}. */
    private static double tail(int hits, int trials, double rate) {
        return hits == 0 ? 1 : Beta.regularizedBeta(rate, hits, trials - hits + 1.0);
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
