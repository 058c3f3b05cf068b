package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.report.run.TerminalSummary;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.Stranger;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/**
 * Whole runs of a virtual board, with another client at the same local AWS IoT over MQTT and TLS, and firmware that tests in a
 * loop.
 */
class ThirdPartiesIT {
    private static final Identity IDENTITY =
            new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+");
    private static final String SHADOW = "$aws/things/Nuvoton-Mbed-D001/shadow/update";

    @TempDir
    Path scratch;

    /** What another client does in mid-run, once. */
    private interface Intrusion {
        void into(LocalCloud cloud) throws Exception;
    }

    private VirtualBench bench(int baud, int loops) throws Exception {
        Path file = Files.writeString(scratch.resolve("bench.yaml"), """
                bench: third-parties
                images: .
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: %d}}
                limits: {silence: 5s, messageWait: 1s, lifecycleWait: 2s}
                loops: %d
                """.formatted(baud, loops));
        return VirtualBench.start(ProfileReader.read(file));
    }

    private Image image(boolean loops) throws IOException {
        List<String> tests = List.of(VirtualImage.MQTT);
        byte[] bytes = VirtualImage.encode(new VirtualImage(
                Target.NUMAKER_PFM_M487,
                "5.7.1",
                "clean",
                IDENTITY,
                tests,
                HeapModel.README,
                List.of(),
                Map.of(),
                loops));
        Path file = Files.write(scratch.resolve("image.bin"), bytes);
        return new Image(
                "clean",
                file,
                new Manifest(
                        "image.bin",
                        DigestUtils.sha256Hex(bytes),
                        Target.NUMAKER_PFM_M487,
                        "clean",
                        "5.7.1",
                        "virtual",
                        tests,
                        Map.of(),
                        IDENTITY,
                        null,
                        false));
    }

    /** Runs, and lets {@code intrusion} in when the device has published on the user's topic. */
    private RunResult run(VirtualBench bench, Image image, @Nullable Intrusion intrusion) throws Exception {
        Profile profile = bench.profile();
        AtomicReference<Intrusion> left = new AtomicReference<>(intrusion);
        AtomicReference<Exception> failed = new AtomicReference<>();
        RunListener listener = new RunListener() {
            @Override
            public void stage(String words) {
                // nobody looks
            }

            @Override
            public void judged(Judgement judgement) {
                boolean published =
                        judgement.findings().stream().anyMatch(it -> it.step().equals("mqtt.user.publish"));
                Intrusion now = published ? left.getAndSet(null) : null;
                try {
                    if (now != null) {
                        now.into(bench.cloud());
                    }
                } catch (Exception wrong) {
                    failed.set(wrong);
                }
            }
        };
        try (AttachedBoard attached = bench.attach(profile.boards().get(0))) {
            RunResult result = new BenchRun(
                            RunPlans.plan(profile, attached.profile(), image, scratch.resolve("runs")),
                            listener,
                            RunReports::write)
                    .execute();
            assertThat(failed.get()).isNull();
            assertThat(left.get()).as("let in").isNull();
            return result;
        }
    }

    /** A tool with the device's client ID, or a second board with its whole identity. */
    @ParameterizedTest
    @EnumSource(
            value = CertificateRole.class,
            names = {"WITNESS", "DEVICE"})
    void aClientIdTakenOverInMidRunIsTheSetUpsInEveryReport(CertificateRole role) throws Exception {
        try (VirtualBench bench = bench(4800, 1)) {
            RunResult result = run(
                    bench,
                    image(false),
                    cloud ->
                            Stranger.connected(cloud, role, IDENTITY.clientId()).publish("elsewhere", "hello"));

            Judgement judgement = result.record().judgement();
            assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.BENCH_FAULT);
            assertThat(judgement.owner()).isEqualTo(Owner.SETUP);
            assertThat(judgement.failure().code()).isEqualTo(FailureCode.CLIENT_ID_TAKEN_OVER);
            for (String report : List.of("report.json", "junit.xml", "report.html")) {
                assertThat(Files.readString(result.directory().resolve(report)))
                        .as(report)
                        .contains("the client ID was taken over")
                        .contains("DUPLICATE_CLIENTID");
            }
            assertThat(Files.readString(result.directory().resolve("report.json")))
                    .contains("\"owner\" : \"setup\"", "client-id-taken-over");
            assertThat(terminal(judgement, result.directory()))
                    .contains("BENCH_FAULT (setup, stage mqtt): the client ID was taken over");
            assertThat(Replay.of(result.directory()).judgement()).isEqualTo(judgement);
        }
    }

    private static String terminal(Judgement judgement, Path directory) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        new TerminalSummary(new PrintStream(shown, true, StandardCharsets.UTF_8), false, false)
                .finish(judgement, directory);
        return shown.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anotherClientThatChangesTheShadowIsTheSetUps() throws Exception {
        try (VirtualBench bench = bench(0, 1)) {
            RunResult result = run(bench, image(false), cloud -> {
                try (Stranger console = Stranger.connected(cloud, CertificateRole.DEVICE, "console")) {
                    console.publish(
                            SHADOW, "{\"state\":{\"desired\":{\"lamp\":\"on\"}},\"clientToken\":\"console-1\"}");
                    console.publish("Nuvoton/Mbed/D002", "hello");
                }
            });

            Judgement judgement = result.record().judgement();
            assertThat(judgement.failure()).as(judgement.reason()).isNotNull();
            assertThat(judgement.failure().code()).as(judgement.reason()).isEqualTo(FailureCode.FOREIGN_CLIENT);
            assertThat(judgement.owner()).isEqualTo(Owner.SETUP);
            assertThat(judgement.notes()).anyMatch(it -> it.contains("another client published on Nuvoton/Mbed/D002"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void firmwareThatTestsInALoopEndsTheRunAfterAsManyLoopsAsAreAskedFor(int loops) throws Exception {
        try (VirtualBench bench = bench(0, loops)) {
            RunResult result = run(bench, image(true), null);

            Judgement judgement = result.record().judgement();
            assertThat(judgement.outcome()).as(judgement.reason()).isEqualTo(Outcome.PASS);
            assertThat(judgement.notes())
                    .anyMatch(it -> it.contains("the firmware tests in a loop")
                            && it.contains("loop " + (loops + 1) + " had begun"));
            assertThat(judgement.findings().stream()
                            .filter(it -> it.step().equals("mqtt.disconnect"))
                            .count())
                    .isEqualTo(loops);
            assertThat(Replay.of(result.directory()).judgement()).isEqualTo(judgement);
        }
    }
}
