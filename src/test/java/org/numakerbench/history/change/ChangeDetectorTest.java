package org.numakerbench.history.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.history.change.DetectorFigures.Alarms;
import org.numakerbench.history.change.LabelledSeries.Noise;
import org.numakerbench.history.change.LabelledSeries.Setting;

class ChangeDetectorTest {
    private static List<Change> find(List<BuildSamples> builds) {
        return new ChangeDetector(Rules.DEFAULT).find(builds);
    }

    /** Builds with one run each. */
    private static List<BuildSamples> singles(double... bytes) {
        List<BuildSamples> builds = new ArrayList<>();
        for (double each : bytes) {
            builds.add(new BuildSamples("b" + builds.size(), new double[] {each}));
        }
        return builds;
    }

    private static double[] levels(int first, double one, int second, double other) {
        double[] bytes = new double[first + second];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = i < first ? one : other;
        }
        return bytes;
    }

    @Test
    void theLabelledSetIsToldApart() {
        List<LabelledSeries> usual =
                LabelledSeries.all().stream().filter(it -> it.noise().isUsual()).toList();

        var own = DetectorFigures.score(usual, it -> true, DetectorFigures::detector);

        assertThat(usual).hasSizeGreaterThan(200);
        assertThat(own.f1()).as(own.toString()).isGreaterThanOrEqualTo(0.95);
        assertThat(own.f1())
                .isGreaterThan(DetectorFigures.score(usual, it -> true, DetectorFigures::welch)
                        .f1())
                .isGreaterThan(DetectorFigures.score(usual, it -> true, DetectorFigures::naive)
                        .f1());
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void unchangedFirmwareGivesNoAlarm(Noise noise) {
        Alarms sum = new Alarms(0, 0, 0);
        for (double outliers : new double[] {0, 0.05}) {
            for (int runs : new int[] {1, 4}) {
                sum = sum.plus(DetectorFigures.alarms(new Setting(noise, outliers, runs), 2, 125));
            }
        }

        assertThat(sum.builds()).isEqualTo(1000);
        assertThat(sum.alarms()).isLessThanOrEqualTo(1);
    }

    @Test
    void aStepIsFoundWithItsSizeAndItsPlace() {
        List<Change> changes = find(singles(levels(20, 55_773, 12, 55_837)));

        assertThat(changes).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.STEP);
            assertThat(it.lastGood()).isEqualTo(19);
            assertThat(it.firstBad()).isEqualTo(20);
            assertThat(it.last()).isEqualTo(31);
            assertThat(it.bytes()).isEqualTo(64);
            assertThat(it.lowBytes()).isEqualTo(64);
            assertThat(it.falseAlarm()).isLessThan(1e-4);
        });
    }

    @Test
    void aStepBelowTheFloorIsNone() {
        assertThat(find(singles(levels(30, 1351, 30, 1355)))).isEmpty();
    }

    @Test
    void lessMemoryIsAStep() {
        assertThat(find(singles(levels(20, 63_022, 20, 31_197))))
                .singleElement()
                .satisfies(it -> assertThat(it.bytes()).isEqualTo(-31_825));
    }

    @Test
    void theNewestBuildIsSuspectAndAStepWhenOthersAgree() {
        assertThat(find(singles(levels(60, 50_000, 1, 50_400)))).singleElement().satisfies(it -> {
            assertThat(it.kind()).isEqualTo(Kind.SUSPECT);
            assertThat(it.firstBad()).isEqualTo(60);
        });
        assertThat(find(singles(levels(60, 50_000, 3, 50_400))))
                .singleElement()
                .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.STEP));
    }

    @Test
    void moreRunsOfOneBuildTellWhatMoreBuildsWould() {
        List<BuildSamples> builds = new ArrayList<>(singles(levels(60, 50_000, 0, 0)));
        builds.add(new BuildSamples("new", new double[] {50_400, 50_400, 50_400, 50_400, 50_400}));

        assertThat(find(builds))
                .singleElement()
                .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.STEP));
    }

    @Test
    void oneRunOutOfLineAmongMoreOfItsBuildIsNothing() {
        List<BuildSamples> builds = new ArrayList<>(singles(levels(60, 50_000, 0, 0)));
        builds.add(new BuildSamples("new", new double[] {58_192, 50_000, 50_000}));

        assertThat(find(builds)).isEmpty();
    }

    @Test
    void aSlopeIsADriftAndNoStairs() {
        double[] bytes = new double[80];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = 50_000 + 12 * Math.max(0, i - 30);
        }

        assertThat(find(singles(bytes))).anySatisfy(it -> {
            assertThat(it.kind()).isEqualTo(Kind.DRIFT);
            assertThat(it.bytes()).isBetween(450.0, 650.0);
            assertThat(it.firstBad()).isBetween(25, 36);
        });
    }

    @Test
    void aSeriesOfOneOrNoneHasNoChange() {
        assertThat(find(List.of())).isEmpty();
        assertThat(find(singles(1000))).isEmpty();
        assertThat(find(singles(1000, 9000))).isEmpty();
    }

    @Test
    void whatWasAnsweredIsNotTakenBackByLaterBuilds() {
        LabelledSeries series = LabelledSeries.steps(7, new Setting(Noise.GRAIN, 0.05, 2), 90, 256, 1024);
        int known = 0;
        for (int end = 1; end <= series.builds().size(); end++) {
            int steps = (int) find(series.builds().subList(0, end)).stream()
                    .filter(it -> it.kind() == Kind.STEP)
                    .count();
            assertThat(steps).isGreaterThanOrEqualTo(known);
            known = steps;
        }
        assertThat(known).isEqualTo(2);
    }

    @Test
    void theOrderOfRunsWithinABuildDoesNotMatter() {
        LabelledSeries series = LabelledSeries.steps(11, new Setting(Noise.NORMAL_16, 0.05, 4), 60, 128);
        List<BuildSamples> shuffled = series.builds().stream()
                .map(build -> {
                    List<Double> values = new ArrayList<>(
                            java.util.Arrays.stream(build.bytes()).boxed().toList());
                    Collections.shuffle(values, new Random(3));
                    return new BuildSamples(
                            build.build(),
                            values.stream().mapToDouble(Double::doubleValue).toArray());
                })
                .toList();

        assertThat(find(shuffled))
                .extracting(Change::firstBad)
                .containsExactlyElementsOf(
                        find(series.builds()).stream().map(Change::firstBad).toList());
    }
}
