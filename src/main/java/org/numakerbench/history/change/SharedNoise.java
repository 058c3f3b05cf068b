package org.numakerbench.history.change;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * What all runs of one build share: an endpoint's mood that night, the weather between two antennas. Five runs of a build then
 * say hardly more than one, and are compared as one with those of other builds. How much builds differ that nobody changed is read
 * off neighbours of the whole window, those before the last step, too: a step adds but one neighbour to it.
 */
final class SharedNoise {
    /** A median absolute deviation times this is a standard deviation, if normal. */
    private static final double NORMAL = 1.4826;

    private SharedNoise() {}

    /** Standard deviation of the builds' means from neighbour to neighbour. */
    static double scale(RunsInOrder runs, int to) {
        double[] means = means(runs, known(to), to);
        if (means.length < 2) {
            return 0;
        }
        double[] differences = new double[means.length - 1];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = Math.abs(means[i + 1] - means[i]);
        }
        return NORMAL * RunsInOrder.median(differences) / Math.sqrt(2);
    }

    /**
     * How likely the levels of two sides are as far apart as that, were builds of one level as far apart as neighbours are.
     *
     * @param drawnIn values of the range, outliers drawn in
     */
    static double chance(RunsInOrder runs, int from, int to, int at, double[] drawnIn, Rules rules) {
        int builds = to - known(to);
        if (builds < 3) {
            return 1;
        }
        int first = runs.starts()[from];
        double within = 0;
        double perRun = 0;
        double left = 0;
        double right = 0;
        for (int build = from; build < to; build++) {
            int begin = runs.starts()[build] - first;
            int end = runs.starts()[build + 1] - first;
            double mean = mean(drawnIn, begin, end);
            for (int i = begin; i < end; i++) {
                within += (drawnIn[i] - mean) * (drawnIn[i] - mean);
            }
            perRun += 1.0 / (end - begin);
            left += build < at ? mean / (at - from) : 0;
            right += build < at ? 0 : mean / (to - at);
        }
        double freedom = Math.max(1, runs.runs(from, to) - (to - from));
        double floor = rules.scaleFloorBytes() * rules.scaleFloorBytes();
        double ofRuns = Math.max(within / freedom, floor) * perRun / (to - from);
        double shared = scale(runs, to);
        double error = Math.sqrt(Math.max(shared * shared, ofRuns) * (1.0 / (at - from) + 1.0 / (to - at)));
        return 2 * new TDistribution(builds - 2.0).cumulativeProbability(-Math.abs(right - left) / error);
    }

    private static int known(int to) {
        return Math.max(0, to - ChangeDetector.WINDOW);
    }

    private static double[] means(RunsInOrder runs, int from, int to) {
        double[] means = new double[to - from];
        for (int build = from; build < to; build++) {
            means[build - from] = mean(runs.values(), runs.starts()[build], runs.starts()[build + 1]);
        }
        return means;
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
