package org.numakerbench.tune.search;

import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.special.Gamma;

/**
 * What counts say about a probability.
 *
 * <p>While a race goes on it looks at its counts again and again, so its intervals must hold at all times together:
 * {@link #anytime}. A validation of a length that was fixed beforehand is judged once: {@link #exactLower}.
 */
public final class Proportions {
    private static final double TOLERANCE = 1e-7;

    private Proportions() {}

    /**
     * A confidence sequence: the chance that the true proportion ever leaves its interval, however long and however often
     * one looks, is at most {@code alpha}. The mixture of Bernoulli likelihood ratios over Jeffreys' Beta(1/2, 1/2) is a
     * martingale under the true proportion, and by Ville's inequality rarely exceeds {@code 1 / alpha}. Robbins,
     * "Statistical methods related to the law of the iterated logarithm", 1970; Howard, Ramdas, McAuliffe and Sekhon,
     * "Time-uniform, nonparametric, nonasymptotic confidence sequences", 2021.
     */
    public static Interval anytime(Tally tally, double alpha) {
        if (tally.trials() == 0) {
            return Interval.UNKNOWN;
        }
        double s = tally.successes();
        double f = tally.trials() - s;
        double mixture = logBeta(s + 0.5, f + 0.5) - logBeta(0.5, 0.5);
        double limit = mixture - Math.log(1 / alpha);
        double peak = s / (s + f);
        double lower = s == 0 ? 0 : root(s, f, limit, 0, peak);
        double upper = f == 0 ? 1 : root(s, f, limit, 1, peak);
        return new Interval(lower, upper);
    }

    /** Where the log-likelihood crosses {@code limit} between {@code outside} and the peak. */
    private static double root(double s, double f, double limit, double outside, double peak) {
        double out = outside;
        double in = peak;
        while (Math.abs(in - out) > TOLERANCE) {
            double middle = (in + out) / 2;
            if (logLikelihood(s, f, middle) >= limit) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return out;
    }

    private static double logLikelihood(double s, double f, double p) {
        return (s == 0 ? 0 : s * Math.log(p)) + (f == 0 ? 0 : f * Math.log1p(-p));
    }

    private static double logBeta(double a, double b) {
        return Gamma.logGamma(a) + Gamma.logGamma(b) - Gamma.logGamma(a + b);
    }

    /**
     * The exact one-sided lower bound of Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the
     * case of the binomial", 1934.
     */
    public static double exactLower(Tally tally, double confidence) {
        long s = tally.successes();
        long f = tally.trials() - s;
        return s == 0 ? 0 : new BetaDistribution(s, f + 1.0).inverseCumulativeProbability(1 - confidence);
    }

    /** The exact two-sided interval, for showing. */
    public static Interval exact(Tally tally, double confidence) {
        double side = 1 - (1 - confidence) / 2;
        Tally failures = new Tally(tally.trials() - tally.successes(), tally.trials());
        return new Interval(exactLower(tally, side), 1 - exactLower(failures, side));
    }

    /** How many trials must all succeed before "better than {@code claim}" may be said: 299 for 0.99 at 0.95. */
    public static int straightPasses(double claim, double confidence) {
        return (int) Math.ceil(Math.log(1 - confidence) / Math.log(claim));
    }
}
