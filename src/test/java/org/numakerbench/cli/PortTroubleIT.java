package org.numakerbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.bench.RunPlans;
import org.numakerbench.bench.VirtualBench;
import org.numakerbench.bench.VirtualBench.AttachedBoard;
import org.numakerbench.crosscheck.Judgement;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Images;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.BenchRun;
import org.numakerbench.run.RunListener;
import org.numakerbench.run.RunResult;
import org.numakerbench.sim.board.VirtualBoard;

/** A board whose plug is pulled in mid-run, and put back or not. */
class PortTroubleIT {
    @TempDir
    private Path scratch;

    private VirtualBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = VirtualBench.start(ProfileReader.read(Files.writeString(scratch.resolve("v.yaml"), """
                bench: virtual
                images: %s
                cloud:
                  local: {directory: cloud}
                boards:
                  - {name: v, target: NUMAKER_PFM_M487, image: virtual-m487-5.7.1, virtual: {baud: 9600}}
                limits: {firstByte: 2s, silence: 4s, messageWait: 1s, lifecycleWait: 2s}
                """.formatted(
                        Path.of("firmware-images").toAbsolutePath()))));
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
    }

    /** Pulls the plug when the device has connected, and puts it back once the bench waits for it. */
    private static final class Puller implements RunListener {
        private final VirtualBoard board;
        private final boolean back;
        private final CountDownLatch pulled = new CountDownLatch(1);

        Puller(VirtualBoard board, boolean back) {
            this.board = board;
            this.back = back;
        }

        @Override
        public void stage(String words) {
            if (back && words.startsWith("waiting for ") && words.endsWith("which went away")) {
                plug(board::replug);
            }
        }

        @Override
        public void judged(Judgement judgement) {
            boolean connected =
                    judgement.findings().stream().anyMatch(it -> it.step().equals("mqtt.connect"));
            if (connected && pulled.getCount() > 0) {
                pulled.countDown();
                plug(board::unplug);
            }
        }

        private interface Plug {
            void move() throws IOException;
        }

        private static void plug(Plug plug) {
            try {
                plug.move();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private RunResult run(boolean back) throws Exception {
        try (AttachedBoard attached = bench.attach(bench.profile().boards().get(0))) {
            return new BenchRun(
                            RunPlans.plan(
                                    bench.profile(),
                                    attached.profile(),
                                    Images.find(bench.profile().images(), "virtual-m487-5.7.1"),
                                    Files.createDirectories(scratch.resolve("runs"))),
                            new Puller(attached.virtual(), back),
                            RunReports::write)
                    .execute();
        }
    }

    @Test
    void aPlugThatIsPutBackBlamesNobody() throws Exception {
        RunResult result = run(true);

        Judgement judgement = result.record().judgement();
        assertThat(judgement.outcome()).as(judgement.reason()).isIn(Outcome.PASS, Outcome.INCONCLUSIVE);
        assertThat(judgement.findings()).noneMatch(it -> it.verdict() == Verdict.REFUTED);
        assertThat(judgement.notes()).anyMatch(note -> note.contains("the serial port went away in mid-run"));
        List<EvidenceEntry> log = EvidenceReader.readAll(result.directory().resolve("evidence.jsonl"));
        assertThat(log).extracting(EvidenceEntry::fact).anyMatch(Fact.PortGone.class::isInstance);
        assertThat(log).extracting(EvidenceEntry::fact).anyMatch(Fact.PortReopened.class::isInstance);
        // The device went on, and so did the capture.
        assertThat(Files.readString(result.directory().resolve("uart.raw"), StandardCharsets.ISO_8859_1))
                .contains("Max heap size");
    }

    @Test
    void aPlugThatStaysOutIsTheBenchs() throws Exception {
        Judgement judgement = run(false).record().judgement();

        assertThat(judgement.outcome()).isEqualTo(Outcome.BENCH_FAULT);
        assertThat(judgement.stage()).isEqualTo(Stage.SERIAL);
        assertThat(judgement.reason()).contains("went away in mid-run", "did not come back within 2000 ms");
    }
}
