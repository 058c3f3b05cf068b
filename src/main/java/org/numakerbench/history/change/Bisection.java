package org.numakerbench.history.change;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which build of a range brought a change, and which one to run next to know it soonest: probabilistic bisection [Horstein
 * 1963; Waeber, Frazier, Henderson: Bisection search with noisy responses, SIAM J. Control Optim. 51 (2013)]. Every build
 * is equally likely at first; each run multiplies the odds by how well its figure fits the old level and the new one, and
 * the next run goes where the odds are even. On figures without noise that is plain bisection.
 */
public final class Bisection {
    /** Runs of each end, before anything else: the levels all others are compared with, and one may be an outlier. */
    private static final int END_RUNS = 3;
    /** Runs of the two builds that the answer names. */
    private static final int ANSWER_RUNS = 2;
    /** A figure may be an outlier, and then says nothing. Five in a hundred is more than these boards were seen to have. */
    private static final double OUTLIERS = 0.05;
    /** Levels that are closer than this many deviations cannot be told apart by a few runs. */
    private static final double APART = 4;

    /** What to do. */
    public sealed interface Step {
        /** Run this build once more. */
        record Run(int build) implements Step {}

        /**
         * The first build with the new level.
         *
         * @param sure probability
         */
        record Found(int firstBad, double sure, double bytes) implements Step {}

        /** Both ends have the same level: there is nothing to look for. */
        record NoDifference(double bytes) implements Step {}
    }

    private final Rules rules;
    private final double sure;

    /** @param sure probability at which to stop, for example 0.99 */
    public Bisection(Rules rules, double sure) {
        this.rules = rules;
        this.sure = sure;
    }

    /** @param builds figures that are known of each build, in order; any of them may be empty, there are two or more */
    public Step next(List<double[]> builds) {
        int last = builds.size() - 1;
        for (int end : new int[] {0, last}) {
            if (builds.get(end).length < END_RUNS) {
                return new Step.Run(end);
            }
        }
        double good = RunsInOrder.median(builds.get(0));
        double bad = RunsInOrder.median(builds.get(last));
        double scale = scale(builds);
        if (Math.abs(bad - good) < Math.max(rules.floorBytes(), APART * scale)) {
            return new Step.NoDifference(bad - good);
        }
        double[] odds = odds(builds, good, bad, scale);
        int likeliest = 1;
        for (int first = 1; first <= last; first++) {
            likeliest = odds[first] > odds[likeliest] ? first : likeliest;
        }
        if (odds[likeliest] >= sure) {
            Integer thin = thin(builds, likeliest);
            return thin == null ? new Step.Found(likeliest, odds[likeliest], bad - good) : new Step.Run(thin);
        }
        return new Step.Run(evenest(builds, odds));
    }

    private static @Nullable Integer thin(List<double[]> builds, int first) {
        for (int build : new int[] {first - 1, first}) {
            if (builds.get(build).length < ANSWER_RUNS) {
                return build;
            }
        }
        return null;
    }

    /** Noise within builds, by the median distance from each build's own median. */
    private double scale(List<double[]> builds) {
        double[] distances = builds.stream()
                .filter(it -> it.length > 1)
                .flatMapToDouble(it -> {
                    double median = RunsInOrder.median(it);
                    return java.util.Arrays.stream(it).map(value -> Math.abs(value - median));
                })
                .toArray();
        return Math.max(rules.scaleFloorBytes(), 1.4826 * RunsInOrder.median(distances));
    }

    /** Probability of each build to be the first bad one; that of build 0 is none. */
    private static double[] odds(List<double[]> builds, double good, double bad, double scale) {
        int count = builds.size();
        double[] logs = new double[count];
        for (int first = 1; first < count; first++) {
            for (int build = 0; build < count; build++) {
                for (double value : builds.get(build)) {
                    logs[first] += Math.log(fit(value, build < first ? good : bad, good, bad, scale));
                }
            }
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int first = 1; first < count; first++) {
            most = Math.max(most, logs[first]);
        }
        double sum = 0;
        for (int first = 1; first < count; first++) {
            logs[first] = Math.exp(logs[first] - most);
            sum += logs[first];
        }
        for (int first = 1; first < count; first++) {
            logs[first] /= sum;
        }
        logs[0] = 0;
        return logs;
    }

    /** A figure beyond both levels tells of the nearer one; a Laplace density, and outliers anywhere. */
    private static double fit(double value, double level, double good, double bad, double scale) {
        double within = Math.max(Math.min(good, bad), Math.min(Math.max(good, bad), value));
        double density = Math.exp(-Math.abs(within - level) / scale) / (2 * scale);
        return (1 - OUTLIERS) * density + OUTLIERS / (4 * Math.abs(bad - good));
    }

    /** The build whose run divides the odds best; of several, one that has few runs. */
    private static int evenest(List<double[]> builds, double[] odds) {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        double upTo = 0;
        for (int build = 1; build < builds.size() - 1; build++) {
            upTo += odds[build];
            double uneven = Math.abs(upTo - 0.5) + 1e-6 * builds.get(build).length;
            if (uneven < least) {
                least = uneven;
                best = build;
            }
        }
        return best;
    }
}
