package org.numakerbench.tune.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.tune.search.Loop.Wait;
import org.numakerbench.tune.search.Standing.State;

/** What all loops so far say of each setting. A function of the plan and the record. */
public final class Standings {
    private final SearchPlan plan;
    private final List<Standing> all;
    private final Waiting busy;
    private final Waiting open;

    private Standings(SearchPlan plan, List<Standing> all, Waiting busy, Waiting open) {
        this.plan = plan;
        this.all = List.copyOf(all);
        this.busy = busy;
        this.open = open;
    }

    /** Counts of one setting on the way. */
    private static final class Counts {
        Tally recovery = Tally.NONE;
        Tally validation = Tally.NONE;
        Tally cheaper = Tally.NONE;
        Tally pass = Tally.NONE;
        long loops;
        long totalMs;
        final Map<String, Tally> patterns = new TreeMap<>();
    }

    /**
     * @param assignments what was run, by visit
     * @param loops by visit, then number
     * @param unbuildable settings without an image
     */
    public static Standings of(
            SearchPlan plan, Map<Integer, Assignment> assignments, List<Loop> loops, Set<Setting> unbuildable) {
        Map<Setting, Counts> counts = new LinkedHashMap<>();
        plan.settings().forEach(setting -> counts.put(setting, new Counts()));
        List<Waiting.Sample> busy = new ArrayList<>();
        List<Waiting.Sample> open = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            Assignment of = assignments.get(loop.visit());
            Counts count = of == null ? null : counts.get(of.setting());
            if (of == null || count == null) {
                continue;
            }
            count(count, fresh(plan, of), loop, next(loops, i));
            sample(loop, busy, open);
        }
        Waiting busyWaits = Waiting.of(busy);
        Waiting openWaits = Waiting.of(open);
        return new Standings(plan, standings(plan, counts, unbuildable, busyWaits, openWaits), busyWaits, openWaits);
    }

    /** How many disturbances in {@code loops}, of one visit, have an answer. */
    public static int seenThrough(List<Loop> loops) {
        int seen = 0;
        for (int i = 0; i < loops.size(); i++) {
            seen += recovered(loops.get(i), next(loops, i)) == null ? 0 : 1;
        }
        return seen;
    }

    private static @Nullable Loop next(List<Loop> loops, int i) {
        Loop loop = loops.get(i);
        if (loop.last() || i + 1 == loops.size()) {
            return null;
        }
        Loop next = loops.get(i + 1);
        return next.visit() == loop.visit() && next.number() == loop.number() + 1 ? next : null;
    }

    /** What was chosen before the first loop is as good as validated by the loops it was learned from. */
    private static Stage fresh(SearchPlan plan, Assignment of) {
        return of.stage() == Stage.LEARN && of.setting().equals(plan.generous()) ? Stage.VALIDATE : of.stage();
    }

    private static void count(Counts count, Stage stage, Loop loop, @Nullable Loop next) {
        count.loops++;
        count.totalMs += loop.durationMs();
        if (!loop.consequence()) {
            count.pass = count.pass.plus(loop.passed());
        }
        Boolean recovered = recovered(loop, next);
        String pattern = loop.pattern();
        if (recovered == null || pattern == null) {
            return;
        }
        count.recovery = count.recovery.plus(recovered);
        if (stage == Stage.VALIDATE) {
            count.validation = count.validation.plus(recovered);
        } else if (stage == Stage.CHEAPER) {
            count.cheaper = count.cheaper.plus(recovered);
        }
        count.patterns.merge(pattern, Tally.NONE.plus(recovered), Tally::plus);
    }

    /** Null when the loop suffered nothing, or nobody saw what came after it. */
    static @Nullable Boolean recovered(Loop loop, @Nullable Loop next) {
        if (loop.pattern() == null) {
            return null;
        }
        if (loop.hung()) {
            return false;
        }
        return next == null ? null : next.passed();
    }

    private static void sample(Loop loop, List<Waiting.Sample> busy, List<Waiting.Sample> open) {
        Wait longest = null;
        for (Wait wait : loop.waits()) {
            if (wait.kind().equals(Wait.OPEN)) {
                open.add(new Waiting.Sample(wait.ms(), wait.ended()));
            } else if (longest == null || wait.ms() > longest.ms()) {
                longest = wait;
            }
        }
        if (loop.pattern() != null && !loop.consequence()) {
            busy.add(longest == null ? new Waiting.Sample(0, true) : new Waiting.Sample(longest.ms(), longest.ended()));
        }
    }

    private static List<Standing> standings(
            SearchPlan plan, Map<Setting, Counts> counts, Set<Setting> unbuildable, Waiting busy, Waiting open) {
        double alpha = (1 - plan.confidence()) / plan.settings().size();
        Map<Setting, Interval> intervals = new LinkedHashMap<>();
        counts.forEach((setting, count) -> intervals.put(setting, Proportions.anytime(count.recovery, alpha)));
        double best =
                intervals.values().stream().mapToDouble(Interval::lower).max().orElse(0);
        List<Standing> standings = new ArrayList<>();
        counts.forEach((setting, count) -> {
            Interval interval = intervals.getOrDefault(setting, Interval.UNKNOWN);
            Double predicted = predicted(plan, setting, busy, open, 1 - alpha);
            Double hoped = hoped(plan, setting, busy, open);
            State state = State.RACING;
            String why = null;
            if (unbuildable.contains(setting)) {
                state = State.BUILD_FAILED;
                why = "its image could not be built";
            } else if (!plan.full() && interval.upper() < best) {
                state = State.DROPPED;
                why = String.format(
                        "recovers from at most %.1f %% of network errors, another one from at least %.1f %%",
                        100 * interval.upper(), 100 * best);
            } else if (!plan.full() && predicted != null && predicted < best) {
                state = State.HOPELESS;
                why = String.format(
                        "its timeouts outlast at most %.1f %% of the waits that were seen; another setting recovers from"
                                + " at least %.1f %%",
                        100 * predicted, 100 * best);
            } else if (!plan.full() && hoped != null && hoped < plan.claim() && !setting.equals(plan.generous())) {
                state = State.HOPELESS;
                why = String.format(
                        "where the driver gives up soonest it outlasts at most %.1f %% of the waits that were seen; %.1f %%"
                                + " are asked for",
                        100 * hoped, 100 * plan.claim());
            }
            standings.add(new Standing(
                    setting,
                    state,
                    count.recovery,
                    count.validation,
                    count.cheaper,
                    count.pass,
                    count.loops,
                    count.totalMs,
                    count.patterns,
                    interval,
                    predicted,
                    expected(plan, setting, busy, open),
                    why));
        });
        return standings;
    }

    /** The driver cannot recover when its module is busy for longer than it waits in all: an upper bound of the rate. */
    private static @Nullable Double predicted(
            SearchPlan plan, Setting setting, Waiting busy, Waiting open, double confidence) {
        return plan.patience()
                .filter(it -> !busy.isEmpty() && !open.isEmpty())
                .map(it -> busy.interval(it.most().applyAsDouble(setting), confidence)
                                .upper()
                        * open.interval(it.open().applyAsDouble(setting), confidence)
                                .upper())
                .orElse(null);
    }

    /** What its rate may be at best if every network error came where the driver is least patient. */
    private static @Nullable Double hoped(SearchPlan plan, Setting setting, Waiting busy, Waiting open) {
        return plan.patience()
                .filter(it -> !busy.isEmpty() && !open.isEmpty())
                .map(it -> busy.interval(it.least().applyAsDouble(setting), plan.confidence())
                                .upper()
                        * open.interval(it.open().applyAsDouble(setting), plan.confidence())
                                .upper())
                .orElse(null);
    }

    private static @Nullable Double expected(SearchPlan plan, Setting setting, Waiting busy, Waiting open) {
        return plan.patience()
                .filter(it -> !busy.isEmpty() && !open.isEmpty())
                .map(it -> busy.within(it.least().applyAsDouble(setting))
                        * open.within(it.open().applyAsDouble(setting)))
                .orElse(null);
    }

    /** One a setting, in the plan's order. */
    public List<Standing> all() {
        return all;
    }

    public Stream<Standing> alive() {
        return all.stream().filter(Standing::isAlive);
    }

    /** What ranks first by the objective; empty when nothing is left. */
    public Optional<Standing> first() {
        return alive().min(ranking());
    }

    public Standing of(Setting setting) {
        return all.stream()
                .filter(it -> it.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    /** How long a module that was disturbed took no command, milliseconds. */
    public Waiting busy() {
        return busy;
    }

    /** How long links took to open, milliseconds. */
    public Waiting open() {
        return open;
    }

    /**
     * The order of the objective: recovery rate, then pass rate, each by what is sure of it, then time per loop. Those
     * whose rates cannot be told apart are equal in them.
     */
    Comparator<Standing> ranking() {
        double alpha = (1 - plan.confidence()) / plan.settings().size();
        return Comparator.<Standing>comparingDouble(it -> -it.interval().lower())
                .thenComparingDouble(
                        it -> -Proportions.anytime(it.pass(), alpha).lower())
                .thenComparingDouble(Standing::meanLoopMs)
                .thenComparing(it -> it.setting().id());
    }
}
