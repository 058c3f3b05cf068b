package org.numakerbench.lab.agent;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.numakerbench.history.RunHistory;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.agent.ItemRunner.Shared;
import org.numakerbench.lab.plan.BoardSelector;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.lab.store.Leases;
import org.numakerbench.lab.store.Leases.Taken;
import org.numakerbench.lab.store.Leases.Wanted;
import org.numakerbench.run.RunReporter;
import org.numakerbench.text.Figures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host at work for a lab: each of its boards takes from the nights what is for it, one run at a time. Which boards are there,
 * and which are dead, is db-scheduler's ({@link BoardExecutions}); what two boards must not use at once is leased.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    /** A board is the agent's so long before its execution begins; from then on while that is alive. */
    private static final Duration OFFER = Duration.ofMinutes(1);

    private final LabStore store;
    private final String name;
    private final RunGuard guard;
    private final BoardExecutions executions;
    private final List<BoardWorker> workers;
    private final List<Closeable> opened;

    private Agent(
            LabStore store,
            String name,
            RunGuard guard,
            BoardExecutions executions,
            List<BoardWorker> workers,
            List<Closeable> opened) {
        this.store = store;
        this.name = name;
        this.guard = guard;
        this.executions = executions;
        this.workers = workers;
        this.opened = opened;
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
        offer(store, name, stations);
        RunGuard guard = new RunGuard(store, name, options, remark);
        List<Closeable> opened = new ArrayList<>();
        AgentListener listener = follower;
        if (store.database().isShared()) {
            LogShipper shipper = new LogShipper(store.logs(), options.out(), remark);
            opened.add(shipper::close);
            guard.everyBeat(shipper::again);
            listener = AgentListener.all(List.of(follower, shipper));
        }
        List<BoardWorker> workers = new ArrayList<>();
        Runnable wake = () -> workers.forEach(BoardWorker::wake);
        InterruptedRunRecovery cutOff =
                new InterruptedRunRecovery(options.out(), history, reporter, store.attempts(), listener, remark);
        cutOff.complete();
        guard.everyBeat(cutOff::again);
        opened.add(cutOff::again);
        Shared shared = new Shared(
                options, images, history, new Preconditions(options, remark), cutOff, guard, listener, remark, wake);
        for (BoardSlot station : stations) {
            String holder = holder(name, station);
            ItemRunner runner = new ItemRunner(station, name, holder, store, shared);
            workers.add(new BoardWorker(station.place(), holder, store, options, runner));
        }
        BoardExecutions executions = new BoardExecutions(store, name, options, workers);
        executions.start();
        guard.everyBeat(executions::begin);
        opened.add(store.watchQueue(wake));
        return new Agent(store, name, guard, executions, workers, opened);
    }

    /** Of a board's execution, and of what it leases. */
    private static String holder(String agent, BoardSlot station) {
        return agent + "/" + station.place().text();
    }

    private static void offer(LabStore store, String name, List<BoardSlot> stations) throws IOException {
        for (BoardSlot station : stations) {
            BoardSelector.Board board = station.place();
            Optional<Taken> taken = store.leases()
                    .tryAcquire(List.of(Wanted.alone(Leases.board(board))), holder(name, station), board.text(), OFFER);
            if (taken.isPresent()) {
                store.leases().abandonAll(name);
                throw new IOException(BoardWorker.refusal(board, taken.get()));
            }
        }
        for (BoardSlot station : stations) {
            store.offers().offer(station.place(), name);
        }
    }

    /** What agents of this host left that were killed: nobody needs to wait until they are found dead. */
    private static void clearUp(LabStore store, Consumer<String> remark) throws LabException {
        for (String other : store.offers().agents()) {
            if (AgentName.parse(other).map(AgentName::isDeadHere).orElse(false)) {
                int back = store.attempts().openOf(other);
                store.leases().abandonAll(other);
                store.offers().gone(other, "its agent was stopped");
                if (back > 0) {
                    remark.accept(other + " was stopped in the middle of " + Figures.count(back, "run")
                            + (back == 1 ? "; it is" : "; they are") + " in the queue again");
                }
            }
        }
    }

    /** Stops what runs, puts it back into the queue, and lets go of the boards. */
    @Override
    public void close() {
        executions.pause();
        guard.end();
        workers.forEach(BoardWorker::wake);
        executions.close();
        guard.close();
        for (Closeable each : opened) {
            try {
                each.close();
            } catch (IOException failure) {
                LOG.warn("{}", failure.getMessage());
            }
        }
        try {
            store.leases().abandonAll(name);
            store.offers().gone(name, "no agent connected");
        } catch (LabException unreachable) {
            LOG.warn("boards stay offered until others find them dead: {}", unreachable.getMessage());
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
