package org.numakerbench.history.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.numakerbench.history.change.Bisection.Step;
import org.numakerbench.history.change.LabelledSeries.Noise;

class BisectionTest {
    private record Ended(Step answer, int runs) {}

    private static Ended bisect(int builds, IntToDoubleFunction run, List<double[]> known) {
        Bisection bisection = new Bisection(Rules.DEFAULT, 0.99);
        List<double[]> figures = new ArrayList<>(known);
        while (figures.size() < builds) {
            figures.add(new double[0]);
        }
        int runs = 0;
        Step step = bisection.next(figures);
        while (step instanceof Step.Run it && runs < 300) {
            double[] before = figures.get(it.build());
            double[] more = java.util.Arrays.copyOf(before, before.length + 1);
            more[before.length] = run.applyAsDouble(it.build());
            figures.set(it.build(), more);
            runs++;
            step = bisection.next(figures);
        }
        return new Ended(step, runs);
    }

    @Test
    void withoutNoiseItIsPlainBisection() {
        for (int first = 1; first < 64; first++) {
            int bad = first;
            Ended ended = bisect(64, build -> build < bad ? 50_000 : 50_064, List.of());

            assertThat(ended.answer()).isInstanceOfSatisfying(Step.Found.class, it -> {
                assertThat(it.firstBad()).isEqualTo(bad);
                assertThat(it.bytes()).isEqualTo(64);
                assertThat(it.sure()).isGreaterThanOrEqualTo(0.99);
            });
            // Three runs of either end, six to halve 63 places, and a second look at both neighbours.
            assertThat(ended.runs()).isLessThanOrEqualTo(6 + 6 + 2);
        }
    }

    @Test
    void underNoiseAndOutliersItIsAsSureAsItSays() {
        int right = 0;
        int runs = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int bad = 1 + random.nextInt(31);
            Ended ended = bisect(
                    32,
                    build -> (build < bad ? 50_000 : 50_256)
                            + Noise.NORMAL_16.draw(random)
                            + (random.nextDouble() < 0.05 ? LabelledSeries.outlier(random) : 0),
                    List.of());
            right += ended.answer() instanceof Step.Found it && it.firstBad() == bad ? 1 : 0;
            runs += ended.runs();
        }

        // 99 of 100, less what chance does to 500.
        assertThat(right).isGreaterThanOrEqualTo(488);
        assertThat(runs / 500.0).isLessThan(25);
    }

    /** A change of four deviations: three runs of each end do not show it, a few more do. */
    @Test
    void whatIsNotClearYetIsRunMoreOften() {
        int right = 0;
        int wrong = 0;
        int held = 0;
        int runs = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            int bad = 1 + random.nextInt(11);
            Ended ended = bisect(12, build -> (build < bad ? 800 : 880) + 20 * random.nextGaussian(), List.of());
            if (ended.answer() instanceof Step.Found it) {
                right += it.firstBad() == bad ? 1 : 0;
                wrong += it.firstBad() == bad ? 0 : 1;
                held += it.lowBytes() <= 80 && 80 <= it.highBytes() ? 1 : 0;
            }
            runs += ended.runs();
        }

        assertThat(right).isGreaterThanOrEqualTo(450);
        assertThat(held).as("intervals that hold the size").isGreaterThanOrEqualTo((right + wrong) * 95 / 100);
        assertThat(wrong).isLessThanOrEqualTo(12);
        assertThat(runs / 500.0).isLessThan(60);
    }

    /** Nothing changed, and one sitting is noisy: nobody is blamed, and nobody waits long for that. */
    @Test
    void noiseAloneIsNoDifference() {
        int found = 0;
        int runs = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            Ended ended = bisect(12, build -> 800 + 20 * random.nextGaussian(), List.of());
            found += ended.answer() instanceof Step.Found ? 1 : 0;
            runs += ended.runs();
        }

        assertThat(found).isLessThanOrEqualTo(10);
        assertThat(runs / 1000.0).isLessThan(14);
    }

    @Test
    void endsThatAreAlikeHaveNothingBetweenThem() {
        assertThat(bisect(16, build -> 50_000, List.of()).answer()).isInstanceOf(Step.NoDifference.class);
    }

    @Test
    void whatIsKnownIsNotRunAgain() {
        List<double[]> known = List.of(
                new double[] {50_000, 50_000, 50_000}, new double[] {50_000, 50_000}, new double[] {51_000, 51_000});

        Ended ended = bisect(4, build -> 51_000, known);

        assertThat(ended.answer())
                .isInstanceOfSatisfying(
                        Step.Found.class, it -> assertThat(it.firstBad()).isEqualTo(2));
        assertThat(ended.runs()).isEqualTo(3);
    }
}
