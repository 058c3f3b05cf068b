package org.numakerbench.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.cloud.TlsProbe;
import org.numakerbench.cloud.Witness;
import org.numakerbench.cloud.WitnessException;
import org.numakerbench.cloud.WitnessOptions;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.model.Stage;
import org.numakerbench.secret.KnownExpressions;

/**
 * The main job: witness first, then port, flash, reset, capture, the last evidence, reports. The port is open before the
 * reset, so that no byte of the new run is lost; the witness is awake before the device can do anything.
 */
public final class BenchRun {
    static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Duration CANARY_WAIT = Duration.ofSeconds(5);

    private final RunPlan plan;
    private final RunListener listener;
    private final RunReporter reporter;

    public BenchRun(RunPlan plan, RunListener listener, RunReporter reporter) {
        this.plan = plan;
        this.listener = listener;
        this.reporter = reporter;
    }

    /**
     * Runs, and returns the complete run directory. Whatever goes wrong with the board, the cloud or the bench is an
     * outcome of the run.
     *
     * @throws IOException when the run directory or its reports cannot be written
     * @throws org.numakerbench.evidence.EvidenceLostException when the log cannot be written any more
     * @throws InterruptedException when interrupted; the log then has no end, and the next start says so
     */
    public RunResult execute() throws IOException, InterruptedException {
        String name = NAME_TIME.format(Instant.now()) + "-" + plan.board().name() + "-"
                + plan.image().id();
        try (RunDirectory directory = RunDirectory.create(plan.out(), name)) {
            KnownExpressions.remember(plan.out(), plan.profile().secrets());
            RunRecord record;
            long ended;
            List<EvidenceEntry> entries = new ArrayList<>();
            Judge judge = new Judge();
            Fact started = new Fact.RunStarted(RunContexts.of(plan, directory.name()));
            try (Recorder recorder = new Recorder(directory, started, entry -> {
                entries.add(entry);
                judge.accept(entry);
                listener.logged(entry);
            })) {
                listener.began(directory.name(), directory.path());
                plan.credentials().forEach(recorder::record);
                try (Heartbeat heartbeat = Heartbeat.start(
                        recorder::record, plan.profile().limits().run())) {
                    stages(recorder, heartbeat, judge);
                }
                recorder.record(new Fact.RunEnded());
                recorder.drain();
                ended = System.nanoTime();
                record = Replay.record(judge, entries);
            }
            reporter.write(directory.path(), record);
            return new RunResult(record, directory.complete(), ended);
        }
    }

    private void stages(Recorder recorder, AwakeClock clock, Judge judge) throws InterruptedException {
        WitnessOptions options = plan.witness();
        listener.stage("connecting the witness to " + options.host());
        FutureTask<List<Fact>> probes = new FutureTask<>(() -> probe(options, clock));
        Thread prober = new Thread(probes, "TLS probe");
        prober.setDaemon(true);
        prober.start();
        try (Witness witness = Witness.connect(options, recorder::record, clock)) {
            done(probes).forEach(recorder::record);
            witness.readShadowNow();
            witness.awaitCanary(CANARY_WAIT);
            try (Port port = new Port(plan.port(), plan.board().serial().baud(), plan.opener(), recorder::record)) {
                board(recorder, clock, judge, witness, port);
            }
        } catch (WitnessException recorded) {
            listener.stage(recorded.getMessage());
        }
    }

    private static List<Fact> done(FutureTask<List<Fact>> probes) throws InterruptedException {
        try {
            return probes.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a probe answers, whatever it meets", failure.getCause());
        }
    }

    /** Each port that the firmware will connect to shows its certificate; meanwhile the witness connects. */
    private List<Fact> probe(WitnessOptions options, AwakeClock clock) {
        List<String> phases = plan.image().manifest().phases();
        List<Fact> seen = new ArrayList<>();
        boolean mqtt = phases.contains("mqtt");
        if (mqtt) {
            seen.add(TlsProbe.probe(
                    options.host(),
                    options.mqttPort(),
                    options.alpn() ? "x-amzn-mqtt-ca" : null,
                    options.credentials(),
                    clock));
        }
        if (phases.contains("https") && !(mqtt && options.httpsPort() == options.mqttPort())) {
            seen.add(TlsProbe.probe(
                    options.host(),
                    options.httpsPort(),
                    options.alpn() ? "x-amzn-http-ca" : null,
                    options.credentials(),
                    clock));
        }
        return seen;
    }

    private void board(Recorder recorder, AwakeClock clock, Judge judge, Witness witness, Port port)
            throws InterruptedException {
        try {
            listener.stage("opening " + plan.port());
            port.open();
            try (Capture capture = new Capture(plan, recorder, clock, judge, witness, port, listener)) {
                capture.run();
            }
        } catch (SerialException failure) {
            recorder.record(new Fact.BenchFailed(Stage.SERIAL, failure.code(), failure.getMessage(), failure.remedy()));
        } catch (FlashFailed failure) {
            DriverException cause = failure.driver();
            recorder.record(new Fact.BenchFailed(Stage.FLASH, cause.code(), cause.getMessage(), cause.remedy()));
        }
    }
}
