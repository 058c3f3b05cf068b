package org.numakerbench.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.numakerbench.bench.LinkPath;
import org.numakerbench.bench.Rehearsal;
import org.numakerbench.crash.Fault;
import org.numakerbench.crash.FaultyDisk;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.tune.Journal;
import org.numakerbench.tune.Progress;
import org.numakerbench.tune.TuneResults;
import org.numakerbench.tune.Tuning;
import org.numakerbench.tune.Visitor;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.tune.search.SearchPlan;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An experiment on the model, over a disk that fails or dies at the n-th operation; then it is started again: it comes to its
 * end, and every loop that was on the disk counts.
 */
class TuneCrashIT {
    /** 1 tries every operation: {@code mvn verify -Dit.test=TuneCrashIT -Dcrash.step=1}. */
    private static final int STEP = Integer.getInteger("crash.step", 41);

    @TempDir
    private Path scratch;

    private Experiment experiment;
    private SearchPlan plan;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(
                scratch.resolve("profile.yaml"),
                "bench: b\nimages: .\ncloud: {local: {directory: cloud}}\nboards: [{name: esp, target: NUMAKER_PFM_M487, virtual: {baud: 0}}]\n");
        experiment = ExperimentReader.read(Files.writeString(scratch.resolve("experiment.yaml"), """
                experiment: crash
                profile: profile.yaml
                factors: {ESP8266_SEND_TIMEOUT: [60, 500]}
                baseline: {ESP8266_SEND_TIMEOUT: 60}
                claim: 0.7
                margin: 0.1
                budget: {loops: 12}
                trials: {race: 2, visit: 2}
                faults:
                  patterns: [{kind: stall, bytes: [300, 3000], duration: [300ms, 1200ms]}]
                """));
        plan = experiment.plan(List.of("esp"));
    }

    /** As the command does it. */
    private void tune(Path directory) throws IOException, InterruptedException {
        Experiment.Faults faults = experiment.faults().orElseThrow();
        Visitor model = new Rehearsal(plan.seed(), faults.every(), LinkPath.patterns(faults), plan.boards());
        try (Journal journal = Journal.open(directory.resolve("journal.jsonl"))) {
            Tuning.Ended ended = new Tuning(plan, model, journal, Progress.SILENT, () -> false).run("plan");
            TuneCommand.write(directory, TuneResults.of(experiment, plan, ended, "then", "now"));
        }
    }

    private FaultyDisk disk(Fault fault) throws IOException {
        return new FaultyDisk(Files.createDirectory(scratch.resolve("disk")), scratch.resolve("remains"), fault);
    }

    /** True when the fault came before the experiment's end. */
    private boolean survives(Fault fault) throws Exception {
        FaultyDisk disk = disk(fault);
        try {
            tune(disk.root());
        } catch (IOException struck) {
            assertThat(disk.struck()).as(fault + ": " + struck).isTrue();
        }
        Map<String, byte[]> synced = disk.syncedFiles();
        Path left = disk.end();
        List<String> sure =
                loops(new String(synced.getOrDefault("journal.jsonl", new byte[0]), StandardCharsets.UTF_8));
        if (Files.exists(left.resolve("tune.json"))) {
            assertThat(result(left).path("spent").path("loops").intValue())
                    .as("tune.json is whole")
                    .isPositive();
        }

        tune(left);

        List<String> now = loops(Files.readString(left.resolve("journal.jsonl")));
        assertThat(now).as("after " + fault).hasSizeGreaterThanOrEqualTo(sure.size());
        assertThat(now.subList(0, sure.size())).as("after " + fault).isEqualTo(sure);
        assertThat(result(left).path("spent").path("loops").intValue())
                .as("after " + fault)
                .isEqualTo(now.size());
        boolean struck = disk.struck();
        DurableDirectory.deleteTree(scratch.resolve("disk"));
        DurableDirectory.deleteTree(scratch.resolve("remains"));
        return struck;
    }

    private static List<String> loops(String journal) {
        return journal.lines().filter(it -> it.contains("\"kind\":\"loop\"")).toList();
    }

    private static JsonNode result(Path directory) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(directory.resolve("tune.json")));
    }

    @Test
    void withoutAFaultItRunsToItsEnd() throws Exception {
        assertThat(survives(Fault.NONE)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void startedAgainItGoesOnWithEveryLoopThatWasOnTheDisk(Fault.Kind kind) throws Exception {
        int points = 0;
        for (int at = 1 + kind.ordinal(); survives(new Fault(kind, at, at)); at += STEP) {
            points++;
        }
        System.out.println("tune, " + kind + ": " + points + " crash points");
        assertThat(points).isPositive();
    }
}
