package org.numakerbench.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.crosscheck.Finding;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.BoardProfile;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.VirtualBoard;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** Runs one planted fault through the whole bench. */
final class SelftestRun {
    private static final Identity IDENTITY =
            new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+");
    private static final List<String> PHASES = List.of(VirtualImage.MQTT, VirtualImage.HTTPS);
    private static final String MBED_OS = "5.7.1";

    private final VirtualBench bench;
    private final LocalCloud cloud;
    private final BoardProfile board;
    private final Path directory;
    private final Path runs;

    /** @param runs takes the run directories */
    SelftestRun(VirtualBench bench, LocalCloud cloud, BoardProfile board, Path directory, Path runs) {
        this.bench = bench;
        this.cloud = cloud;
        this.board = board;
        this.directory = directory;
        this.runs = runs;
    }

    SelftestResult of(PlantedFault planted) throws IOException, InterruptedException {
        RunResult result = run(planted);
        return judge(planted, result, System.nanoTime());
    }

    /** @return the directory of a run without a fault */
    Path clean() throws IOException, InterruptedException {
        return run(PlantedFault.none()).directory();
    }

    private RunResult run(PlantedFault planted) throws IOException, InterruptedException {
        Image image = image(planted);
        policy(planted.disturbance());
        try (AttachedBoard attached = bench.attach(board)) {
            Profile profile = bench.profile();
            BenchRun run = new BenchRun(
                    RunPlans.plan(profile, attached.profile(), image, runs),
                    new Disturber(planted.disturbance(), attached.virtual(), cloud),
                    RunReports::write);
            return run.execute();
        } finally {
            restore(planted.disturbance());
        }
    }

    private SelftestResult judge(PlantedFault planted, RunResult result, long done) throws IOException {
        Judgement judgement = result.record().judgement();
        Judgement replayed = Replay.of(result.directory()).judgement();
        Finding answer = judgement.findings().stream()
                .filter(it -> it.verdict() == planted.verdict() && it.step().startsWith(planted.step()))
                .findFirst()
                .orElse(null);
        boolean found = planted.verdict() == null || answer != null;
        String words = answer == null ? "-" : answer.step() + " " + answer.verdict();
        return new SelftestResult(
                planted,
                words,
                judgement.outcome(),
                judgement.reason(),
                found && judgement.outcome() == planted.outcome(),
                replayed.equals(judgement),
                overheadMs(result, done));
    }

    private static @Nullable Long overheadMs(RunResult result, long doneNanos) {
        Long judged = result.record().judgement().timings().lastByteToReportMs();
        return judged == null ? null : Long.valueOf(judged + (doneNanos - result.endedNanos()) / 1_000_000);
    }

    private Image image(PlantedFault planted) throws IOException {
        boolean foreign = planted.disturbance() == Disturbance.IMAGE_FOR_OTHER_TARGET;
        Target target = foreign ? Target.NUMAKER_PFM_NUC472 : board.target();
        byte[] bytes = VirtualImage.encode(new VirtualImage(
                target, MBED_OS, planted.name(), IDENTITY, PHASES, HeapModel.README, planted.faults()));
        if (planted.disturbance() == Disturbance.IMAGE_CORRUPT) {
            bytes[bytes.length / 2] ^= 1;
        }
        Path file = Files.createDirectories(directory.resolve("images")).resolve("image.bin");
        Files.write(file, bytes);
        Manifest manifest = new Manifest(
                "image.bin",
                DigestUtils.sha256Hex(bytes),
                board.target(),
                planted.name(),
                MBED_OS,
                "virtual",
                PHASES,
                Map.of(),
                IDENTITY,
                null,
                false);
        return new Image(planted.name().replaceAll("[^a-z0-9-]+", "-"), file, manifest);
    }

    private void policy(Disturbance disturbance) throws IOException {
        String denied = switch (disturbance) {
            case SUBSCRIPTION_REFUSED -> "\"iot:Subscribe\",\"Resource\":\"*:topicfilter/Nuvoton/*\"";
            case HTTPS_REFUSED -> "\"iot:DeleteThingShadow\",\"Resource\":\"*:thing/*\"";
            case PUBLISH_REFUSED -> "\"iot:Publish\",\"Resource\":\"*:topic/Nuvoton/*\"";
            default -> null;
        };
        if (denied != null) {
            cloud.setPolicy(CertificateRole.DEVICE, document(",{\"Effect\":\"Deny\",\"Action\":" + denied + "}"));
        }
    }

    private static String document(String more) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:*\",\"Resource\":\"*\"}"
                + more + "]}";
    }

    private void restore(Disturbance disturbance) throws IOException {
        switch (disturbance) {
            case SUBSCRIPTION_REFUSED, PUBLISH_REFUSED, HTTPS_REFUSED ->
                cloud.setPolicy(CertificateRole.DEVICE, document(""));
            case CLOUD_GONE -> cloud.startMqtt();
            default -> {
                // nothing to restore
            }
        }
    }

    /** Limits short enough for a patient person: nothing here is farther away than the loopback interface. */
    static Profile.Limits limits(boolean fast) {
        return new Profile.Limits(
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofMillis(fast ? 1500 : 4000),
                Duration.ofMillis(fast ? 1500 : 4000),
                Duration.ofMinutes(1),
                Duration.ofMillis(500),
                Duration.ofMillis(700));
    }

    /** Pulls the plug once the device is connected. */
    private static final class Disturber implements RunListener {
        private final Disturbance disturbance;
        private final @Nullable VirtualBoard board;
        private final LocalCloud cloud;
        private boolean done;

        Disturber(Disturbance disturbance, @Nullable VirtualBoard board, LocalCloud cloud) {
            this.disturbance = disturbance;
            this.board = board;
            this.cloud = cloud;
        }

        @Override
        public void stage(String words) {}

        @Override
        public void judged(Judgement judgement) {
            boolean connected =
                    judgement.findings().stream().anyMatch(it -> it.step().equals("mqtt.connect"));
            if (done || !connected) {
                return;
            }
            done = true;
            try {
                if (disturbance == Disturbance.UNPLUGGED && board != null) {
                    board.unplug();
                } else if (disturbance == Disturbance.CLOUD_GONE) {
                    cloud.stopMqtt();
                }
            } catch (IOException failure) {
                throw new IllegalStateException("the disturbance itself failed", failure);
            }
        }
    }
}
