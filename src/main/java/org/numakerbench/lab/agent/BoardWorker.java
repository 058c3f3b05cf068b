package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.HeartbeatState;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.store.Leases;
import org.numakerbench.lab.store.Leases.Taken;
import org.numakerbench.lab.store.Leases.Wanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One board at its work, for as long as its execution is its own: one item after the other, in the order of the nights. */
final class BoardWorker {
    private static final Logger LOG = LoggerFactory.getLogger(BoardWorker.class);
    /**
     * The queue tells when there is work; it is looked at so often besides, for nights that open, for leases that end without
     * a word and for hosts that could not tell.
     */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** What another board took in this moment is looked at again so soon. */
    private static final Duration TAKEN = Duration.ofMillis(500);
    /** Several boards end, and several rows change, at about the same time. */
    private static final long GATHER_MS = 50;

    private final BoardSelector.Board place;
    private final String holder;
    private final LabStore store;
    private final AgentOptions options;
    private final ItemRunner runner;
    private final Semaphore wake = new Semaphore(0);
    /** Nights of which something failed; cleared when there is nothing else to do. */
    private final Set<String> putOff = new HashSet<>();

    private final RetryingWriter writer = new RetryingWriter(words -> LOG.debug("{}", words));

    private volatile @Nullable ExecutionContext execution;
    private long sureNanos = System.nanoTime();

    /** @param holder name of the board's execution, and of all that it leases */
    BoardWorker(BoardSelector.Board place, String holder, LabStore store, AgentOptions options, ItemRunner runner) {
        this.place = place;
        this.holder = holder;
        this.store = store;
        this.options = options;
        this.runner = runner;
    }

    String holder() {
        return holder;
    }

    /** Whether its execution goes on. */
    boolean isOn() {
        return execution != null;
    }

    /** There may be work. */
    void wake() {
        wake.release();
    }

    /**
     * Works until the agent ends, something fails, or the board is not its own any more.
     *
     * @return whether all that it had leased was let go
     */
    boolean work(ExecutionContext context) {
        execution = context;
        try {
            if (isBoardTaken()) {
                workOff(context);
            }
        } catch (LabException | RuntimeException failure) {
            LOG.warn("{}: {}", place.text(), failure.getMessage(), failure);
        } catch (InterruptedException ended) {
            LOG.debug("{} was to end at once", place.text());
        }
        boolean free = isFree();
        execution = null;
        return free;
    }

    private boolean isBoardTaken() throws LabException {
        Optional<Taken> other = store.leases()
                .tryAcquire(List.of(Wanted.alone(Leases.board(place))), holder, place.text(), Leases.WHILE_THERE);
        other.ifPresent(it -> LOG.warn("{}", refusal(place, it)));
        return other.isEmpty();
    }

    /** Why a board is not to be had. */
    static String refusal(BoardSelector.Board place, Taken taken) {
        return "board " + place.text() + " is offered by another agent ("
                + taken.holder().replaceFirst("/.*", "") + "); end that one, or give the benches names of their own";
    }

    /** Through outages: while it lasts the execution does, too, and if it is given up, whoever finds it dead lets go. */
    private boolean isFree() {
        try {
            writer.write(() -> store.leases().abandonAll(holder));
            return true;
        } catch (LabException away) {
            LOG.warn("{}: {}", place.text(), away.getMessage());
            return false;
        }
    }

    private void workOff(ExecutionContext context) throws LabException, InterruptedException {
        while (!context.getSchedulerState().isPaused() && !isGivenUp()) {
            Optional<ItemRow> item = isSure() ? next() : Optional.empty();
            if (item.isEmpty()) {
                putOff.clear();
                pause(LOOK);
            } else if (!isDone(item.get())) {
                pause(TAKEN);
            }
        }
    }

    /** No heartbeat has come through for so long that what runs must stop: well before others may find it dead. */
    boolean isLate() {
        ExecutionContext now = execution;
        return now != null && heartbeat(now).getFractionDead() > AgentOptions.LATE_AFTER / AgentOptions.DEAD_AFTER;
    }

    /** Another host found it dead. Asks the database, though only after a heartbeat that failed. */
    boolean isGivenUp() {
        ExecutionContext now = execution;
        try {
            return now != null
                    && heartbeat(now).getFailedHeartbeats() > 0
                    && now.getSchedulerClient()
                            .getScheduledExecution(now.getExecution())
                            .isEmpty();
        } catch (RuntimeException away) {
            return false;
        }
    }

    private static HeartbeatState heartbeat(ExecutionContext execution) {
        return execution.getCurrentlyExecuting().getHeartbeatState();
    }

    /** After it was late another host may be about to find it dead: it waits until one more heartbeat has come through. */
    private boolean isSure() {
        if (isLate()) {
            sureNanos = System.nanoTime() + options.heartbeat().multipliedBy(2).toNanos();
        }
        return System.nanoTime() - sureNanos >= 0;
    }

    private Optional<ItemRow> next() throws LabException {
        Set<String> nights = new HashSet<>(putOff);
        nights.addAll(runner.outOf());
        return store.nights().next(place, nights);
    }

    /** False when another board has it, or uses its identity. */
    private boolean isDone(ItemRow item) throws LabException {
        putOff.add(item.night());
        boolean taken = runner.take(item, this);
        putOff.remove(item.night());
        return taken;
    }

    private void pause(Duration most) throws InterruptedException {
        if (wake.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            TimeUnit.MILLISECONDS.sleep(GATHER_MS);
            wake.drainPermits();
        }
    }
}
