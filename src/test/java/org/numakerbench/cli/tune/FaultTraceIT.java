package org.numakerbench.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.LinkPath;
import org.numakerbench.bench.TuneBoards;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.NewImage;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.Outcome;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.run.LoopRun;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.loop.DeviceLoop;
import org.numakerbench.run.loop.DeviceLoop.Cause;
import org.numakerbench.run.loop.DeviceLoop.LinkFault;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.net.FaultPlan;
import org.numakerbench.sim.net.FaultSchedule;
import org.numakerbench.tune.BoardVisitor.Station;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;

/**
 * Every disturbance of every kind, on real connections of eight boards, must be found again as the cause of the loop that
 * it made fail. The truth is counted without the bench's clock: in this world each loop opens one connection, so that the
 * n-th loop after a reset suffers what the schedule has for the n-th connection.
 */
@Tag("alone")
class FaultTraceIT {
    private static final int BOARDS = 8;
    private static final int DISTURBANCES = 13;

    @TempDir
    private Path scratch;

    private record Seen(List<DeviceLoop> loops, List<EvidenceEntry> entries) {}

    @Test
    void failuresAreTracedToTheDisturbancesThatCausedThemAndToNoOther() throws Exception {
        Experiment experiment = experiment();
        Profile profile = ProfileReader.read(experiment.profile());
        ExecutorService boards = Executors.newFixedThreadPool(BOARDS);
        int disturbances = 0;
        int failures = 0;
        try (TuneBoards stations = TuneBoards.open(experiment, profile, profile.boards(), scratch.resolve("visits"))) {
            List<Future<Seen>> running = new ArrayList<>();
            for (Station station : stations.all().values()) {
                running.add(boards.submit(() -> run(station)));
            }
            for (Future<Seen> each : running) {
                Seen seen = each.get();
                Map<Integer, List<DeviceLoop>> boots = new HashMap<>();
                seen.loops()
                        .forEach(it -> boots.computeIfAbsent(it.boot(), boot -> new ArrayList<>())
                                .add(it));
                List<Fact.FaultsPlanned> plans = plans(seen.entries());
                for (Map.Entry<Integer, List<DeviceLoop>> boot : boots.entrySet()) {
                    Fact.FaultsPlanned planned = plans.get(boot.getKey() - 1);
                    FaultSchedule schedule = new FaultSchedule(
                            planned.seed(),
                            planned.every(),
                            LinkPath.patterns(experiment.faults().orElseThrow()));
                    for (int n = 0; n < boot.getValue().size(); n++) {
                        DeviceLoop loop = boot.getValue().get(n);
                        Optional<FaultPlan> truth = schedule.plan(n);
                        LinkFault found =
                                loop.faults().isEmpty() ? null : loop.faults().get(0);
                        disturbances += found == null ? 0 : 1;
                        failures += loop.passed() ? 0 : 1;
                        boolean same = found != null
                                && truth.isPresent()
                                && found.detail().equals(LinkPath.words(truth.get()));
                        assertThat(found == null || same)
                                .as("a fault that was not injected: %s, planned was %s", found, truth)
                                .isTrue();
                        isRight(loop, found);
                        assertThat(loop.passed() || found != null)
                                .as("nothing else makes a loop fail here: %s", loop.failure())
                                .isTrue();
                    }
                }
            }
        } finally {
            boards.shutdownNow();
        }
        assertThat(disturbances).isGreaterThanOrEqualTo(BOARDS * DISTURBANCES);
        assertThat(failures).isGreaterThan(disturbances / 3);
    }

    private static void isRight(DeviceLoop loop, @Nullable LinkFault found) {
        Cause cause = loop.cause();
        assertThat(loop.passed()
                        || cause instanceof Cause.Disturbed by && by.fault().equals(found))
                .as("loop %d failed by %s, cause %s, disturbed by %s", loop.number(), loop.failure(), cause, found)
                .isTrue();
    }

    private static List<Fact.FaultsPlanned> plans(List<EvidenceEntry> entries) {
        return entries.stream()
                .map(EvidenceEntry::fact)
                .filter(Fact.FaultsPlanned.class::isInstance)
                .map(Fact.FaultsPlanned.class::cast)
                .toList();
    }

