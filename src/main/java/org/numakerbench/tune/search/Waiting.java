package org.numakerbench.tune.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How long something takes, from samples of which some were given up on: the product-limit estimator. Kaplan and Meier,
 * "Nonparametric estimation from incomplete observations", 1958; its variance by Greenwood, its intervals on the log-log
 * scale, which keeps them between 0 and 1 (Kalbfleisch and Prentice).
 */
public final class Waiting {
    /**
     * One wait.
     *
     * @param ms milliseconds
     * @param ended false: it was longer than that, nobody knows how much
     */
    public record Sample(double ms, boolean ended) {}

    private record Step(double ms, double survival, double variance) {}

    private final List<Step> steps;
    private final double knownToMs;

    private Waiting(List<Step> steps, double knownToMs) {
        this.steps = steps;
        this.knownToMs = knownToMs;
    }

    public static Waiting of(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingDouble(Sample::ms).thenComparing(it -> !it.ended()));
        List<Step> steps = new ArrayList<>();
        double survival = 1;
        double sum = 0;
        int at = 0;
        while (at < sorted.size()) {
            double ms = sorted.get(at).ms();
            int atRisk = sorted.size() - at;
            int ended = 0;
            while (at < sorted.size() && sorted.get(at).ms() == ms) {
                ended += sorted.get(at).ended() ? 1 : 0;
                at++;
            }
            if (ended > 0) {
                survival *= 1 - (double) ended / atRisk;
                sum += ended == atRisk ? 0 : (double) ended / ((double) atRisk * (atRisk - ended));
                steps.add(new Step(ms, survival, sum));
            }
        }
        double longest = sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1).ms();
        return new Waiting(steps, longest);
    }

    /** True when nothing was sampled. */
    public boolean isEmpty() {
        return knownToMs == 0 && steps.isEmpty();
    }

    /** The share of waits that are over within {@code ms}. */
    public double within(double ms) {
        Step step = at(ms);
        return step == null ? 0 : 1 - step.survival();
    }

    /**
     * The same with its interval at {@code confidence}, two-sided. Beyond the longest sample nothing is known upwards.
     */
    public Interval interval(double ms, double confidence) {
        Step step = at(ms);
        if (step == null) {
            // Not one wait was that short: as many samples as there are say so.
            return new Interval(0, steps.isEmpty() ? 1 : 1 - Math.pow((1 - confidence) / 2, 1.0 / size()));
        }
        if (step.survival() <= 0 || ms > knownToMs) {
            return new Interval(step.survival() <= 0 ? lowest() : bound(step, confidence, 1), 1);
        }
        return new Interval(bound(step, confidence, 1), bound(step, confidence, -1));
    }

    private double lowest() {
        return steps.size() < 2 ? 0 : 1 - steps.get(steps.size() - 2).survival();
    }

    private int size() {
        return Math.max(1, steps.size());
    }

    private static double bound(Step step, double confidence, int side) {
        double z = new NormalDistribution().inverseCumulativeProbability(1 - (1 - confidence) / 2);
        double log = Math.log(step.survival());
        double spread = z * Math.sqrt(step.variance()) / Math.abs(log);
        return 1 - Math.pow(step.survival(), Math.exp(-side * spread));
    }

    private @Nullable Step at(double ms) {
        Step found = null;
        for (Step step : steps) {
            if (step.ms() > ms) {
                break;
            }
            found = step;
        }
        return found;
    }

    /** The curve, for drawing: milliseconds and share that is over within them, rising. */
    public List<double[]> curve() {
        return steps.stream()
                .map(step -> new double[] {step.ms(), 1 - step.survival()})
                .toList();
    }
}
