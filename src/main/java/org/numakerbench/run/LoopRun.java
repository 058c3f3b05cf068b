package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.cloud.Witness;
import org.numakerbench.cloud.WitnessException;
import org.numakerbench.crosscheck.timeline.HostLags;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.Limits;
import org.numakerbench.run.loop.DeviceLoop;
import org.numakerbench.run.loop.LoopReader;
import org.numakerbench.secret.KnownExpressions;

/**
 * Loops of one image on one board in one capture, with the network disturbed and the cloud watched. What goes on after a
 * loop is decided by whoever asked for it.
 */
public final class LoopRun {
    private static final Duration CANARY_WAIT = Duration.ofSeconds(5);
    private static final Duration CANARY_EVERY = Duration.ofSeconds(5);

    /** What to do after a loop. */
    public enum Next {
        GO_ON,
        /** Reset the board: what a failed loop left behind must not decide about the next disturbance. */
        RESET,
        STOP
    }

    private final RunPlan plan;
    private final FaultyPath path;
    private final LongSupplier seeds;
    private final RunListener listener;
    private final LoopReader reader = new LoopReader();
    private long lastByteNanos;
    private long bytes;
    private long witnessLosses;
    private boolean cloudFailed;
    private AwakeClock clock = AwakeClock.UNMEASURED;

    /** @param seeds of the disturbances, one each time the board is reset */
    public LoopRun(RunPlan plan, FaultyPath path, LongSupplier seeds, RunListener listener) {
        this.plan = plan;
        this.path = path;
        this.seeds = seeds;
        this.listener = listener;
    }

    /**
     * How it ended.
     *
     * @param trouble what failed on the bench's side or on the way to the cloud, in one line; null: nothing
     * @param cloud it was the witness's way to the cloud
     */
    public record Ended(Path directory, @Nullable String trouble, boolean cloud) {}

    /**
     * Runs until {@code decide} says stop.
     *
     * @param decide takes each loop when it is over
     * @throws IOException when nothing can be recorded
     */
    public Ended execute(Function<DeviceLoop, Next> decide) throws IOException, InterruptedException {
        String name = BenchRun.NAME_TIME.format(Instant.now()) + "-"
                + plan.board().name() + "-" + plan.image().id();
        try (RunDirectory directory = RunDirectory.create(plan.out(), name)) {
            KnownExpressions.remember(plan.out(), plan.profile().secrets());
            String trouble;
            Fact started = new Fact.RunStarted(RunContexts.of(plan, directory.name()));
            try (Recorder recorder = new Recorder(directory, started, this::read)) {
                plan.credentials().forEach(recorder::record);
                try (Heartbeat heartbeat = Heartbeat.start(
                        recorder::record, plan.profile().limits().run())) {
                    clock = heartbeat;
                    trouble = watched(recorder, decide);
                } finally {
                    path.end();
                }
                recorder.record(new Fact.RunEnded());
                recorder.drain();
            }
            return new Ended(directory.complete(), trouble, cloudFailed);
        }
    }