    private Seen run(Station station) throws Exception {
        Image image = image(station.board().name());
        List<DeviceLoop> loops = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(station.board().name().hashCode());
        int[] seen = new int[1];
        LoopRun.Ended ended = new LoopRun(
                        station.plan().apply(image), station.path(), seeds::nextLong, RunListener.SILENT)
                .execute(loop -> {
                    loops.add(loop);
                    seen[0] += loop.faults().isEmpty() ? 0 : 1;
                    return seen[0] >= DISTURBANCES
                            ? LoopRun.Next.STOP
                            : loop.hung() ? LoopRun.Next.RESET : LoopRun.Next.GO_ON;
                });
        assertThat(ended.trouble()).isNull();
        List<EvidenceEntry> entries = EvidenceReader.readAll(ended.directory().resolve("evidence.jsonl"));
        isReplayed(ended.directory(), loops.get(0));
        return new Seen(loops, entries);
    }

    /** By its first loop; what the bench itself disturbed is held against nobody. */
    private static void isReplayed(Path directory, DeviceLoop first) throws IOException {
        Judgement judgement = Replay.of(directory).judgement();

        if (first.passed() || first.cause() instanceof Cause.Disturbed) {
            assertThat(judgement.outcome())
                    .as(judgement.reason())
                    .isEqualTo(first.passed() ? Outcome.PASS : Outcome.INCONCLUSIVE);
        }
        assertThat(judgement.findings()).noneMatch(it -> it.reason().contains("missing"));
    }

    private Image image(String board) throws Exception {
        Identity identity = new Identity("Thing-" + board, "Client " + board, "Topic/" + board, "Topic/" + board);
        Path file = Files.write(
                scratch.resolve(board + ".bin"),
                VirtualImage.encode(new VirtualImage(
                        Target.NUMAKER_PFM_M487,
                        "5.7.1",
                        board,
                        identity,
                        List.of(VirtualImage.MQTT),
                        HeapModel.README,
                        List.of(),
                        Map.of(
                                "ESP8266_SEND_TIMEOUT", "1500",
                                "ESP8266_RECV_TIMEOUT", "1500",
                                "ESP8266_MISC_TIMEOUT", "1500",
                                "MQTT_COMMAND_TIMEOUT", "500"),
                        true)));
        return new NewImage(
                        board,
                        file,
                        Target.NUMAKER_PFM_M487,
                        Optional.empty(),
                        Optional.of("5.7.1"),
                        Optional.empty(),
                        List.of("mqtt"),
                        identity,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        OptionalLong.empty())
                .addTo(Files.createDirectories(scratch.resolve("images")));
    }

    private Experiment experiment() throws IOException, ProfileException {
        StringBuilder profile =
                new StringBuilder("bench: quick\nimages: images\ncloud: {local: {directory: cloud}}\nboards:\n");
        for (int board = 1; board <= BOARDS; board++) {
            profile.append(
                    "  - {name: esp-%d, target: NUMAKER_PFM_M487, virtual: {baud: 0, esp8266: {seed: %d, slowness: 0.1}}}%n"
                            .formatted(board, board));
        }
        profile.append("limits: {silence: 2s}\n");
        Files.writeString(scratch.resolve("profile.yaml"), profile);
        Path file = Files.writeString(scratch.resolve("experiment.yaml"), """
                experiment: trace
                profile: profile.yaml
                factors: {ESP8266_SEND_TIMEOUT: [1500]}
                faults:
                  patterns:
                    - {kind: stall, bytes: [0, 3000], duration: [100ms, 900ms]}
                    - {kind: reset, bytes: [1900, 3000]}
                    - {kind: half-close, bytes: [1900, 3000]}
                    - {kind: drop, bytes: [0, 3000], duration: [600ms, 900ms]}
                    - {kind: delay, bytes: [0, 3000], duration: [5ms, 100ms]}
                    - {kind: throttle, bytes: [0, 3000], bytesPerSecond: 4000}
                """);
        return ExperimentReader.read(file);
    }
}
