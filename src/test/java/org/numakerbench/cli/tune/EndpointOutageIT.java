package org.numakerbench.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.TuneBoards;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.NewImage;
import org.numakerbench.firmware.Target;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.run.RunListener;
import org.numakerbench.sim.board.VirtualBoard;
import org.numakerbench.sim.board.VirtualBoardOptions;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import org.numakerbench.tune.BoardVisitor;
import org.numakerbench.tune.build.SettingImages;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.experiment.ExperimentReader;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Stage;

/** A broker that is away for a while in the middle of a visit: no board is to blame, and no loop of it counts. */
@Tag("alone")
class EndpointOutageIT {
    private static final Identity IDENTITY = new Identity("Thing", "Client", "Topic", "Topic");

    @TempDir
    private Path scratch;

    @Test
    void anOutageOfTheEndpointIsWaitedForAndBlamedOnNobody() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
                VirtualBoard board = board(cloud)) {
            Experiment experiment = experiment(cloud, board);
            Profile profile = ProfileReader.read(experiment.profile());
            List<Loop> loops = new CopyOnWriteArrayList<>();
            ExecutorService threads = Executors.newSingleThreadExecutor();
            try (TuneBoards stations =
                    TuneBoards.open(experiment, profile, profile.boards(), scratch.resolve("visits"))) {
                BoardVisitor visitor = new BoardVisitor(stations.all(), images(), 1, true, RunListener.SILENT);
                Assignment visit = new Assignment(0, 0, Stage.LEARN, new Setting(Map.of("X", 1L)), "linked", 12);
                Future<?> running = threads.submit(() -> {
                    visitor.visit(visit, 12, 0, loops::add);
                    return null;
                });
                await().atMost(Duration.ofSeconds(30)).until(() -> loops.size() >= 4);
                int before = loops.size();
                cloud.stopMqtt();
                await().atMost(Duration.ofSeconds(30)).until(() -> hasLostTheCloud());
                cloud.startMqtt();
                running.get(90, TimeUnit.SECONDS);

                assertThat(loops.size()).isGreaterThan(before);
                assertThat(loops)
                        .allSatisfy(loop -> assertThat(loop.passed() || loop.pattern() != null)
                                .as(loop.failure())
                                .isTrue());
                assertThat(loops.stream().filter(it -> it.pattern() != null).count())
                        .isGreaterThanOrEqualTo(12);
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private boolean hasLostTheCloud() {
        try (var logs = Files.walk(scratch.resolve("visits"))) {
            return logs.filter(it -> it.endsWith("evidence.jsonl")).anyMatch(it -> {
                try {
                    return Files.readString(it).contains("witness-disconnected");
                } catch (IOException notYet) {
                    return false;
                }
            });
        } catch (IOException | UncheckedIOException moving) {
            return false;
        }
    }

    private int port;

    private VirtualBoard board(LocalCloud cloud) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return VirtualBoard.start(new VirtualBoardOptions(
                "linked",
                Target.NUMAKER_PFM_M487,
                scratch.resolve("b"),
                0,
                cloud.endpoint(),
                port,
                cloud.httpsPort(),
                cloud.credentials().ca(),
                cloud.credentials().deviceCertificate(),
                cloud.credentials().deviceKey()));
    }

    private Experiment experiment(LocalCloud cloud, VirtualBoard board) throws Exception {
        Files.writeString(scratch.resolve("profile.yaml"), """
                bench: outage
                images: .
                cloud:
                  endpoint: %s
                  mqttPort: %d
                  httpsPort: %d
                  witness: {clientId: w, ca: %s, certificate: %s, privateKey: %s}
                boards:
                  - name: linked
                    target: NUMAKER_PFM_M487
                    serial: {port: %s}
                    flash: {method: mass-storage, volume: %s}
                    reset: [{method: socket, path: %s}]
                    link: {address: 127.0.0.1, port: %d}
                limits: {silence: 5s}
                """.formatted(
                        cloud.endpoint(),
                        cloud.mqttPort(),
                        cloud.httpsPort(),
                        cloud.credentials().ca(),
                        cloud.credentials().witnessCertificate(),
                        cloud.credentials().witnessKey(),
                        board.uartPath(),
                        board.volumePath(),
                        board.resetSocket(),
                        port));
        return ExperimentReader.read(Files.writeString(scratch.resolve("experiment.yaml"), """
                experiment: outage
                profile: profile.yaml
                factors: {X: [1]}
                faults: {patterns: [{kind: delay, bytes: [0, 3000], duration: [1ms, 20ms]}]}
                """));
    }

    private SettingImages images() throws Exception {
        Path file = Files.write(
                scratch.resolve("image.bin"),
                VirtualImage.encode(new VirtualImage(
                        Target.NUMAKER_PFM_M487,
                        "5.7.1",
                        "outage",
                        IDENTITY,
                        List.of(VirtualImage.MQTT),
                        HeapModel.README,
                        List.of(),
                        Map.of("MQTT_COMMAND_TIMEOUT", "1000"),
                        true)));
        Image image = new NewImage(
                        "outage",
                        file,
                        Target.NUMAKER_PFM_M487,
                        Optional.empty(),
                        Optional.of("5.7.1"),
                        Optional.empty(),
                        List.of("mqtt"),
                        IDENTITY,
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        OptionalLong.empty())
                .addTo(Files.createDirectories(scratch.resolve("images")));
        return new SettingImages() {
            @Override
            public Image of(Setting setting, BoardProfile board) {
                return image;
            }

            @Override
            public void close() {}
        };
    }
}
