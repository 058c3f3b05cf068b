package org.numakerbench.history.change;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether levels that follow one another are steps, or the stairs that a slope looks like. Every way to join neighbouring
 * levels into lines is weighed: what is left of the figures when levels and lines are taken off, in standard deviations,
 * and a price for each level and line. The cheapest wins.
 */
final class Levels {
    /** Price of one more parameter: a place, a height, a slope. */
    private static final double PRICE = 8;
    /** An outlier says no more than this many standard deviations. */
    private static final double REACH = 5;

    /**
     * Builds that one level or one line explains.
     *
     * @param to outside
     * @param trend null for a level
     */
    record Block(int from, int to, @Nullable Trend trend) {}

    private Levels() {}

    /** @param starts first builds of the levels, in order, from 0 */
    static List<Block> explain(RunsInOrder runs, List<Integer> starts, Rules rules) {
        int count = starts.size();
        double scale = Math.max(Split.scale(runs, 0, runs.builds()), rules.scaleFloorBytes());
        double[] cheapest = new double[count + 1];
        Block[] last = new Block[count + 1];
        int[] before = new int[count + 1];
        for (int end = 1; end <= count; end++) {
            cheapest[end] = Double.POSITIVE_INFINITY;
            int to = end == count ? runs.builds() : starts.get(end);
            for (int begin = end - 1; begin >= 0; begin--) {
                int from = starts.get(begin);
                boolean isOne = begin == end - 1;
                // Where steps were answered, something rises; the prices alone say whether by stairs.
                Trend trend = trend(runs, from, to, isOne ? rules.driftChance() : 1, rules);
                double level = isOne ? 2 * PRICE + level(runs, from, to, scale) : Double.POSITIVE_INFINITY;
                double line = trend == null ? Double.POSITIVE_INFINITY : 3 * PRICE + line(runs, from, to, trend, scale);
                double price = cheapest[begin] + Math.min(level, line);
                if (price < cheapest[end]) {
                    cheapest[end] = price;
                    last[end] = new Block(from, to, line < level ? trend : null);
                    before[end] = begin;
                }
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (int end = count; end > 0; end = before[end]) {
            blocks.add(0, last[end]);
        }
        return blocks;
    }

    /** Null when there is none that deserves the name. */
    private static @Nullable Trend trend(RunsInOrder runs, int from, int to, double chance, Rules rules) {
        if (to - from < rules.driftBuilds()) {
            return null;
        }
        Trend trend = Trend.of(runs.medians(from, to));
        boolean rises = Math.abs(trend.bytesPerBuild()) * (to - from - 1) >= rules.floorBytes();
        if (!rises || trend.chance() > chance) {
            return null;
        }
        // One step rises, too; it may be too small to be answered yet.
        double scale = Math.max(Split.scale(runs, from, to), rules.scaleFloorBytes());
        int step = place(runs, from, to, rules);
        double twoLevels = level(runs, from, step, scale) + level(runs, step, to, scale);
        return line(runs, from, to, trend, scale) < twoLevels ? trend : null;
    }

    /** The first build of the second level, when the range is two levels: the least is left of the figures then. */
    static int place(RunsInOrder runs, int from, int to, Rules rules) {
        double scale = Math.max(Split.scale(runs, from, to), rules.scaleFloorBytes());
        int best = from + 1;
        double least = Double.POSITIVE_INFINITY;
        for (int at = from + 1; at < to; at++) {
            double rest = level(runs, from, at, scale) + level(runs, at, to, scale);
            if (rest < least) {
                least = rest;
                best = at;
            }
        }
        return best;
    }

    private static double level(RunsInOrder runs, int from, int to, double scale) {
        double height = runs.median(from, to);
        double rest = 0;
        for (double value : runs.range(from, to)) {
            rest += Math.min(REACH, Math.abs(value - height) / scale);
        }
        return rest;
    }

    private static double line(RunsInOrder runs, int from, int to, Trend trend, double scale) {
        double rest = 0;
        for (int build = from; build < to; build++) {
            double height = trend.start() + trend.bytesPerBuild() * (build - from);
            for (double value : runs.range(build, build + 1)) {
                rest += Math.min(REACH, Math.abs(value - height) / scale);
            }
        }
        return rest;
    }
}
