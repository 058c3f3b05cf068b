package org.numakerbench.history.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A series of heap figures that was made, with what was put into it.
 *
 * @param label for people: what is in it
 * @param builds what a detector sees
 * @param steps what it should find
 * @param drift first and last build of a slope that was put in; null without
 * @param noise what it was disturbed by
 */
record LabelledSeries(String label, List<BuildSamples> builds, List<Step> steps, int[] drift, Noise noise) {
    /** @param firstBad index of the build that brought it */
    record Step(int firstBad, double bytes) {}

    /** What makes two runs of one build differ. */
    enum Noise {
        /** The same path through every handshake: no difference at all. */
        CONSTANT,
        /** One block of the heap more or less. */
        GRAIN,
        NORMAL_4,
        NORMAL_16,
        /** Two ways through a handshake, the longer one in three runs of ten. */
        TWO_WAYS,
        /** Beyond what these boards were seen to do: 0.1 and 0.5 percent. */
        NORMAL_64,
        NORMAL_256;

        double draw(Random random) {
            return switch (this) {
                case CONSTANT -> 0;
                case GRAIN -> 8 * (random.nextInt(3) - 1);
                case NORMAL_4 -> Math.rint(random.nextGaussian() * 4);
                case NORMAL_16 -> Math.rint(random.nextGaussian() * 16);
                case TWO_WAYS -> random.nextInt(10) < 3 ? 512 : 0;
                case NORMAL_64 -> Math.rint(random.nextGaussian() * 64);
                case NORMAL_256 -> Math.rint(random.nextGaussian() * 256);
            };
        }

        /** How much is usual: deviations of its standard deviation are no news. */
        boolean isUsual() {
            return this != NORMAL_64 && this != NORMAL_256;
        }
    }

    /** A retried handshake keeps buffers of two at once: rare, always upwards, of any size (Pareto, shape 1.2). */
    static double outlier(Random random) {
        return Math.min(16_384, Math.rint(256 / Math.pow(1 - random.nextDouble(), 1 / 1.2)));
    }

    /** How a series is disturbed. */
    record Setting(Noise noise, double outliers, int runs) {
        double[] samples(Random random, double level) {
            double[] bytes = new double[runs];
            for (int i = 0; i < runs; i++) {
                bytes[i] = level + noise.draw(random) + (random.nextDouble() < outliers ? outlier(random) : 0);
            }
            return bytes;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s, %.0f %% outliers, %d runs a build", noise, outliers * 100, runs);
        }
    }

    static LabelledSeries unchanged(long seed, Setting setting, int builds) {
        Random random = new Random(seed);
        double level = level(random);
        List<BuildSamples> made = new ArrayList<>();
        for (int i = 0; i < builds; i++) {
            made.add(new BuildSamples("b" + i, setting.samples(random, level)));
        }
        return new LabelledSeries("unchanged, " + setting, made, List.of(), null, setting.noise());
    }

    /** @param sizes of the steps, in order; below 1 a fraction of the level */
    static LabelledSeries steps(long seed, Setting setting, int builds, double... sizes) {
        Random random = new Random(seed);
        return steps("steps ", random, level(random), setting, builds, sizes);
    }

    /**
     * Heap at the end of a run, from a build on {@code bytes} more: what each loop of the test loses, times its loops.
     */
    static LabelledSeries leak(long seed, Setting setting, int builds, double bytes) {
        Random random = new Random(seed);
        return steps("leak ", random, 52 + 8 * random.nextInt(170), setting, builds, bytes);
    }

    private static LabelledSeries steps(
            String kind, Random random, double level, Setting setting, int builds, double... sizes) {
        int part = builds / (sizes.length + 1);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            double bytes = Math.rint(Math.abs(sizes[i]) < 1 ? sizes[i] * level : sizes[i]);
            int middle = part * (i + 1);
            steps.add(new Step(middle + random.nextInt(part / 2 + 1) - part / 4, bytes));
        }
        List<BuildSamples> made = new ArrayList<>();
        for (int i = 0; i < builds; i++) {
            int build = i;
            double here = level
                    + steps.stream()
                            .filter(step -> step.firstBad() <= build)
                            .mapToDouble(Step::bytes)
                            .sum();
            made.add(new BuildSamples("b" + i, setting.samples(random, here)));
        }
        return new LabelledSeries(kind + steps + ", " + setting, made, steps, null, setting.noise());
    }

    /** A level, then a slope of {@code bytesPerBuild} over the last {@code length} builds. */
    static LabelledSeries drift(long seed, Setting setting, int builds, int length, double bytesPerBuild) {
        Random random = new Random(seed);
        double level = level(random);
        int start = builds - length;
        List<BuildSamples> made = new ArrayList<>();
        for (int i = 0; i < builds; i++) {
            made.add(new BuildSamples(
                    "b" + i, setting.samples(random, Math.rint(level + Math.max(0, i - start) * bytesPerBuild))));
        }
        return new LabelledSeries(
                "drift of " + bytesPerBuild + " bytes a build from b" + start + ", " + setting,
                made,
                List.of(),
                new int[] {start, builds - 1},
                setting.noise());
    }

    /** What these boards use: 40 to 64 thousand bytes at the peak (uart-samples). */
    private static double level(Random random) {
        return 40_000 + 8 * random.nextInt(3_000);
    }

    /** The labelled set. Its seeds are the numbers of its series. */
    static List<LabelledSeries> all() {
        return all(1);
    }

    /** The same kinds from other seeds. */
    static List<LabelledSeries> all(long firstSeed) {
        List<LabelledSeries> all = new ArrayList<>();
        double[] sizes = {8, 16, 32, 64, 96, 128, -256, 1024, 0.01, -0.05, 0.2};
        long seed = firstSeed;
        for (Noise noise : Noise.values()) {
            for (double outliers : new double[] {0, 0.05}) {
                for (int runs : new int[] {1, 4}) {
                    Setting setting = new Setting(noise, outliers, runs);
                    for (double size : sizes) {
                        all.add(steps(seed++, setting, 60, size));
                    }
                    all.add(steps(seed++, setting, 90, 128, 512));
                    all.add(steps(seed++, setting, 90, 2048, -1024));
                    all.add(drift(seed++, setting, 80, 40, 8));
                    all.add(drift(seed++, setting, 80, 60, 24));
                    all.add(leak(seed++, setting, 60, 96));
                    all.add(leak(seed++, setting, 60, 999));
                    all.add(unchanged(seed++, setting, 120));
                    all.add(unchanged(seed++, setting, 120));
                }
            }
        }
        return all;
    }
}
