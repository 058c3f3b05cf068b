package org.numakerbench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.cloud.Witness;
import org.numakerbench.crosscheck.HostTurn;
import org.numakerbench.crosscheck.Judge;
import org.numakerbench.crosscheck.Progress;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.HostText;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Stage;
import org.numakerbench.profile.Profile.Limits;

/** Flash, reset, listen until the device is done or given up on, then wait for the evidence that still may come. */
final class Capture implements AutoCloseable {
    /** The line after the last figure is blank: 2 bytes, 2 ms at 9600 baud. Stack statistics follow without a pause. */
    private static final Duration IDLE_AFTER_END = Duration.ofMillis(60);
    /** Absence is provable up to the last returned canary, so one goes out this often. */
    private static final Duration CANARY_EVERY = Duration.ofSeconds(5);

    private static final Duration CANARY_WAIT = Duration.ofSeconds(5);
    /** Firmware from Mbed OS 5.14.2 on polls its input every 2 s (uart-protocol, 1.3). */
    private static final Duration HOST_COMMAND_WAIT = Duration.ofSeconds(6);

    /** A prompt has no line end: it is one when nothing follows. A byte takes 1 ms at 9600 baud, a USB adapter holds it for 16. */
    private static final Duration PROMPT_IDLE = Duration.ofMillis(200);

    private static final Bytes MEMORY_REPORT = Bytes.latin1("hs");

    /** How long a person may take to walk to the board. */
    private static final Duration PERSON = Duration.ofMinutes(3);

    private final RunPlan plan;
    private final Recorder recorder;
    private final AwakeClock clock;
    private final Judge judge;
    private final BoardControl hands;
    private final Witness witness;
    private final Port port;
    private final RunListener listener;
    private final Limits limits;
    private final Questions questions;
    private long lastByteNanos;
    private long nextCanaryNanos;
    private long shownChanges;
    /** A text was sent that the judge has not heard of yet. */
    private boolean sending;

    /** @param clock of all waits */
    Capture(
            RunPlan plan,
            Recorder recorder,
            AwakeClock clock,
            Judge judge,
            Witness witness,
            Port port,
            RunListener listener) {
        this.plan = plan;
        this.recorder = recorder;
        this.clock = clock;
        this.judge = judge;
        this.hands = new BoardControl(plan, recorder, clock, port, listener);
        this.witness = witness;
        this.port = port;
        this.listener = listener;
        this.limits = plan.profile().limits();
        this.questions = new Questions(recorder::record);
    }

    void run() throws InterruptedException, SerialException, FlashFailed {
        if (!hands.flashAndReset()) {
            return;
        }
        listener.stage("listening");
        String end = listen();
        if (end != null) {
            recorder.record(new Fact.CaptureEnded(end));
            awaitEvidence();
        }
    }

    /**
     * Takes entries until the device is done or a limit passes.
     *
     * @return why the capture ended; null when the bench itself failed, which is on record
     */
    private @Nullable String listen() throws InterruptedException, SerialException {
        long started = clock.nanos();
        long resetAt = started;
        lastByteNanos = started;
        // What the witness receives behind it was sent after the reset.
        witness.canary();
        nextCanaryNanos = started + CANARY_EVERY.toNanos();
        long askedNanos = 0;
        while (true) {
            Progress progress = judge.progress();
            if (progress.looped()) {
                return "the firmware tests in a loop, and has begun another one";
            }
            if (progress.testsDone() && plan.image().manifest().hostCommands() && askedNanos == 0) {
                askedNanos = clock.nanos();
                send(new Fact.UartSent(MEMORY_REPORT));
            }
            HostTurn turn = judge.turn();
            if (!sending && !turn.due().isEmpty()) {
                send(turn.due().get(0));
            }
            boolean prompted = !sending && !turn.prompted().isEmpty();
            long promptNanos = prompted ? lastByteNanos + PROMPT_IDLE.toNanos() : Long.MAX_VALUE;
            Deadline deadline = deadline(progress, turn.patience(), started, resetAt, askedNanos);
            long askNanos = questions.ask(judge.asks(), clock.nanos());
            EvidenceEntry entry = recorder.next(
                    clock, Math.min(Math.min(deadline.nanos(), nextCanaryNanos), Math.min(promptNanos, askNanos)));
            if (entry != null) {
                if (entry.fact() instanceof Fact.UartReceived) {
                    lastByteNanos = clock.nanos();
                }
                sending &= !(entry.fact() instanceof Fact.UartSent);
                if (entry.fact() instanceof Fact.PortGone it && port.isGone() && !comesBack(it)) {
                    return null;
                }
                show();
            } else if (clock.nanos() >= promptNanos) {
                send(turn.prompted().get(0));
            } else if (clock.nanos() >= deadline.nanos()) {
                if (deadline.limit() == null) {
                    return deadline.words();
                }
                if (!progress.booted() && hands.canResetOtherwise()) {
                    recorder.record(
                            new Fact.ResetRefused("reset", "no boot banner within " + deadline.limitMs() + " ms"));
                    if (!hands.resetOtherwise()) {
                        return null;
                    }
                    resetAt = clock.nanos();
                    lastByteNanos = resetAt;
                } else {
                    recorder.record(new Fact.LimitExpired(deadline.limit(), deadline.limitMs()));
                    return deadline.words();
                }
            } else if (clock.nanos() >= nextCanaryNanos) {
                witness.canary();
                nextCanaryNanos = clock.nanos() + CANARY_EVERY.toNanos();
            }
        }
    }

