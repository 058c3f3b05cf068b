package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.VirtualImage;

/** A whole run of a virtual board with firmware of a user's own, on the local AWS IoT. */
public final class DescribedRun {
    private static final Identity IDENTITY =
            new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+");

    private DescribedRun() {}

    /** An image with these lines, beside the example firmware's or instead of them. */
    public static VirtualImage image(List<OwnLine> lines, boolean scratch, Fault... faults) {
        return new VirtualImage(
                Target.NUMAKER_PFM_M487,
                "5.7.1",
                "own",
                IDENTITY,
                List.of(VirtualImage.MQTT),
                HeapModel.README,
                List.of(faults),
                Map.of(),
                false,
                lines,
                scratch);
    }

    /** Runs it with a description, and judges it again from its log: the result is the same. */
    public static RunResult of(Path scratch, String description, VirtualImage image) throws Exception {
        Files.writeString(scratch.resolve("own.yaml"), description);
        Path file = Files.writeString(scratch.resolve("bench.yaml"), """
                bench: own-firmware
                images: .
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                limits: {silence: 5s, messageWait: 1s, lifecycleWait: 2s}
                firmware: own.yaml
                """);
        try (VirtualBench bench = VirtualBench.start(ProfileReader.read(file));
                AttachedBoard attached = bench.attach(bench.profile().boards().get(0))) {
            RunResult result = new BenchRun(
                            RunPlans.plan(
                                    bench.profile(),
                                    attached.profile(),
                                    onDisk(scratch, image),
                                    scratch.resolve("runs")),
                            new Nobody(),
                            RunReports::write)
                    .execute();
            assertThat(Replay.of(result.directory()).judgement())
                    .isEqualTo(result.record().judgement());
            return result;
        }
    }

    private static Image onDisk(Path directory, VirtualImage image) throws IOException {
        byte[] bytes = VirtualImage.encode(image);
        Path file = Files.write(directory.resolve("image.bin"), bytes);
        return new Image(
                "own",
                file,
                new Manifest(
                        "image.bin",
                        DigestUtils.sha256Hex(bytes),
                        image.target(),
                        image.buildId(),
                        image.mbedOs(),
                        "virtual",
                        image.phases(),
                        image.macros(),
                        image.identity(),
                        null,
                        false));
    }

    private static final class Nobody implements RunListener {
        @Override
        public void stage(String words) {
            // nobody looks
        }

        @Override
        public void judged(Judgement judgement) {
            // nobody looks
        }
    }
}