    private void read(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.UartReceived it) {
            lastByteNanos = clock.nanos();
            bytes += it.bytes().length();
        }
        if (entry.fact() instanceof Fact.WitnessDisconnected) {
            witnessLosses++;
        }
        reader.accept(entry);
    }

    private @Nullable String watched(Recorder recorder, Function<DeviceLoop, Next> decide) throws InterruptedException {
        listener.stage("connecting the witness to " + plan.witness().host());
        try (Witness witness = Witness.connect(plan.witness(), recorder::record, clock)) {
            witness.awaitCanary(CANARY_WAIT);
            try (Port port = new Port(plan.port(), plan.board().serial().baud(), plan.opener(), recorder::record)) {
                port.open();
                return loops(recorder, witness, port, decide);
            }
        } catch (WitnessException unreachable) {
            cloudFailed = true;
            return unreachable.getMessage();
        } catch (SerialException failure) {
            recorder.record(new Fact.BenchFailed(Stage.SERIAL, failure.code(), failure.getMessage(), failure.remedy()));
            return failure.getMessage() + "; " + failure.remedy();
        } catch (FlashFailed failure) {
            String cause = failure.driver().getMessage();
            recorder.record(new Fact.BenchFailed(
                    Stage.FLASH,
                    failure.driver().code(),
                    cause,
                    failure.driver().remedy()));
            return cause + "; " + failure.driver().remedy();
        }
    }

    private @Nullable String loops(Recorder recorder, Witness witness, Port port, Function<DeviceLoop, Next> decide)
            throws InterruptedException, SerialException, FlashFailed {
        Limits limits = plan.profile().limits();
        BoardControl hands = new BoardControl(plan, recorder, clock, port, listener);
        path.begin(seeds.getAsLong(), recorder::record);
        if (!hands.flashAndReset()) {
            return "no means of resetting the board works";
        }
        long resetNanos = restarted();
        long canaryNanos = resetNanos + CANARY_EVERY.toNanos();
        while (true) {
            Duration limit = bytes == 0 ? limits.firstByte() : reader.booted() ? limits.silence() : boot(limits);
            long deadline = lastByteNanos + limit.toNanos();
            EvidenceEntry entry = recorder.next(clock, Math.min(deadline, canaryNanos));
            if (entry == null && clock.nanos() >= deadline) {
                if (reader.booted()) {
                    recorder.record(new Fact.LimitExpired(Limit.SILENCE, limit.toMillis()));
                    recorder.drain();
                } else if (hands.canResetOtherwise()) {
                    hands.resetOtherwise();
                    resetNanos = restarted();
                    continue;
                } else {
                    return plan.board().name() + ": no boot after the reset within " + limit.toMillis()
                            + " ms; check its power, its image and its serial line";
                }
            } else if (entry == null) {
                witness.canary();
                canaryNanos = clock.nanos() + CANARY_EVERY.toNanos();
            } else if (entry.fact() instanceof Fact.PortGone gone && port.isGone()) {
                return plan.port() + " went away: " + gone.reason() + "; check the board's USB cable and power";
            }
            Next next = Next.GO_ON;
            for (DeviceLoop loop : reader.take()) {
                next = decide.apply(witnessed(loop, recorder, witness));
                if (next == Next.STOP) {
                    recorder.record(new Fact.CaptureEnded("enough loops"));
                    return null;
                }
            }
            Long stalled = reader.stalledSeconds();
            if (stalled != null) {
                return HostLags.stalled(stalled) + " and cannot tell whether "
                        + plan.board().name() + " went silent; give it less to do";
            }
            if (next == Next.RESET) {
                path.begin(seeds.getAsLong(), recorder::record);
                if (!hands.resetAgain()) {
                    return "no means of resetting the board works";
                }
                restarted();
            }
        }
    }

    /**
     * A failure of which nothing is known may be the endpoint's: that it went away under both is heard of the device first, as a rule. A
     * canary that comes back proves that it did not.
     */
    private DeviceLoop witnessed(DeviceLoop loop, Recorder recorder, Witness witness) throws InterruptedException {
        boolean known = loop.failure() == null || loop.hung() || !(loop.cause() instanceof DeviceLoop.Cause.Own);
        if (known || !loop.watched()) {
            return loop;
        }
        long before = witnessLosses;
        boolean awake = witness.awaitCanary(CANARY_WAIT);
        recorder.drain();
        return awake && witnessLosses == before ? loop : loop.unwatched();
    }

    /** Joining a Wi-Fi network comes between the banner and the first loop. */
    private static Duration boot(Limits limits) {
        return limits.network().compareTo(limits.banner()) > 0 ? limits.network() : limits.banner();
    }

    private long restarted() {
        bytes = 0;
        lastByteNanos = clock.nanos();
        return lastByteNanos;
    }
}
