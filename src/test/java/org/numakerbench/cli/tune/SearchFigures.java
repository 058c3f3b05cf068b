package org.numakerbench.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.numakerbench.bench.LinkPath;
import org.numakerbench.bench.Rehearsal;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.tune.Journal;
import org.numakerbench.tune.Progress;
import org.numakerbench.tune.Tuning;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Standing;

/**
 * How good the search is on the model, and how many loops it takes beside the full grid. The truth of each setting is
 * counted over 20,000 disturbances; the full grid gives each setting the same number of trials and takes what ranks first
 * by the same objective, with nothing dropped, predicted or validated. Its number of trials is the smallest of a list with
 * which it is right as often as is asked of the search: 95 times of 100.
 */
public final class SearchFigures {
    private static final double WITHIN = 0.02;
    private static final int ENOUGH_PERCENT = 95;
    private static final int DISTURBANCES = 20_000;
    private static final List<Integer> GRID_TRIALS = List.of(5, 10, 15, 20, 25, 30, 40, 60, 80, 120, 200);

    private final Experiment experiment;
    private final SearchPlan plan;
    private final List<FaultPattern> patterns;
    private final Map<Setting, double[]> truth = new ConcurrentHashMap<>();
    private final double best;
    private final Path scratch;

    private SearchFigures(Path file, Path scratch) throws Exception {
        this.experiment = ExperimentReader.read(file);
        this.plan = experiment.plan(List.of("board-1", "board-2", "board-3", "board-4"));
        this.patterns = LinkPath.patterns(experiment.faults().orElseThrow());
        this.scratch = scratch;
        plan.settings().parallelStream()
                .forEach(it -> truth.put(it, Rehearsal.truth(it, 2, patterns, DISTURBANCES, 4711)));
        this.best = truth.values().stream().mapToDouble(it -> it[0]).max().orElseThrow();
    }

    /** @param arguments repetitions (100), experiment file */
    public static void main(String[] arguments) throws Exception {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        Path file = Path.of(arguments.length > 1 ? arguments[1] : "bench-profiles/experiments/esp8266-timeouts.yaml");
        Path scratch = Files.createTempDirectory("search-figures");
        SearchFigures figures = new SearchFigures(file, scratch);
        figures.print(repetitions);
        Files.deleteIfExists(scratch);
    }

    private void print(int repetitions) throws Exception {
        plan.baseline()
                .ifPresent(it -> say(
                        "defaults %s: true recovery rate %.3f; best of %d settings: %.4f",
                        it.id(), truth(it), truth.size(), best));
        Sum search = new Sum();
        for (int seed = 1; seed <= repetitions; seed++) {
            SearchPlan seeded = with(seed, plan.raceTrials(), false);
            Tuning.Ended ended = run(seeded);
            Standing winner = ended.search().winner(ended.standings()).orElseThrow();
            Standing cheapest = ended.search().cheapest(ended.standings(), winner);
            search.add(
                    truth(winner.setting()) >= best - WITHIN,
                    truth(cheapest.setting()) >= truth(winner.setting()) - WITHIN,
                    ended.loops().size(),
                    time(winner) / time(cheapest));
        }
        say(
                "search: within 2 points of the best in %d of %d, %.0f loops in the mean (at most %d); its cheapest setting is"
                        + " within 2 points of it in %d and %.2f times as quick",
                search.good, repetitions, search.mean(), search.most, search.cheapGood, search.quicker / repetitions);
        for (int trials : GRID_TRIALS) {
            Sum grid = new Sum();
            for (int seed = 1; seed <= repetitions; seed++) {
                Tuning.Ended ended = run(with(seed, trials, true));
                Standing first = ended.standings().first().orElseThrow();
                grid.add(
                        truth(first.setting()) >= best - WITHIN,
                        true,
                        ended.loops().size(),
                        1);
            }
            say("full grid, %d trials each: %d of %d, %.0f loops", trials, grid.good, repetitions, grid.mean());
            if (100 * grid.good >= ENOUGH_PERCENT * repetitions) {
                int validation = 2 * run(with(1, 1, true)).search().straightPasses();
                say(
                        "ratio of loops: %.2f; %.2f when the grid's winner is validated as the search's is (%d loops more)",
                        search.mean() / grid.mean(), search.mean() / (grid.mean() + validation), validation);
                say(
                        "for the claim itself of every setting the grid needs %d loops: %.3f",
                        plan.settings().size() * validation,
                        search.mean() / (plan.settings().size() * validation));
                break;
            }
        }
    }

    private static final class Sum {
        int good;
        int cheapGood;
        long loops;
        long most;
        int count;
        double quicker;

        void add(boolean right, boolean cheapRight, long took, double times) {
            good += right ? 1 : 0;
            cheapGood += cheapRight ? 1 : 0;
            loops += took;
            most = Math.max(most, took);
            quicker += times;
            count++;
        }

        double mean() {
            return (double) loops / count;
        }
    }

    private double truth(Setting setting) {
        return truth.getOrDefault(setting, new double[] {0, 1})[0];
    }

    private double time(Standing standing) {
        return truth.getOrDefault(standing.setting(), new double[] {0, 1})[1];
    }

    private SearchPlan with(long seed, int raceTrials, boolean full) {
        return new SearchPlan(
                plan.settings(),
                plan.generous(),
                plan.baseline(),
                plan.boards(),
                plan.confidence(),
                plan.claim(),
                plan.margin(),
                plan.learnTrials(),
                raceTrials,
                full ? Math.min(raceTrials, plan.visitTrials()) : plan.visitTrials(),
                full ? (long) plan.settings().size() * raceTrials * 2 : plan.budgetLoops(),
                seed,
                full,
                plan.monotone(),
                plan.patience());
    }

    private Tuning.Ended run(SearchPlan seeded) throws IOException, InterruptedException {
        Path file = scratch.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file)) {
            return new Tuning(
                            seeded,
                            new Rehearsal(
                                    seeded.seed(),
                                    experiment.faults().orElseThrow().every(),
                                    patterns,
                                    seeded.boards()),
                            journal,
                            Progress.SILENT,
                            () -> false)
                    .run("figures");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
