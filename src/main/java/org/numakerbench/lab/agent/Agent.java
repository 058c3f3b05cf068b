package org.numakerbench.lab.agent;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.agent.BoardWorker.Shared;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.store.Leases.Taken;
import org.numakerbench.lab.store.Leases.Wanted;
import org.numakerbench.lab.store.Nights;
import org.numakerbench.run.RunReporter;
import org.numakerbench.text.Figures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host at work for a lab: each of its boards takes from the queue what is for it, one run at a time. The queue, its
 * hand-outs and the recovery of what a dead host had taken are db-scheduler's; a scheduler a board, with one thread.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    /**
     * The queue tells when there is work; it is looked at so often besides, for leases that end without a word and for hosts
     * that could not tell.
     */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** What was taken by a host that has been silent for so many heartbeats goes back; leases have ended long before. */
    private static final int DEAD_AFTER = 6;

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(20);

    private final LabStore store;
    private final String name;
    private final LeaseHeartbeat keeper;
    private final List<Scheduler> schedulers = new ArrayList<>();
    private final List<Closeable> opened = new ArrayList<>();
    private volatile boolean ending;

    private Agent(LabStore store, String name, LeaseHeartbeat keeper) {
        this.store = store;
        this.name = name;
        this.keeper = keeper;
    }

    /**
     * Offers boards and begins to work.
     *
     * @param reporter writes the reports of each run
     * @throws LabException when the database cannot be used
     * @throws IOException when another agent offers one of the boards
     */
    public static Agent start(
            LabStore store,
            AgentOptions options,
            List<BoardSlot> stations,
            ImageSource images,
            RunHistory history,
            RunReporter reporter,
            AgentListener follower)
            throws IOException {
        AgentName self = AgentName.ofThisProcess();
        String name = self.toString();
        Consumer<String> remark = noting(store, self.host(), follower);
        clearUp(store, remark);
        offer(store, name, options, stations);
        LeaseHeartbeat keeper = new LeaseHeartbeat(store, name, options, remark);
        Agent agent = new Agent(store, name, keeper);
        AgentListener listener = follower;
        if (store.database().isShared()) {
            LogShipper shipper = new LogShipper(store.logs(), options.out(), remark);
            agent.opened.add(shipper::close);
            keeper.everyBeat(shipper::again);
            listener = AgentListener.all(List.of(follower, shipper));
        }
        Debouncer waker = new Debouncer(agent::look);
        agent.opened.add(waker);
        InterruptedRunRecovery cutOff =
                new InterruptedRunRecovery(options.out(), history, reporter, store.attempts(), listener, remark);
        cutOff.complete();
        keeper.everyBeat(cutOff::again);
        agent.opened.add(cutOff::again);
        Shared shared = new Shared(
                options,
                images,
                history,
                new Preconditions(options, remark),
                cutOff,
                keeper,
                listener,
                remark,
                waker::wake);
        for (BoardSlot station : stations) {
            agent.schedulers.add(scheduler(store, options, station, new BoardWorker(station, name, store, shared)));
        }
        agent.schedulers.forEach(Scheduler::start);
        agent.opened.add(store.watchQueue(waker::wake));
        return agent;
    }

    private static void offer(LabStore store, String name, AgentOptions options, List<BoardSlot> stations)
            throws IOException {
        for (BoardSlot station : stations) {
            String board = station.place().text();
            Optional<Taken> taken =
                    store.leases().tryAcquire(List.of(Wanted.alone("board " + board)), name, board, options.lease());
            if (taken.isPresent()) {
                store.leases().abandonAll(name);
                throw new IOException("board " + board + " is offered by another agent ("
                        + taken.get().holder() + "); end that one, or give the benches names of their own");
            }
        }
        for (BoardSlot station : stations) {
            store.offers().offer(station.place(), name);
        }
    }

    /** What agents of this host left that were killed: nobody needs to wait until their leases end. */
    private static void clearUp(LabStore store, Consumer<String> remark) throws LabException {
        for (String other : store.offers().agents()) {
            if (AgentName.parse(other).map(AgentName::isDeadHere).orElse(false)) {
                int back = store.nights().putBack(other);
                store.leases().abandonAll(other);
                store.offers().gone(other, "its agent was stopped");
                if (back > 0) {
                    remark.accept(other + " was stopped in the middle of " + Figures.count(back, "run")
                            + (back == 1 ? "; it is" : "; they are") + " in the queue again");
                }
            }
        }
    }

    private static Scheduler scheduler(LabStore store, AgentOptions options, BoardSlot station, BoardWorker worker) {
        CustomTask<Void> task = Tasks.custom(Nights.TASK, Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
                .onDeadExecution((complete, operations) ->
                        operations.reschedule(complete, complete.getExecution().executionTime))
                .execute(worker);
        return Scheduler.create(store.database().source(), task)
                .schedulerName(new SchedulerName.Fixed(station.place().text()))
                .jdbcCustomization(BoardQueue.of(store.database(), station.place(), worker.outOf()))
                .clock(store.database().clock())
                .threads(1)
                .pollingInterval(LOOK)
                .heartbeatInterval(options.heartbeat())
                .missedHeartbeatsLimit(DEAD_AFTER)
                .shutdownMaxWait(END)
                .build();
    }

    /** Every board looks at the queue at once. */
    private void look() {
        if (!ending) {
            schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
        }
    }

    /** Stops what runs, puts it back into the queue, and lets go of the boards. */
    @Override
    public void close() {
        ending = true;
        schedulers.forEach(Scheduler::pause);
        keeper.stopAll(StopReason.AGENT_ENDED);
        List<Thread> stopping = new ArrayList<>();
        for (Scheduler each : schedulers) {
            Thread thread = new Thread(each::stop, "lab-stop");
            thread.start();
            stopping.add(thread);
        }
        try {
            for (Thread each : stopping) {
                each.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        keeper.close();
        for (Closeable each : opened) {
            try {
                each.close();
            } catch (IOException failure) {
                LOG.warn("{}", failure.getMessage());
            }
        }
        try {
            store.leases().abandonAll(name);
            store.offers().gone(name, "its agent has ended");
        } catch (LabException unreachable) {
            LOG.warn("boards stay offered until their leases end: {}", unreachable.getMessage());
        }
    }

    /** Remarks go into the database, too, and survive that it cannot be reached. */
    private static Consumer<String> noting(LabStore store, String host, AgentListener listener) {
        return words -> {
            listener.remark(words);
            try {
                store.remark(null, host, words);
            } catch (LabException unreachable) {
                LOG.warn("not noted in the lab's database: {}", words);
            }
        };
    }
}
