package org.numakerbench.lab.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.store.LabStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a run that may not go on: its night was cancelled, or its board's heartbeats do not come through and another host may
 * find it dead. And what else an agent looks after at every heartbeat.
 */
final class RunGuard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunGuard.class);
    /** A wall clock is slewed by half a millisecond a second; more than this is a jump. */
    private static final Duration CLOCK_JUMP = Duration.ofSeconds(5);

    private final LabStore store;
    private final String agent;
    private final AgentOptions options;
    private final Consumer<String> remark;
    private final Map<Held, Boolean> held = new ConcurrentHashMap<>();
    private final List<Runnable> besides = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService beats;
    private volatile @Nullable StopReason ended;
    private boolean outOfReach;
    private boolean followed = true;
    private long wallMinusMonotonicMs = wallMinusMonotonicMs();

    /** One run that goes on, and how to stop it. */
    static final class Held {
        private final String night;
        private final BoardWorker board;
        private final Thread thread;
        private @Nullable StopReason stopped;
        private boolean over;

        Held(String night, BoardWorker board, Thread thread) {
            this.night = night;
            this.board = board;
            this.thread = thread;
        }

        synchronized void stop(StopReason why) {
            if (stopped == null && !over) {
                stopped = why;
                thread.interrupt();
            }
        }

        /** Why the run was stopped; null when it was not. From now on it is not any more. */
        synchronized @Nullable StopReason over() {
            StopReason why = over ? null : stopped;
            over = true;
            return why;
        }
    }

    RunGuard(LabStore store, String agent, AgentOptions options, Consumer<String> remark) {
        this.store = store;
        this.agent = agent;
        this.options = options;
        this.remark = remark;
        // Two: a heartbeat may hang in a network that drops its packets.
        this.beats = Executors.newScheduledThreadPool(2, work -> {
            Thread thread = new Thread(work, "lab-guard");
            thread.setDaemon(true);
            return thread;
        });
        long everyMs = options.heartbeat().toMillis();
        beats.scheduleWithFixedDelay(this::beat, everyMs, everyMs, TimeUnit.MILLISECONDS);
        // With a database of its own no other host can begin anything.
        if (store.database().isShared()) {
            long lookMs = Math.max(10, everyMs / 10);
            beats.scheduleWithFixedDelay(this::letGoInTime, lookMs, lookMs, TimeUnit.MILLISECONDS);
        }
    }

    /** Has {@code work} done at every heartbeat, too; it must not block. */
    void everyBeat(Runnable work) {
        besides.add(work);
    }

    void hold(Held it) {
        held.put(it, true);
        StopReason why = ended;
        if (why != null) {
            it.stop(why);
        }
    }

    void letGo(Held it) {
        held.remove(it);
    }

    /** Stops every run, and what would begin. */
    void end() {
        ended = StopReason.AGENT_ENDED;
        stopAll(StopReason.AGENT_ENDED);
    }

    private void stopAll(StopReason why) {
        held.keySet().forEach(it -> it.stop(why));
    }

    private void beat() {
        try {
            watchTheClock();
            followTheLabs();
            lookAtRuns();
            store.nights().tidy();
            besides.forEach(Runnable::run);
        } catch (LabException failure) {
            outOfReach(failure);
        } catch (RuntimeException unforeseen) {
            LOG.error("the heartbeat failed", unforeseen);
        }
    }

    private void lookAtRuns() throws LabException {
        store.offers().seen(agent);
        if (outOfReach) {
            outOfReach = false;
            remark.accept("the lab's database is back");
        }
        List<Held> runs = List.copyOf(held.keySet());
        runs.stream().filter(it -> it.board.isGivenUp()).forEach(it -> it.stop(StopReason.LEASE_ENDED));
        Set<String> cancelled =
                store.nights().cancelled(runs.stream().map(it -> it.night).collect(Collectors.toSet()));
        runs.stream().filter(it -> cancelled.contains(it.night)).forEach(it -> it.stop(StopReason.CANCELLED));
    }

    private void outOfReach(LabException failure) {
        LOG.warn("{}", failure.getMessage());
        if (!outOfReach) {
            outOfReach = true;
            remark.accept(failure.getMessage());
        }
    }

    private void letGoInTime() {
        held.keySet().stream().filter(it -> it.board.isLate()).forEach(it -> it.stop(StopReason.OUT_OF_REACH));
    }

    private void followTheLabs() throws LabException {
        boolean follows = store.database().followClock();
        if (!follows && followed) {
            remark.accept(
                    "the clock of the lab's database was set; agents that are there keep the time they had: end and"
                            + " start all of them together");
        }
        followed = follows;
    }

    private void watchTheClock() {
        long now = wallMinusMonotonicMs();
        long jumpMs = now - wallMinusMonotonicMs;
        wallMinusMonotonicMs = now;
        if (Math.abs(jumpMs) > CLOCK_JUMP.toMillis()) {
            remark.accept("the host's clock was set " + (jumpMs > 0 ? "forward" : "back") + " by "
                    + Duration.ofMillis(Math.abs(jumpMs)).toSeconds()
                    + " s; the night goes by the time that has passed");
        }
    }

    private static long wallMinusMonotonicMs() {
        return System.currentTimeMillis() - System.nanoTime() / 1_000_000;
    }

    @Override
    public void close() {
        beats.shutdownNow();
    }
}
