package org.numakerbench.lab.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceReader;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.history.PendingRuns;
import org.numakerbench.lab.logs.PackedLog;
import org.numakerbench.lab.store.LogParts;
import org.numakerbench.secret.GrowingRedaction;
import org.numakerbench.secret.KnownExpressions;

/**
 * Sends the logs of this host's runs to the lab's database, piece by piece while they grow and whole when they are complete.
 * A run that could not be sent is sent by a later heartbeat, or by the next start.
 */
final class LogShipper implements AgentListener, AutoCloseable {
    /** What a board prints in this time goes in one piece: 240 bytes at 9600 baud. */
    private static final long GATHER_MS = 250;

    private final LogParts parts;
    private final Path runs;
    private final PendingRuns pending;
    private final Consumer<String> remark;
    private final Map<String, Growing> growing = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Thread thread;
    private boolean due;
    private boolean wholeDue = true;
    private boolean closed;
    private boolean told;

    /** @param runs directory of run directories */
    LogShipper(LogParts parts, Path runs, Consumer<String> remark) {
        this.parts = parts;
        this.runs = runs;
        this.pending = PendingRuns.forLab(runs);
        this.remark = remark;
        this.thread = new Thread(this::work, "lab-logs");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Growing {
        private final String bench;
        private final GrowingRedaction redaction;
        private final List<EvidenceEntry> logged = new ArrayList<>();
        /** Ready to go, or gone in vain. */
        private final List<EvidenceEntry> outgoing = new ArrayList<>();

        private int sent;

        Growing(String bench, GrowingRedaction redaction) {
            this.bench = bench;
            this.redaction = redaction;
        }

        synchronized void add(EvidenceEntry entry) {
            logged.add(entry);
        }

        synchronized List<EvidenceEntry> take() {
            List<EvidenceEntry> taken = List.copyOf(logged);
            logged.clear();
            return taken;
        }
    }

    @Override
    public void began(String bench, String run, Path directory) {
        try {
            pending.add(run);
        } catch (IOException failure) {
            remark.accept("run " + run + " cannot be noted to be sent (" + failure.getMessage() + ")");
        }
        growing.put(run, new Growing(bench, new GrowingRedaction(KnownExpressions.in(runs)::of)));
    }

    @Override
    public void logged(String run, EvidenceEntry entry) {
        Growing it = growing.get(run);
        if (it != null) {
            it.add(entry);
            wake(false);
        }
    }

    @Override
    public void complete(String run, Path directory) {
        growing.remove(run);
        wake(true);
    }

    /** Sends what could not be sent before; called now and then. */
    void again() {
        wake(true);
    }

    private void wake(boolean whole) {
        lock.lock();
        try {
            wholeDue |= whole;
            if (!due) {
                due = true;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                boolean whole;
                lock.lock();
                try {
                    while (!due && !closed) {
                        work.await();
                    }
                    if (closed && !due) {
                        return;
                    }
                    due = false;
                    whole = wholeDue;
                    wholeDue = false;
                } finally {
                    lock.unlock();
                }
                send(whole);
                if (!isClosed()) {
                    TimeUnit.MILLISECONDS.sleep(GATHER_MS);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void send(boolean whole) {
        try {
            for (Map.Entry<String, Growing> each : growing.entrySet()) {
                grow(each.getKey(), each.getValue());
            }
            if (whole) {
                for (String run : pending.complete()) {
                    whole(run);
                }
            }
            told = false;
        } catch (IOException away) {
            if (!told) {
                told = true;
                remark.accept("logs cannot be sent now: " + away.getMessage() + "; they will be");
            }
        }
    }

    private void grow(String run, Growing it) throws IOException {
        it.outgoing.addAll(it.redaction.accept(it.take(), false));
        if (!it.outgoing.isEmpty()) {
            parts.add(it.bench, run, it.sent + 1, PackedLog.pack(it.outgoing));
            it.sent++;
            it.outgoing.clear();
        }
    }

    private void whole(String run) throws IOException {
        List<EvidenceEntry> entries = EvidenceReader.readAll(runs.resolve(run).resolve(RunDirectory.LOG));
        RunContext context = context(entries);
        KnownExpressions known = KnownExpressions.in(runs);
        if (context != null && known.of(context).isWithheld()) {
            remark.accept("the log of run " + run + " stays here: what is secret in it is not known");
        } else if (context != null) {
            parts.complete(context.bench(), run, PackedLog.pack(new GrowingRedaction(known::of).accept(entries, true)));
        }
        pending.remove(run);
    }

    private static @Nullable RunContext context(List<EvidenceEntry> entries) {
        return !entries.isEmpty() && entries.get(0).fact() instanceof Fact.RunStarted it ? it.context() : null;
    }

    /** After what is due has been sent, or not. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            due = true;
            wholeDue = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
