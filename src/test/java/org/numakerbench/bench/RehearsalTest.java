package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.PublishedSchema;
import org.numakerbench.report.tune.TuneJson;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.tune.BoardFailedException;
import org.numakerbench.tune.Journal;
import org.numakerbench.tune.Progress;
import org.numakerbench.tune.TuneResults;
import org.numakerbench.tune.Tuning;
import org.numakerbench.tune.Visitor;
import org.numakerbench.tune.build.BuildFailedException;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Standing;

/** The search on the model of driver and module. The figures of a hundred repetitions come from scripts/tune-figures. */
class RehearsalTest {
    private static final Path FILE = Path.of("bench-profiles/experiments/esp8266-timeouts.yaml");
    private static final BooleanSupplier TIME_ENOUGH = () -> false;

    /** One experiment from its beginning to its end, and the journal that it wrote: it is the same whoever looks. */
    private record Whole(Tuning.Ended ended, List<String> journal) {}

    private static @Nullable Whole whole;

    @TempDir
    private Path scratch;

    private final Experiment experiment = read();
    private final SearchPlan plan = experiment.plan(List.of("esp-1", "esp-2", "esp-3", "esp-4"));

    private static Experiment read() {
        try {
            return ExperimentReader.read(FILE);
        } catch (Exception wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private Visitor model() {
        Experiment.Faults faults = experiment.faults().orElseThrow();
        return new Rehearsal(plan.seed(), faults.every(), LinkPath.patterns(faults), plan.boards());
    }

    private Tuning.Ended run(String journal, Visitor visitor) throws Exception {
        try (Journal open = Journal.open(scratch.resolve(journal))) {
            return new Tuning(plan, visitor, open, Progress.SILENT, TIME_ENOUGH).run("plan");
        }
    }

    private Whole whole() throws Exception {
        if (whole == null) {
            Tuning.Ended ended = run("whole", model());
            whole = new Whole(ended, Files.readAllLines(scratch.resolve("whole")));
        }
        return whole;
    }

    private String json(Tuning.Ended ended) {
        return TuneJson.write(TuneResults.of(experiment, plan, ended, "then", "now"));
    }

    @Test
    void theDefaultsShowTheSymptomAndTheRecommendedSettingCuresIt() throws Exception {
        Tuning.Ended ended = whole().ended();
        Standing winner = ended.search().winner(ended.standings()).orElseThrow();
        Setting defaults = plan.baseline().orElseThrow();

        assertThat(ended.standings().of(defaults).recovery().rate()).isLessThan(0.75);
        assertThat(winner.validation().isSpotless()).isTrue();
        assertThat(winner.validation().trials()).isGreaterThanOrEqualTo(299);
        assertThat(Rehearsal.truth(winner.setting(), 2, patterns(), 5000, 99)[0])
                .isGreaterThan(0.97);
        assertThat(Rehearsal.truth(defaults, 2, patterns(), 5000, 99)[0]).isLessThan(0.6);
    }

    private List<FaultPattern> patterns() {
        return LinkPath.patterns(experiment.faults().orElseThrow());
    }

    @Test
    void theResultIsAsItsSchemaSays() throws Exception {
        PublishedSchema.describes("tune", Stream.of(json(whole().ended())));
    }

    @Test
    void twoRunsOfOneSeedGiveTheSameResult() throws Exception {
        assertThat(json(run("other", model()))).isEqualTo(json(whole().ended()));
    }

    @Test
    void anExperimentThatWasKilledGoesOnWhereItWas() throws Exception {
        List<String> lines = whole().journal();
        for (int part : new int[] {3, 2}) {
            // Visits that were cut off would be finished with other draws: here all that had begun are done, or undone.
            List<String> kept = lines.subList(0, lines.size() / part);
            List<String> done = kept.stream()
                    .filter(line -> line.contains("\"kind\":\"visit-done\""))
                    .map(line -> line.replaceAll(".*\"visit\":([0-9]+).*", "$1"))
                    .toList();
            Files.write(
                    scratch.resolve("cut"),
                    kept.stream()
                            .filter(line -> !line.contains("\"kind\":\"loop\"")
                                    || done.contains(line.replaceAll(".*\"loop\":\\{\"visit\":([0-9]+).*", "$1")))
                            .toList());
            assertThat(json(run("cut", model()))).isEqualTo(json(whole().ended()));
            Files.delete(scratch.resolve("cut"));
        }
    }

    @Test
    void aTornLineIsTheLoopThatWasUnderWay() throws Exception {
        List<String> lines = whole().journal();
        Files.writeString(
                scratch.resolve("torn"),
                String.join("\n", lines.subList(0, 100)) + "\n" + lines.get(100).substring(0, 40));

        try (Journal journal = Journal.open(scratch.resolve("torn"))) {
            assertThat(journal.earlier()).hasSize(100);
        }
    }

    @Test
    void aBoardThatFailsIsLeftOutAndTheOthersGoOn() throws Exception {
        Visitor model = model();
        List<Integer> lost = new ArrayList<>();
        Tuning.Ended ended = run("journal", (visit, trials, first, loops) -> {
            if (visit.board().equals("esp-3") && visit.visit() > 20) {
                lost.add(visit.visit());
                throw new BoardFailedException("/dev/ttyX went away; check its cable");
            }
            model.visit(visit, trials, first, loops);
        });

        assertThat(lost).hasSize(1);
        assertThat(ended.lostBoards()).containsOnlyKeys("esp-3");
        assertThat(ended.search().winner(ended.standings())).isPresent();
        assertThat(json(ended)).contains("board esp-3 failed: /dev/ttyX went away");
    }

    @Test
    void aBuildThatFailsStopsItsOwnSettingOnly() throws Exception {
        Visitor model = model();
        Setting broken = plan.settings().stream()
                .filter(it -> it.id().equals("5000-2000-3000"))
                .findFirst()
                .orElseThrow();
        Tuning.Ended ended = run("journal", (visit, trials, first, loops) -> {
            if (visit.setting().equals(broken)) {
                throw new BuildFailedException("exit code 1\nmain.cpp:1: error: no such file");
            }
            model.visit(visit, trials, first, loops);
        });

        assertThat(ended.standings().of(broken).state()).isEqualTo(Standing.State.BUILD_FAILED);
        assertThat(ended.unbuildable()).containsOnlyKeys(broken);
        assertThat(ended.standings().all().stream().filter(Standing::isAlive)).hasSizeGreaterThan(10);
    }

    @Test
    void everySettingMovesOverTheBoards() throws Exception {
        List<Assignment> race = new ArrayList<>();
        Visitor model = model();
        run("journal", new Visitor() {
            @Override
            public void visit(Assignment visit, int trials, int first, Consumer<Loop> loops)
                    throws IOException, InterruptedException, BuildFailedException, BoardFailedException {
                synchronized (race) {
                    race.add(visit);
                }
                model.visit(visit, trials, first, loops);
            }
        });

        assertThat(race.stream().map(Assignment::board).distinct()).hasSize(4);
        assertThat(race.stream().map(Assignment::visit)).doesNotHaveDuplicates();
    }
}
