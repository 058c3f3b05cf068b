package org.numakerbench.web.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.lab.RunLogs.RunLog;
import org.numakerbench.web.page.RunView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader of one run's log, for all who watch that run. */
final class RunFollower implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(RunFollower.class);
    private static final Duration PACE = Duration.ofMillis(250);
    /** In case nobody tells that a log has grown. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Workers workers;
    private final Coalescer reading;
    private final LiveRun state;
    private final Set<EventStream> viewers = new HashSet<>();
    private final Promise<RunFollower> ready = Promise.promise();
    private final long timer;
    private @Nullable RunLog log;
    private volatile long version;
    private @Nullable Update newest;
    private long newestFrom;
    private boolean closed;

    RunFollower(Vertx vertx, Context loop, Workers workers, String bench, String run) {
        this.vertx = vertx;
        this.workers = workers;
        this.state = new LiveRun(bench, run);
        this.reading = new Coalescer(vertx, loop, PACE, this::read);
        this.timer = vertx.setPeriodic(LOOK_ANYWAY.toMillis(), it -> reading.poke());
    }

    /**
     * Opens the log and reads what there is; event loop.
     *
     * @return empty when there is no such run
     */
    Future<Optional<RunFollower>> begin(RunLogs logs, String bench, String run) {
        return workers.run(() -> open(logs, bench, run)).compose(found -> {
            if (!found) {
                close();
                return Future.succeededFuture(Optional.empty());
            }
            reading.poke();
            // A log of another bench has nothing to tell under this one's name.
            return ready.future().map(it -> it.isKnown() ? Optional.of(it) : Optional.empty());
        });
    }

    private synchronized boolean open(RunLogs logs, String bench, String run) throws IOException {
        if (closed) {
            return false;
        }
        log = logs.open(bench, run, reading::poke).orElse(null);
        return log != null;
    }

    private Future<?> read() {
        return workers.run(this::readMore).onComplete(done -> {
            if (done.failed()) {
                // Too much is asked at once.
                reading.poke();
                return;
            }
            ready.tryComplete(this);
            if (done.result()) {
                vertx.cancelTimer(timer);
            }
            Set.copyOf(viewers).forEach(EventStream::poke);
        });
    }

    /** @return whether that was all there will ever be */
    private synchronized boolean readMore() throws IOException {
        RunLog open = log;
        if (open == null || closed || state.isComplete()) {
            return true;
        }
        boolean complete;
        try {
            List<EvidenceEntry> entries = open.next();
            for (EvidenceEntry entry : entries) {
                state.accept(entry);
            }
            complete = open.isComplete();
            if (!entries.isEmpty() || complete) {
                state.settle(complete);
            }
            if (!entries.isEmpty()) {
                reading.poke();
            }
        } catch (IOException unreadable) {
            state.broken(String.valueOf(unreadable.getMessage()));
            complete = true;
        } catch (RuntimeException mistake) {
            LOG.error("run {} cannot be followed", state.head().run(), mistake);
            state.broken("this run cannot be shown: a mistake in the bench itself");
            complete = true;
        }
        version = state.version();
        if (complete) {
            open.close();
            log = null;
        }
        return complete;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public synchronized Update since(long seen) {
        // All who watch have mostly seen the same.
        Update made = newest;
        if (made == null || made.version() != state.version() || newestFrom != seen) {
            made = state.since(seen);
            newest = made;
            newestFrom = seen;
        }
        return made;
    }

    /** All of it. */
    synchronized RunView view(String epoch) {
        return state.view(epoch);
    }

    /** Whether anything of it could be read. */
    synchronized boolean isKnown() {
        return state.version() > 0;
    }

    /** Event loop, as all below. */
    void join(EventStream viewer) {
        viewers.add(viewer);
    }

    void leave(EventStream viewer) {
        viewers.remove(viewer);
    }

    void close() {
        reading.close();
        vertx.cancelTimer(timer);
        workers.close(this::end);
    }

    private synchronized void end() throws IOException {
        closed = true;
        RunLog open = log;
        if (open != null) {
            open.close();
            log = null;
        }
    }
}
