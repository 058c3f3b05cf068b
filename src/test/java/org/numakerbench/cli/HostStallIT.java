package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.cli.BenchProcess.Ended;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bench whose whole process is stopped for a while, as a host does that has no time for it. */
@Tag("alone")
class HostStallIT {
    private static final Path IMAGES = Path.of("firmware-images").toAbsolutePath();
    private static final long STALL_S = 8;

    @TempDir
    private Path scratch;

    private BenchProcess run(String profile) throws IOException {
        Path file = Files.writeString(scratch.resolve("stalled.yaml"), profile);
        return BenchProcess.start(
                scratch,
                "run",
                file.toString(),
                "--out",
                scratch.resolve("runs").toString());
    }

    /** The log of the run, under way or complete. */
    private String log() throws IOException {
        if (!Files.isDirectory(scratch.resolve("runs"))) {
            return "";
        }
        try (Stream<Path> all = Files.walk(scratch.resolve("runs"))) {
            Path log =
                    all.filter(it -> it.endsWith("evidence.jsonl")).findFirst().orElse(null);
            return log == null ? "" : Files.readString(log);
        }
    }

    /** Stops the bench once its log holds {@code entry}, and lets it go on later. */
    private void stall(BenchProcess bench, String entry) throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> log().contains(entry));
        Process stalling = new ProcessBuilder(
                        "sh", "-c", "kill -STOP $0; sleep " + STALL_S + "; kill -CONT $0", String.valueOf(bench.pid()))
                .inheritIO()
                .start();
        assertThat(stalling.waitFor()).isZero();
    }

    private Path directory() throws IOException {
        try (Stream<Path> all = Files.list(scratch.resolve("runs"))) {
            return all.filter(it -> Files.isRegularFile(it.resolve("report.json")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private JsonNode report() throws IOException {
        return JsonMapper.shared().readTree(directory().resolve("report.json"));
    }

    @Test
    void aRunThatIsStoppedForLongerThanItsLimitsGoesOnWhereItWas() throws Exception {
        BenchProcess bench = run("""
                bench: virtual
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, image: virtual-m487-5.7.1, virtual: {baud: 9600}}
                limits: {silence: 4s, messageWait: 2s, lifecycleWait: 4s}
                """.formatted(IMAGES));

        stall(bench, "presence/connected/Nuvoton");
        Ended ended = bench.await(120);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(EvidenceReader.readAll(directory().resolve("evidence.jsonl")))
                .extracting(EvidenceEntry::fact)
                .filteredOn(Fact.HostLag.class::isInstance)
                .anySatisfy(it -> assertThat(((Fact.HostLag) it).stalledMs()).isBetween(7_500L, 20_000L));
        assertThat(report().toString()).contains("this host was stalled for ");
    }

    @Test
    void anEndpointThatDidNotAnswerMeanwhileIsNotTheCloudsFault() throws Exception {
        try (LocalCloud cloud = LocalCloud.start(LocalCloudOptions.in(scratch.resolve("cloud")));
                ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            BenchProcess bench = run("""
                    bench: stalled
                    images: %1$s
                    cloud:
                      endpoint: localhost
                      mqttPort: %2$d
                      httpsPort: %2$d
                      witness: {clientId: witness, ca: %3$s, certificate: %4$s, privateKey: %5$s}
                    boards:
                      - name: b
                        target: NUMAKER_PFM_M487
                        image: virtual-m487-5.7.1
                        serial: {port: /dev/null, baud: 9600}
                        flash: {method: none}
                        reset: [{method: break}]
                    """.formatted(
                            IMAGES,
                            mute.getLocalPort(),
                            cloud.credentials().ca(),
                            cloud.credentials().witnessCertificate(),
                            cloud.credentials().witnessKey()));

            mute.setSoTimeout(120_000);
            // The probe and the witness wait for an answer now, and the host takes a part of their time.
            try (Socket one = mute.accept();
                    Socket other = mute.accept()) {
                stall(bench, "run-started");
                ended(bench);
            }
        }
    }

    private void ended(BenchProcess bench) throws Exception {
        Ended ended = bench.await(120);

        assertThat(ended.exitCode()).as(ended.out() + ended.err() + log()).isEqualTo(ExitCodes.BENCH_FAULT);
        JsonNode report = report();
        assertThat(report.path("outcome").asString()).isEqualTo("BENCH_FAULT");
        assertThat(report.path("owner").asString()).isEqualTo("bench");
        assertThat(report.path("stage").asString()).isEqualTo("host");
        assertThat(report.path("reason").asString())
                .startsWith("this host was stalled for ")
                .contains("did not answer in time");
    }
}
