package org.numakerbench.history.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.hipparchus.stat.inference.TTest;
import org.numakerbench.history.change.Change.Kind;
import org.numakerbench.history.change.LabelledSeries.Noise;
import org.numakerbench.history.change.LabelledSeries.Setting;
import org.numakerbench.history.change.LabelledSeries.Step;

/**
 * How well steps are found, beside two rules that anybody would try first, and how often unchanged firmware gives an
 * alarm. Prints the tables of docs/heap-statistics.md.
 */
public final class DetectorFigures {
    /** The smallest step that must be found. */
    static final double WANTED_BYTES = 64;

    /** How far from its place a step may be found. */
    private static final int NEAR = 1;
    /** A smaller one is neither missed nor found, and where it is found is not wrong. */
    private static final int NEAR_SMALL = 5;

    private DetectorFigures() {}

    /** Places where a rule says that the level moved. */
    interface Rule extends Function<List<BuildSamples>, List<Integer>> {}

    static List<Integer> detector(List<BuildSamples> builds) {
        return new ChangeDetector(Rules.DEFAULT)
                .find(builds).stream()
                        .filter(it -> it.kind() == Kind.STEP)
                        .map(Change::firstBad)
                        .toList();
    }

    /** Greater than the last build by one percent. */
    static List<Integer> naive(List<BuildSamples> builds) {
        List<Integer> found = new ArrayList<>();
        for (int i = 1; i < builds.size(); i++) {
            double last = RunsInOrder.median(builds.get(i - 1).bytes());
            if (RunsInOrder.median(builds.get(i).bytes()) > last * 1.01) {
                found.add(i);
            }
        }
        return found;
    }

