package org.numakerbench.lab.submit;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.model.FailureCode;

/** Waits until a night has ended, through outages of the database. */
public final class NightWait {
    /** The database tells what changes; that a night closes, or that every host is gone, it does not. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** A host that is restarted is back by then. */
    private static final Duration ALONE = Duration.ofMinutes(10);

    private final LabStore store;
    private final Consumer<String> remark;

    public NightWait(LabStore store, Consumer<String> remark) {
        this.store = store;
        this.remark = remark;
    }

    /**
     * Waits. A night whose boards nobody offers for ten minutes ends with what was not run.
     *
     * @throws InterruptedException when interrupted; the night goes on
     */
    public NightRow await(NightRow night) throws IOException, InterruptedException {
        Semaphore changed = new Semaphore(0);
        long aloneSince = System.nanoTime();
        boolean told = false;
        boolean word = false;
        try (Closeable listening = store.watch(changed::release)) {
            while (true) {
                try {
                    NightRow now = store.nights().find(night.night()).orElse(night);
                    if (now.endedMs() != null) {
                        return now;
                    }
                    if (!word) {
                        store.nights().tidy();
                        Set<String> places = store.nights().waitingPlaces(now.night());
                        boolean offered = places.isEmpty() || store.offers().anyThere(places);
                        aloneSince = offered ? System.nanoTime() : aloneSince;
                    }
                    if (System.nanoTime() - aloneSince > ALONE.toNanos()) {
                        store.nights()
                                .closeWaiting(now.night(), null, FailureCode.NO_BOARD, "no host offers its board");
                    }
                    told = false;
                } catch (LabException away) {
                    if (!told) {
                        remark.accept(away.getMessage());
                    }
                    told = true;
                    aloneSince = System.nanoTime();
                }
                word = changed.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                changed.drainPermits();
            }
        }
    }
}
