package org.numakerbench.history.change;

import java.util.List;
import java.util.stream.IntStream;
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
    /**
     * Levels are told apart where they differ by this many standard errors, times 1 + {@link #FEW} / runs: of unchanged builds
     * one pair in a hundred is then (BisectionTest) ...
     */
    private static final double APART = 3.5;
    /** Standard errors either side of a difference that hold 95 of 100. */
    private static final double INTERVAL = 1.96;
    /** The noise of few runs is known badly. */
    private static final double FEW = 6;
    /** ... and are taken for the same below so many ... */
    private static final double ALIKE = 1.5;
    /** ... of so many runs, of which two may be outliers; between the two the ends are run more often ... */
    private static final int ALIKE_RUNS = 5;
    /** ... up to so many runs of each: levels closer than two deviations would take hundreds of runs to bisect. */
    private static final int MOST_END_RUNS = 12;
    /** Standard deviation of a median of n normal figures, times the root of n, in deviations of one. */
    private static final double OF_MEDIAN = 1.2533;
    /** The median distance of two normal figures times this is their deviation. */
    private static final double OF_PAIRS = 1.0483;

    /** What to do. */
    public sealed interface Step {
        /** Run this build once more. */
        record Run(int build) implements Step {}

        /**
         * The first build with the new level.
         *
         * @param sure probability
         * @param bytes how much it is
         * @param lowBytes lower end of its confidence interval (95 % at least)
         * @param highBytes upper end
         */
        record Found(int firstBad, double sure, double bytes, double lowBytes, double highBytes) implements Step {}

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
        int goodRuns = builds.get(0).length;
        int badRuns = builds.get(last).length;
        double error = OF_MEDIAN * scale * Math.sqrt(1.0 / goodRuns + 1.0 / badRuns);
        double wide = error * (1 + FEW / (goodRuns + badRuns));
        double apart = Math.abs(bad - good);
        if (apart < Math.max(rules.floorBytes(), APART * wide)) {
            int thinner = goodRuns <= badRuns ? 0 : last;
            int enough = apart < rules.floorBytes() ? END_RUNS : apart < ALIKE * error ? ALIKE_RUNS : MOST_END_RUNS;
            return builds.get(thinner).length < enough ? new Step.Run(thinner) : new Step.NoDifference(bad - good);
        }
        double[] odds = odds(builds, good, bad, scale);
        int likeliest = 1;
        for (int first = 1; first <= last; first++) {
            likeliest = odds[first] > odds[likeliest] ? first : likeliest;
        }
        if (odds[likeliest] >= sure) {
            Integer thin = thin(builds, likeliest);
            double either = Math.max(rules.scaleFloorBytes(), INTERVAL * wide);
            return thin == null
                    ? new Step.Found(likeliest, odds[likeliest], bad - good, bad - good - either, bad - good + either)
                    : new Step.Run(thin);
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

    /** Noise within builds, by the median distance of two runs of one build: no level has to be known for it. */
    private double scale(List<double[]> builds) {
        double[] distances = builds.stream()
                .flatMapToDouble(it -> IntStream.range(0, it.length)
                        .boxed()
                        .flatMapToDouble(i -> IntStream.range(0, i).mapToDouble(j -> Math.abs(it[i] - it[j]))))
                .toArray();
        return Math.max(rules.scaleFloorBytes(), OF_PAIRS * RunsInOrder.median(distances));
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