    /** Welch's t test of 25 builds before and 25 from each build on, p 0.001, the best place of each neighbourhood. */
    static List<Integer> welch(List<BuildSamples> builds) {
        int window = 25;
        RunsInOrder runs = RunsInOrder.of(builds);
        double[] p = new double[builds.size()];
        for (int i = 0; i < p.length; i++) {
            double[] left = runs.range(Math.max(0, i - window), i);
            double[] right = runs.range(i, Math.min(p.length, i + window));
            p[i] = left.length < 2 || right.length < 2 ? 1 : welch(left, right);
        }
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            boolean best = p[i] < 0.001;
            for (int j = Math.max(0, i - window); best && j < Math.min(p.length, i + window); j++) {
                best = p[i] < p[j] || p[i] == p[j] && i <= j;
            }
            if (best) {
                found.add(i);
            }
        }
        return found;
    }

    private static double welch(double[] left, double[] right) {
        boolean constant = new HashSet<>(java.util.Arrays.stream(left).boxed().toList()).size() == 1
                && new HashSet<>(java.util.Arrays.stream(right).boxed().toList()).size() == 1;
        return constant ? (left[0] == right[0] ? 1 : 0) : new TTest().tTest(left, right);
    }

    /** @param missed steps of the wanted size; {@code wrong} places without any step, of any size */
    record Score(int found, int missed, int wrong) {
        double f1() {
            return 2.0 * found / (2.0 * found + missed + wrong);
        }

        Score plus(Score other) {
            return new Score(found + other.found, missed + other.missed, wrong + other.wrong);
        }
    }

    static Score score(LabelledSeries series, Rule rule) {
        Set<Integer> places = new HashSet<>(rule.apply(series.builds()));
        int found = 0;
        int missed = 0;
        for (Step step : series.steps()) {
            boolean wanted = Math.abs(step.bytes()) >= WANTED_BYTES;
            int near = wanted ? NEAR : NEAR_SMALL;
            boolean hit = places.removeIf(place -> Math.abs(place - step.firstBad()) <= near);
            if (wanted) {
                found += hit ? 1 : 0;
                missed += hit ? 0 : 1;
            }
        }
        return new Score(found, missed, places.size());
    }

    static Score score(List<LabelledSeries> all, Predicate<LabelledSeries> which, Rule rule) {
        return all.stream().filter(which).map(series -> score(series, rule)).reduce(new Score(0, 0, 0), Score::plus);
    }

    /** @param alarms steps and drifts that were ever answered; {@code suspects} builds at which there was one */
    record Alarms(int builds, int alarms, int suspects) {
        Alarms plus(Alarms other) {
            return new Alarms(builds + other.builds, alarms + other.alarms, suspects + other.suspects);
        }

        double perThousand() {
            return 1000.0 * alarms / builds;
        }
    }

    /** As nights come: each build is added, and every answer that was not there before is an alarm. */
    static Alarms alarms(LabelledSeries series) {
        ChangeDetector detector = new ChangeDetector(Rules.DEFAULT);
        int alarms = 0;
        int suspects = 0;
        boolean drifting = false;
        int steps = 0;
        for (int end = 2; end <= series.builds().size(); end++) {
            List<Change> changes = detector.find(series.builds().subList(0, end));
            int now =
                    (int) changes.stream().filter(it -> it.kind() == Kind.STEP).count();
            boolean drift = changes.stream().anyMatch(it -> it.kind() == Kind.DRIFT);
            alarms += Math.max(0, now - steps) + (drift && !drifting ? 1 : 0);
            suspects += changes.stream().anyMatch(it -> it.kind() == Kind.SUSPECT) ? 1 : 0;
            steps = Math.max(now, steps);
            drifting |= drift;
        }
        return new Alarms(series.builds().size(), alarms, suspects);
    }

    static Alarms alarms(Setting setting, int series, int builds) {
        Alarms sum = new Alarms(0, 0, 0);
        for (int i = 0; i < series; i++) {
            sum = sum.plus(alarms(LabelledSeries.unchanged(1_000_000L + i, setting, builds)));
        }
        return sum;
    }

    private static void row(String name, Score score) {
        System.out.printf(
                Locale.ROOT,
                "| %-34s | %5d | %6d | %5d | %.3f |%n",
                name,
                score.found(),
                score.missed(),
                score.wrong(),
                score.f1());
    }

    private static void table(String title, List<LabelledSeries> all, Predicate<LabelledSeries> which) {
        System.out.println();
        System.out.println(title + " (" + all.stream().filter(which).count() + " series)");
        System.out.println();
        System.out.println("| rule                               | found | missed | wrong | F1    |");
        System.out.println("|------------------------------------|-------|--------|-------|-------|");
        row("this detector", score(all, which, DetectorFigures::detector));
        row("1 % above the last build", score(all, which, DetectorFigures::naive));
        row("Welch t, 25 builds each side, .001", score(all, which, DetectorFigures::welch));
    }

    private static void drifts(List<LabelledSeries> all) {
        int found = 0;
        int there = 0;
        int invented = 0;
        for (LabelledSeries series : all) {
            boolean said = new ChangeDetector(Rules.DEFAULT)
                    .find(series.builds()).stream().anyMatch(it -> it.kind() == Kind.DRIFT);
            there += series.drift() == null ? 0 : 1;
            found += said && series.drift() != null ? 1 : 0;
            invented += said && series.drift() == null ? 1 : 0;
        }
        System.out.printf(Locale.ROOT, "%nDrifts: %d of %d found, %d where there is none.%n", found, there, invented);
    }

    /** Builds with the new level, one run each, until a step of three standard deviations was answered. */
    private static void delays() {
        int found = 0;
        int byFifth = 0;
        int sum = 0;
        int series = 400;
        for (int seed = 0; seed < series; seed++) {
            Setting setting = new Setting(Noise.NORMAL_16, seed % 2 == 0 ? 0 : 0.05, 1);
            LabelledSeries made = LabelledSeries.steps(2_000_000L + seed, setting, 90, 48);
            int first = made.steps().get(0).firstBad();
            for (int end = first + 1; end <= made.builds().size(); end++) {
                boolean answered =
                        detector(made.builds().subList(0, end)).stream().anyMatch(it -> it >= first - 5);
                if (answered) {
                    found++;
                    sum += end - first;
                    byFifth += end - first <= 5 ? 1 : 0;
                    break;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%nA step of three standard deviations, one run a build: %d of %d found, after %.1f builds in the mean,"
                        + " %.0f %% by the fifth.%n",
                found,
                series,
                (double) sum / found,
                100.0 * byFifth / series);
    }

    /** Argument: series a setting for the alarm rate; default 20. */
    public static void main(String[] arguments) {
        List<LabelledSeries> all = LabelledSeries.all();
        table("Steps of 64 bytes and more, usual noise", all, it -> it.noise().isUsual());
        table(
                "The same without outliers, one run a build",
                all,
                it -> it.noise().isUsual() && it.label().contains(" 0 % outliers, 1 runs"));
        table(
                "Steps of 64 bytes and more, usual noise, from seeds that no rule was chosen by",
                LabelledSeries.all(500_000),
                it -> it.noise().isUsual());
        table("With noise of 64 and 256 bytes", all, it -> !it.noise().isUsual());
        drifts(all);
        delays();
        int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        System.out.println();
        System.out.println("Unchanged firmware, looked at after every build:");
        System.out.println();
        System.out.println(
                "| disturbance                            | builds | alarms | per 1,000 | suspects per 1,000 |");
        System.out.println(
                "|----------------------------------------|--------|--------|-----------|--------------------|");
        Alarms sum = new Alarms(0, 0, 0);
        for (Noise noise : Noise.values()) {
            for (double outliers : new double[] {0, 0.05}) {
                for (int runs : new int[] {1, 4}) {
                    Setting setting = new Setting(noise, outliers, runs);
                    Alarms alarms = alarms(setting, series, 200);
                    sum = sum.plus(alarms);
                    alarms(setting.toString(), alarms);
                }
            }
        }
        alarms("all", sum);
    }

    private static void alarms(String name, Alarms alarms) {
        System.out.printf(
                Locale.ROOT,
                "| %-38s | %6d | %6d | %9.2f | %18.1f |%n",
                name,
                alarms.builds(),
                alarms.alarms(),
                alarms.perThousand(),
                1000.0 * alarms.suspects() / alarms.builds());
    }
}
