package org.numakerbench.run;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.EvidenceLog;
import org.numakerbench.evidence.EvidenceLostException;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunDirectory;

/**
 * Every fact goes to the evidence log first, from whatever thread it comes; the run's thread then takes the entries in
 * order and has them judged.
 */
final class Recorder implements AutoCloseable {
    private final BlockingQueue<EvidenceEntry> queue = new LinkedBlockingQueue<>();
    private final Consumer<EvidenceEntry> judge;
    private final EvidenceLog log;
    private volatile @Nullable EvidenceLostException lost;
    private boolean ended;

    /**
     * Makes {@code directory} with its first entry.
     *
     * @param judge takes each entry, in order, on the run's thread
     */
    Recorder(RunDirectory directory, Fact first, Consumer<EvidenceEntry> judge) throws IOException {
        this.judge = judge;
        log = EvidenceLog.begin(directory, first, queue::add);
    }

    /**
     * Appends a fact; any thread. After the log was lost facts are dropped and {@link #next} throws; so are those that come
     * behind the end of the run, an answer that was late, say: a log that ends otherwise counts as cut off.
     */
    synchronized void record(Fact fact) {
        if (ended) {
            return;
        }
        ended = fact instanceof Fact.RunEnded;
        try {
            log.append(fact);
        } catch (EvidenceLostException failure) {
            lost = failure;
        }
    }

    /**
     * Judges the next entry, waiting for it at most until {@code untilNanos} of {@code clock}.
     *
     * @return the entry, or null when none came in time
     * @throws EvidenceLostException when the log cannot be written any more
     */
    @Nullable
    EvidenceEntry next(AwakeClock clock, long untilNanos) throws InterruptedException {
        EvidenceEntry entry;
        do {
            entry = queue.poll(Math.max(0, untilNanos - clock.nanos()), TimeUnit.NANOSECONDS);
        } while (entry == null && lost == null && clock.nanos() < untilNanos);
        if (entry == null) {
            EvidenceLostException failure = lost;
            if (failure != null) {
                throw failure;
            }
            return null;
        }
        judge.accept(entry);
        return entry;
    }

    /** Judges what has come so far, without waiting. */
    void drain() throws InterruptedException {
        while (next(AwakeClock.UNMEASURED, System.nanoTime()) != null) {
            // next() judges
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
