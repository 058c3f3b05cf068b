package org.numakerbench.history.change;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.change.Change.Kind;

/**
 * Finds what changed in a series.
 *
 * <p>Builds are taken in order, as nights come: a step is looked for between the last one and the build just added, so
 * that what was answered yesterday is not taken back because of tomorrow's builds. The levels that result are then
 * compared with straight lines: where a line explains them better, they are one drift. Last, the newest builds are looked
 * at with less severity; that is a suspect.
 */
public final class ChangeDetector {
    /** Builds that a step is looked for in. What is older was looked at when it was new. */
    static final int WINDOW = 60;

    private final Rules rules;

    public ChangeDetector(Rules rules) {
        this.rules = rules;
    }

    /** Changes in the order of builds; a suspect is the last. */
    public List<Change> find(List<BuildSamples> builds) {
        if (builds.isEmpty()) {
            return List.of();
        }
        RunsInOrder runs = RunsInOrder.of(builds);
        List<Integer> starts = settle(runs, steps(runs));
        List<Levels.Block> blocks = Levels.explain(runs, starts, rules);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Levels.Block block = blocks.get(i);
            if (block.trend() != null) {
                changes.add(drift(block, block.trend()));
            } else if (i > 0 && blocks.get(i - 1).trend() == null) {
                changes.add(step(runs, blocks.get(i - 1).from(), block));
            }
        }
        Levels.Block last = blocks.get(blocks.size() - 1);
        Change suspect = last.trend() == null ? suspect(runs, last.from()) : null;
        if (suspect != null) {
            changes.add(suspect);
        }
        return List.copyOf(changes);
    }

    private List<Integer> steps(RunsInOrder runs) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        int start = 0;
        for (int end = 2; end <= runs.builds(); end++) {
            int from = Math.max(start, end - WINDOW);
            Split split = Split.best(
                    runs, from, end, rules.sideBuilds(), rules.sideBuilds(), rules.sideRuns(), from + 1, rules);
            if (split != null && isStep(split)) {
                start = split.at();
                starts.add(start);
            }
        }
        return starts;
    }

    private boolean isStep(Split split) {
        return Math.abs(split.bytes()) >= rules.floorBytes()
                && (split.chance() <= rules.stepChance() && split.orderChance() <= rules.orderChance()
                        || !split.byBuilds() && split.orderChance() <= rules.clearOrderChance());
    }

    /** Each start once more, now with the builds that came after it; one whose size may as well be nothing is none. */
    private List<Integer> settle(RunsInOrder runs, List<Integer> starts) {
        List<Integer> settled = new ArrayList<>(List.of(0));
        for (int i = 1; i < starts.size(); i++) {
            int before = Math.max(settled.get(settled.size() - 1), starts.get(i) - WINDOW);
            int behind = Math.min(i + 1 < starts.size() ? starts.get(i + 1) : runs.builds(), starts.get(i) + WINDOW);
            int place = Levels.place(runs, before, behind, rules);
            Shift shift = Shift.between(runs.range(before, place), runs.range(place, behind));
            if (shift.low() > 0 || shift.high() < 0) {
                settled.add(place);
            }
        }
        return settled;
    }

    private Change step(RunsInOrder runs, int before, Levels.Block block) {
        int at = block.from();
        Shift shift = Shift.between(runs.range(before, at), runs.range(at, block.to()));
        int from = Math.max(before, at - WINDOW);
        int to = Math.min(block.to(), at + WINDOW);
        Split split = Split.best(runs, from, to, 1, 1, 1, from + 1, rules);
        return new Change(
                Kind.STEP,
                at - 1,
                at,
                block.to() - 1,
                shift.bytes(),
                shift.low(),
                shift.high(),
                split == null ? rules.stepChance() : Math.min(split.worst(), rules.orderChance()));
    }

    private static Change drift(Levels.Block block, Trend trend) {
        double steps = block.to() - block.from() - 1;
        return new Change(
                Kind.DRIFT,
                Math.max(0, block.from() - 1),
                block.from(),
                block.to() - 1,
                trend.bytesPerBuild() * steps,
                trend.low() * steps,
                trend.high() * steps,
                trend.chance());
    }

    private @Nullable Change suspect(RunsInOrder runs, int from) {
        int end = runs.builds();
        int start = Math.max(from, end - WINDOW);
        int newest = Math.max(start + 1, end - rules.sideBuilds() + 1);
        Split split = Split.best(runs, start, end, rules.sideBuilds(), 1, rules.sideRuns(), newest, rules);
        boolean suspicious = split != null
                && Math.abs(split.bytes()) >= rules.floorBytes()
                && split.chance() <= rules.suspectChance()
                && split.orderChance() <= rules.suspectOrderChance();
        if (split == null || !suspicious) {
            return null;
        }
        Shift shift = Shift.between(runs.range(start, split.at()), runs.range(split.at(), end));
        return new Change(
                Kind.SUSPECT,
                split.at() - 1,
                split.at(),
                end - 1,
                shift.bytes(),
                shift.low(),
                shift.high(),
                split.worst());
    }
}
