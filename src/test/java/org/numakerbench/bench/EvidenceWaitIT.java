package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.Limit;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.sim.board.image.Fault;
import org.numakerbench.sim.board.image.FaultKind;
import org.numakerbench.sim.board.image.HeapModel;
import org.numakerbench.sim.board.image.VirtualImage;

/** Nobody is blamed for what did not come before it was waited for as long as the profile says. */
class EvidenceWaitIT {
    private static final Identity IDENTITY =
            new Identity("Nuvoton-Mbed-D001", "Nuvoton Client", "Nuvoton/Mbed/D001", "Nuvoton/Mbed/+");

    @TempDir
    Path scratch;

    @Test
    void lifecycleEventsAreWaitedForAsLongAsMessagesAreEvenWhenNoMessageIs() throws Exception {
        Path file = Files.writeString(scratch.resolve("bench.yaml"), """
                bench: waits
                images: .
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, virtual: {baud: 0}}
                limits: {silence: 5s, messageWait: 700ms, lifecycleWait: 700ms}
                """);
        List<EvidenceEntry> log;
        try (VirtualBench bench = VirtualBench.start(ProfileReader.read(file));
                AttachedBoard board = bench.attach(bench.profile().boards().get(0))) {
            log = new BenchRun(
                            RunPlans.plan(bench.profile(), board.profile(), image(), scratch.resolve("runs")),
                            RunListener.SILENT,
                            RunReports::write)
                    .execute()
                    .record()
                    .entries();
        }

        long ended = nanos(log, Fact.CaptureEnded.class);
        EvidenceEntry waited = log.stream()
                .filter(it -> it.fact() instanceof Fact.LimitExpired)
                .findFirst()
                .orElseThrow();
        assertThat(waited.fact()).isEqualTo(new Fact.LimitExpired(Limit.LIFECYCLE_WAIT, 700));
        assertThat(waited.monoNanos() - ended).isGreaterThanOrEqualTo(700_000_000L);
    }

    private static long nanos(List<EvidenceEntry> log, Class<? extends Fact> type) {
        return log.stream()
                .filter(it -> type.isInstance(it.fact()))
                .findFirst()
                .orElseThrow()
                .monoNanos();
    }

    /** It says that it unsubscribes, and does not: no event of it ever comes. */
    private Image image() throws Exception {
        List<String> tests = List.of(VirtualImage.MQTT);
        byte[] bytes = VirtualImage.encode(new VirtualImage(
                Target.NUMAKER_PFM_M487,
                "5.7.1",
                "waits",
                IDENTITY,
                tests,
                HeapModel.README,
                List.of(Fault.of(FaultKind.UNSUBSCRIBE_NOT_SENT))));
        Path file = Files.write(scratch.resolve("image.bin"), bytes);
        Manifest manifest = new Manifest(
                "image.bin",
                DigestUtils.sha256Hex(bytes),
                Target.NUMAKER_PFM_M487,
                "waits",
                "5.7.1",
                "virtual",
                tests,
                Map.of(),
                IDENTITY,
                null,
                false);
        return new Image("waits", file, manifest);
    }
}
