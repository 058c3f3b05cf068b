package org.numakerbench.tune.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.numakerbench.tune.search.Waiting.Sample;

class WaitingTest {
    /** Remission times of 6-MP, Freireich 1963, as in Kaplan-Meier textbooks: S(6) 0.857, S(13) 0.690, S(23) 0.448. */
    private static final List<Sample> REMISSION = remission();

    private static List<Sample> remission() {
        List<Sample> samples = new ArrayList<>();
        for (int weeks : new int[] {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
            samples.add(new Sample(weeks, true));
        }
        for (int weeks : new int[] {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
            samples.add(new Sample(weeks, false));
        }
        return samples;
    }

    @Test
    void agreesWithTheTextbook() {
        Waiting waiting = Waiting.of(REMISSION);

        assertThat(waiting.within(6)).isCloseTo(1 - 0.857, within(0.001));
        assertThat(waiting.within(13)).isCloseTo(1 - 0.690, within(0.001));
        assertThat(waiting.within(23)).isCloseTo(1 - 0.448, within(0.001));
        assertThat(waiting.within(5)).isZero();
    }

    @Test
    void itsIntervalIsThatOfTheLogLogScale() {
        Interval interval = Waiting.of(REMISSION).interval(13, 0.95);

        // R, survfit with conf.type = "log-log": S(13) 0.432 to 0.849.
        assertThat(1 - interval.upper()).isCloseTo(0.432, within(0.002));
        assertThat(1 - interval.lower()).isCloseTo(0.849, within(0.002));
    }

    @Test
    void beyondTheLongestWaitNothingIsKnownUpwards() {
        assertThat(Waiting.of(REMISSION).interval(40, 0.95).upper()).isEqualTo(1);
    }

    @Test
    void waitsThatWereGivenUpDoNotMakeItSeemShorter() {
        SplittableRandom random = new SplittableRandom(7);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            double wait = -1000 * Math.log(1 - random.nextDouble());
            double patience = 3000 * random.nextDouble();
            samples.add(wait <= patience ? new Sample(wait, true) : new Sample(patience, false));
        }

        assertThat(Waiting.of(samples).within(1000)).isCloseTo(1 - Math.exp(-1), within(0.02));
    }

    @Property
    void aLongerPatienceNeverOutlastsFewerWaits(@ForAll List<Integer> waits) {
        List<Sample> samples = waits.stream()
                .map(it -> new Sample(Math.floorMod(it, 100), it % 2 == 0))
                .toList();
        Waiting waiting = Waiting.of(samples);
        double before = 0;
        for (int ms = 0; ms < 120; ms++) {
            double now = waiting.within(ms);
            assertThat(now).isBetween(before, 1.0);
            before = now;
        }
    }
}