    /** Waits for a port that went away in mid-run; false when it stayed away, which is on record. */
    private boolean comesBack(Fact.PortGone gone) throws InterruptedException {
        listener.stage("waiting for " + plan.port() + ", which went away");
        try {
            hands.reopenIfGone();
            lastByteNanos = clock.nanos();
            return true;
        } catch (SerialException stayedAway) {
            recorder.record(new Fact.BenchFailed(
                    Stage.SERIAL,
                    FailureCode.PORT_GONE,
                    plan.port() + " went away in mid-run: " + gone.reason() + "; it did not come back within "
                            + limits.firstByte().toMillis() + " ms",
                    "check the board's USB cable and power; its last bytes may be lost"));
            return false;
        }
    }

    /** @param limit what passes then; null when passing it is the good end */
    private record Deadline(long nanos, @Nullable Limit limit, long limitMs, String words) {}

    /** @param patience how long the firmware's description lets it be silent */
    private Deadline deadline(Progress progress, Duration patience, long started, long resetAt, long askedNanos) {
        if (progress.finished()) {
            Duration idle = longer(IDLE_AFTER_END, patience);
            return new Deadline(lastByteNanos + idle.toNanos(), null, 0, "the device is done");
        }
        if (askedNanos != 0) {
            long from = Math.max(askedNanos, lastByteNanos);
            return new Deadline(from + HOST_COMMAND_WAIT.toNanos(), null, 0, "the device answered no memory report");
        }
        if (hands.waitsForPerson() && !progress.booted()) {
            return limit(resetAt, PERSON, Limit.BANNER, "no boot banner: nobody pressed the reset button");
        }
        if (progress.bytes() == 0) {
            return limit(resetAt, limits.firstByte(), Limit.FIRST_BYTE, "not one byte after the reset");
        }
        if (!progress.booted()) {
            return limit(resetAt, limits.banner(), Limit.BANNER, "no boot banner after the reset");
        }
        Deadline silence = progress.joining() && limits.network().compareTo(limits.silence()) > 0
                ? limit(lastByteNanos, limits.network(), Limit.NETWORK, "the device did not come onto its network")
                : limit(lastByteNanos, longer(limits.silence(), patience), Limit.SILENCE, "the device went silent");
        Deadline run = limit(started, limits.run(), Limit.RUN, "the run took longer than the profile allows");
        return silence.nanos() <= run.nanos() ? silence : run;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Deadline limit(long from, Duration limit, Limit name, String words) {
        return new Deadline(from + limit.toNanos(), name, limit.toMillis(), words);
    }

    /** A text of the description. */
    private void send(int text) throws SerialException {
        HostText it = Objects.requireNonNull(plan.firmware()).send().get(text);
        sending = true;
        send(new Fact.UartSent(Bytes.utf8(it.text()), text));
    }

    /** On record first: what the device answers at once comes behind it. */
    private void send(Fact.UartSent what) throws SerialException {
        try {
            recorder.record(what);
            port.link().write(what.bytes());
        } catch (IOException failure) {
            throw new SerialException(
                    FailureCode.PORT_FAILED,
                    "cannot write to " + plan.port() + ": " + failure.getMessage(),
                    "check the board's USB cable");
        }
    }

    /** Waits only while something may still confirm or refute an open claim, then proves that the witness was awake. */
    private void awaitEvidence() throws InterruptedException {
        recorder.drain();
        listener.stage("waiting for the cloud's evidence");
        if (judge.needs().contains(Need.MESSAGE)) {
            witness.readShadowNow();
        }
        awaitWitness();
        // Side by side: how long one sort of evidence was waited for says nothing of the other.
        long from = clock.nanos();
        await(Need.MESSAGE, from, limits.messageWait(), Limit.MESSAGE_WAIT);
        await(Need.ANSWER, from, limits.messageWait(), Limit.MESSAGE_WAIT);
        await(Need.LIFECYCLE, from, limits.lifecycleWait(), Limit.LIFECYCLE_WAIT);
        witness.awaitCanary(CANARY_WAIT);
        recorder.drain();
    }

    /** A device that failed while the host lost the endpoint too: who is to blame shows when the host tries again. */
    private void awaitWitness() throws InterruptedException {
        long deadline = clock.nanos() + limits.messageWait().toNanos();
        while (judge.witnessIsLost()) {
            if (recorder.next(clock, deadline) == null && clock.nanos() >= deadline) {
                return;
            }
        }
    }

    private void await(Need need, long from, Duration wait, Limit limit) throws InterruptedException {
        long deadline = from + wait.toNanos();
        while (judge.needs().contains(need)) {
            long askNanos = questions.ask(judge.asks(), clock.nanos());
            if (recorder.next(clock, Math.min(deadline, askNanos)) == null && clock.nanos() >= deadline) {
                recorder.record(new Fact.LimitExpired(limit, wait.toMillis()));
                return;
            }
            show();
        }
    }

    /** Tells the listener, when there is something new. */
    private void show() {
        if (judge.changes() != shownChanges) {
            shownChanges = judge.changes();
            listener.judged(judge.judgement());
        }
    }

    @Override
    public void close() {
        questions.close();
    }
}
