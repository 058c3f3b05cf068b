package org.numakerbench.tune.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProportionsTest {
    @Test
    void ninetyNinePercentTakesTwoHundredAndNinetyNineStraightPasses() {
        assertThat(Proportions.straightPasses(0.99, 0.95)).isEqualTo(299);
        assertThat(Proportions.exactLower(new Tally(299, 299), 0.95)).isGreaterThan(0.99);
        assertThat(Proportions.exactLower(new Tally(298, 298), 0.95)).isLessThan(0.99);
    }

    @Test
    void exactBoundsAreThoseOfTheTables() {
        // Clopper and Pearson, 8 of 10, two-sided 95 %: 0.4439 to 0.9748.
        Interval interval = Proportions.exact(new Tally(8, 10), 0.95);

        assertThat(interval.lower()).isCloseTo(0.4439, within(0.0001));
        assertThat(interval.upper()).isCloseTo(0.9748, within(0.0001));
        assertThat(Proportions.exactLower(new Tally(0, 10), 0.95)).isZero();
    }

    @Test
    void anIntervalThatIsLookedAtAfterEveryTrialRarelyLeavesTheTruth() {
        SplittableRandom random = new SplittableRandom(1);
        int left = 0;
        int series = 2000;
        for (int i = 0; i < series; i++) {
            double truth = 0.02 + 0.96 * random.nextDouble();
            Tally tally = Tally.NONE;
            boolean out = false;
            for (int trial = 0; trial < 400 && !out; trial++) {
                tally = tally.plus(random.nextDouble() < truth);
                Interval interval = Proportions.anytime(tally, 0.05);
                out = truth < interval.lower() || truth > interval.upper();
            }
            left += out ? 1 : 0;
        }

        // 5 % would be 100; four standard deviations of a binomial are 39.
        assertThat(left).isLessThan(139);
    }

    @Property
    void anIntervalHoldsWhatWasSeen(
            @ForAll @IntRange(max = 500) int successes, @ForAll @IntRange(max = 500) int failures) {
        Tally tally = new Tally(successes, successes + failures);
        Interval interval = Proportions.anytime(tally, 0.01);

        assertThat(interval.lower()).isBetween(0.0, tally.rate());
        assertThat(interval.upper()).isBetween(tally.rate(), 1.0);
    }
}
