package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Images;
import org.numakerbench.model.Limit;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.cloud.tls.CertificateRole;

/** How long a bench waits for evidence that may still come, when the device is done. */
class EvidenceWaitIT {
    /** The witness hears everything but the end of sessions. */
    private static final String WITHOUT_ENDS = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:*", "Resource": "*"},
              {"Effect": "Deny", "Action": "iot:Receive", "Resource": "arn:aws:iot:*:*:topic/$aws/events/presence/disconnected/*"}]}
            """;

    @TempDir
    private Path scratch;

    /** Each counts from the device's end: AWS delivers lifecycle events late, however long messages are waited for. */
    @ParameterizedTest
    @CsvSource({"2500, 2500", "9000, 2500"})
    void aLifecycleEventIsWaitedForAsLongAsTheProfileSays(long messageMs, long lifecycleMs) throws Exception {
        List<EvidenceEntry> log;
        try (VirtualBench bench =
                VirtualBench.start(ProfileReader.read(Files.writeString(scratch.resolve("v.yaml"), """
                bench: virtual
                images: %s
                cloud: {local: {directory: cloud}}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, image: virtual-m487-5.7.1, virtual: {baud: 0}}
                limits: {messageWait: %dms, lifecycleWait: %dms}
                """.formatted(
                                Path.of("firmware-images").toAbsolutePath(), messageMs, lifecycleMs))))) {
            bench.cloud().setPolicy(CertificateRole.WITNESS, WITHOUT_ENDS);
            log = run(bench);
        }

        EvidenceEntry ended = only(log, Fact.CaptureEnded.class);
        EvidenceEntry expired = only(log, Fact.LimitExpired.class);
        assertThat(expired.fact()).isEqualTo(new Fact.LimitExpired(Limit.LIFECYCLE_WAIT, lifecycleMs));
        assertThat((expired.monoNanos() - ended.monoNanos()) / 1_000_000).isGreaterThanOrEqualTo(lifecycleMs);
    }

    private List<EvidenceEntry> run(VirtualBench bench) throws Exception {
        try (AttachedBoard attached = bench.attach(bench.profile().boards().get(0))) {
            RunResult result = new BenchRun(
                            RunPlans.plan(
                                    bench.profile(),
                                    attached.profile(),
                                    Images.find(bench.profile().images(), "virtual-m487-5.7.1"),
                                    Files.createDirectories(scratch.resolve("runs"))),
                            RunListener.SILENT,
                            RunReports::write)
                    .execute();
            return EvidenceReader.readAll(result.directory().resolve("evidence.jsonl"));
        }
    }

    private static EvidenceEntry only(List<EvidenceEntry> log, Class<? extends Fact> kind) {
        List<EvidenceEntry> found =
                log.stream().filter(it -> kind.isInstance(it.fact())).toList();
        assertThat(found).as(kind.getSimpleName()).hasSize(1);
        return found.get(0);
    }
}
