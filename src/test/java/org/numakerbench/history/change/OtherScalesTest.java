package org.numakerbench.history.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.Extent;
import org.numakerbench.history.change.Change.Kind;

/** Milliseconds and decibels are noisy where bytes are not: how often the detector is wrong there, and how soon it is right. */
class OtherScalesTest {
    private static final int BUILDS = 60;

    /** Noise of a measurement, its resolution and floor as the bench sets them, and the least difference of its figures. */
    enum Noise {
        GAUSSIAN_MS(1, 10, 0, 80),
        HEAVY_TAILED_MS(1, 10, 0, 80),
        LATENCY_MS(42, 42, 0, 60),
        WHOLE_DECIBELS(0, 0, 1, 3),
        COARSE(0, 0, 1, 0.4),
        /** One run in twenty is far off. */
        SPIKES_MS(1, 10, 0, 80),
        /** Most of it all runs of a build share: what its night had. */
        NIGHTS_MS(1, 10, 0, 80);

        private final double grain;
        private final double sigma;
        private final Rules rules;

        Noise(double resolution, double floor, double grain, double sigma) {
            this.grain = grain;
            this.sigma = sigma;
            this.rules = Rules.DEFAULT.of(floor, resolution).inGrains(grain);
        }

        double draw(Random random, double level) {
            double value = level
                    + sigma
                            * switch (this) {
                                case GAUSSIAN_MS, WHOLE_DECIBELS, COARSE -> random.nextGaussian();
                                case HEAVY_TAILED_MS -> student(random);
                                case NIGHTS_MS -> random.nextGaussian() / 2;
                                case SPIKES_MS ->
                                    random.nextGaussian()
                                            + (random.nextInt(20) == 0 ? 10 * (random.nextInt(2) * 2 - 1) : 0);
                                case LATENCY_MS -> Math.exp(random.nextGaussian() * 0.8) - 1;
                            };
            return grain == 0 ? value : grain * Math.rint(value / grain);
        }

        /** Student's t with three degrees of freedom. */
        private static double student(Random random) {
            double squares = 0;
            for (int i = 0; i < 3; i++) {
                double each = random.nextGaussian();
                squares += each * each;
            }
            return random.nextGaussian() / Math.sqrt(squares / 3);
        }
    }

    private static BuildSamples build(Noise noise, Random random, int number, int runs, double level) {
        double[] values = new double[runs];
        double night = noise == Noise.NIGHTS_MS ? noise.sigma * random.nextGaussian() : 0;
        for (int i = 0; i < runs; i++) {
            values[i] = noise.draw(random, level + night);
        }
        return new BuildSamples("b" + number, values);
    }

    /** Looked at after every build, as nights do. */
    @ParameterizedTest
    @EnumSource(Noise.class)
    void ofAThousandUnchangedBuildsOneAtMostGivesAnAlarm(Noise noise) {
        ChangeDetector detector = new ChangeDetector(noise.rules);
        int all = 0;
        int alarms = 0;
        for (int seed = 0; seed < Extent.of(50, 500); seed++) {
            Random random = new Random(1_000_003L * seed + noise.ordinal());
            List<BuildSamples> builds = new ArrayList<>();
            Set<Integer> told = new HashSet<>();
            for (int number = 0; number < BUILDS; number++) {
                builds.add(build(noise, random, number, seed % 2 == 0 ? 1 : 5, 500));
                detector.find(builds).stream()
                        .filter(it -> it.kind() != Kind.SUSPECT)
                        .forEach(it -> told.add(it.firstBad()));
                all++;
            }
            alarms += told.size();
        }
        assertThat(1000.0 * alarms / all).as("%s: %d in %d", noise, alarms, all).isLessThanOrEqualTo(1);
    }

    /** After twenty builds of the old level; with five runs a build it is sure, unless builds share most of their noise. */
    @ParameterizedTest
    @CsvSource({
        "GAUSSIAN_MS, 1, 50",
        "WHOLE_DECIBELS, 1, 50",
        "GAUSSIAN_MS, 5, 95",
        "WHOLE_DECIBELS, 5, 95",
        "NIGHTS_MS, 5, 25",
    })
    void aStepOfThreeDeviationsIsFoundByTheFifthBuildInTheMedian(Noise noise, int runs, int percent) {
        ChangeDetector detector = new ChangeDetector(noise.rules);
        int all = Extent.of(200, 400);
        int byTheFifth = 0;
        for (int seed = 0; seed < all; seed++) {
            Random random = new Random(7_000_003L * seed + noise.ordinal());
            List<BuildSamples> builds = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                builds.add(build(noise, random, number, runs, 500));
            }
            boolean found = false;
            for (int needed = 1; needed <= 5 && !found; needed++) {
                builds.add(build(noise, random, 19 + needed, runs, 500 + 3 * noise.sigma));
                found = detector.find(builds).stream()
                        .anyMatch(it -> it.kind() == Kind.STEP && Math.abs(it.firstBad() - 20) <= 1);
            }
            byTheFifth += found ? 1 : 0;
        }
        assertThat(100.0 * byTheFifth / all)
                .as("%s, %d runs: %d of %d by the fifth build", noise, runs, byTheFifth, all)
                .isGreaterThanOrEqualTo(percent);
    }

    /** Of a figure that nothing is known of: one run, runs that are all the same, and a clear step among them. */
    @Test
    void aSeriesWithoutNoiseIsReadToo() {
        ChangeDetector detector = new ChangeDetector(Rules.DEFAULT.of(0, 0));
        List<BuildSamples> builds = new ArrayList<>();
        for (int build = 0; build < 20; build++) {
            builds.add(new BuildSamples("b" + build, new double[] {23.5}));
            assertThat(detector.find(builds)).isEmpty();
        }
        for (int build = 20; build < 30; build++) {
            builds.add(new BuildSamples("b" + build, new double[] {23.6}));
        }
        assertThat(detector.find(builds)).singleElement().satisfies(it -> {
            assertThat(it.firstBad()).isEqualTo(20);
            assertThat(it.bytes()).isCloseTo(0.1, within(1e-9));
        });
    }
}
