package org.numakerbench.run;

import java.time.Duration;
import java.util.Iterator;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.reset.NoResetter;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Stage;

/** What the bench does to the board at the beginning of a run: flash, reset, and find its port again after both. */
final class BoardControl {
    /** How long the first byte is waited for, and all of them. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    private static final Duration LONGEST_DRAIN = Duration.ofMillis(400);
    /** What was held comes without a pause; the kernel hands bytes on within 20 ms. */
    private static final Duration QUIET = Duration.ofMillis(30);

    private final RunPlan plan;
    private final Recorder recorder;
    private final AwakeClock clock;
    private final Port port;
    private final RunListener listener;
    private final Iterator<Resetter> resetters;
    private Resetter current;
    private boolean person;

    /** @param clock of all waits */
    BoardControl(RunPlan plan, Recorder recorder, AwakeClock clock, Port port, RunListener listener) {
        this.plan = plan;
        this.recorder = recorder;
        this.clock = clock;
        this.port = port;
        this.listener = listener;
        this.resetters = plan.resetters().iterator();
        this.current = resetters.next();
    }

    /** False when no means of resetting was left, which is on record. */
    boolean flashAndReset() throws InterruptedException, SerialException, FlashFailed {
        boolean flashResets = current instanceof NoResetter;
        if (flashResets) {
            recorder.record(new Fact.ResetIssued(current.name()));
        }
        flash();
        reopenIfGone();
        if (!flashResets) {
            drain();
        }
        if (flashResets) {
            recorder.record(new Fact.ResetReturned(current.name()));
        } else if (!reset()) {
            return false;
        }
        reopenIfGone();
        return true;
    }

    /** Resets once more, by the means that worked last. */
    boolean resetAgain() throws InterruptedException, SerialException, FlashFailed {
        if (current instanceof NoResetter) {
            return flashAndReset();
        }
        boolean done = reset();
        reopenIfGone();
        return done;
    }

    boolean canResetOtherwise() {
        return resetters.hasNext();
    }

    /** Resets by the next means. */
    boolean resetOtherwise() throws InterruptedException {
        current = resetters.next();
        return reset();
    }

    /** True when somebody has to walk to the board. */
    boolean waitsForPerson() {
        return person;
    }

    private void flash() throws InterruptedException, FlashFailed {
        listener.stage("flashing " + plan.image().id() + " by " + plan.flasher().name());
        try (Port.KeptOpen kept = port.keepOpen()) {
            recorder.record(plan.flasher().flash(plan.image(), recorder::record));
        } catch (DriverException failure) {
            throw new FlashFailed(failure);
        }
    }

    /** The port may go away while flashing and resetting; it is back within a moment or the board is gone. */
    void reopenIfGone() throws InterruptedException, SerialException {
        recorder.drain();
        long deadline = clock.nanos() + plan.profile().limits().firstByte().toNanos();
        while (port.isGone()) {
            try {
                port.reopen();
            } catch (SerialException notYet) {
                if (clock.nanos() > deadline) {
                    throw notYet;
                }
                recorder.next(clock, clock.nanos() + Duration.ofMillis(100).toNanos());
            }
        }
    }

    /**
     * A board that flashing has booted talks already, and adapter and driver may hold what one said before: its bytes must be
     * on record before the reset is.
     */
    private void drain() throws InterruptedException {
        long last = clock.nanos() + LONGEST_DRAIN.toNanos();
        long deadline = clock.nanos() + DRAIN.toNanos();
        EvidenceEntry entry;
        do {
            entry = recorder.next(clock, deadline);
            if (entry != null && entry.fact() instanceof Fact.UartReceived) {
                deadline = Math.min(last, clock.nanos() + QUIET.toNanos());
            }
        } while (entry != null);
    }

    /** Tries this means and then the next ones; false when none is left. */
    private boolean reset() throws InterruptedException {
        while (true) {
            Resetter next = current;
            listener.stage("resetting by " + next.name());
            recorder.record(new Fact.ResetIssued(next.name()));
            try (Port.KeptOpen kept = port.keepOpen()) {
                person = next.name().equals("manual");
                next.reset(port.link(), recorder::record);
                recorder.record(new Fact.ResetReturned(next.name()));
                return true;
            } catch (DriverException refused) {
                if (!resetters.hasNext()) {
                    recorder.record(
                            new Fact.BenchFailed(Stage.RESET, refused.code(), refused.getMessage(), refused.remedy()));
                    return false;
                }
                recorder.record(new Fact.ResetRefused(next.name(), refused.getMessage()));
                current = resetters.next();
            }
        }
    }
}
