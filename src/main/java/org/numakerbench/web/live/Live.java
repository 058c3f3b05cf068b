package org.numakerbench.web.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.numakerbench.lab.LabView;
import org.numakerbench.lab.RunLogs;
import org.numakerbench.web.page.RunView;

/** All that changes while somebody looks, and all who do. Event loop only. */
public final class Live {
    /** Browsers that may watch at once. */
    public static final int MOST = 200;

    private static final long BEAT_MS = 15_000;

    private final Vertx vertx;
    private final Workers workers;
    /** Tells versions of this process from those of others. */
    private final String epoch;

    private final LabFeed lab;
    private final RunFollowers runs;
    private final Set<EventStream> streams = new HashSet<>();
    private final long timer;

    /** @param epoch letters and digits, another one each time */
    public Live(Vertx vertx, Context loop, LabView lab, RunLogs logs, Workers workers, String epoch) {
        this.vertx = vertx;
        this.workers = workers;
        this.epoch = epoch;
        this.lab = new LabFeed(vertx, loop, lab, workers);
        this.runs = new RunFollowers(vertx, loop, logs, workers);
        this.timer = vertx.setPeriodic(BEAT_MS, it -> Set.copyOf(streams).forEach(EventStream::beat));
    }

    /** One who asks for events. */
    public record Viewer(HttpServerResponse response, String after, BooleanSupplier allowed) {}

    /**
     * Streams pieces of the lab's pages.
     *
     * @return false when too many watch already
     */
    public boolean lab(Viewer viewer, List<String> pieces) {
        if (streams.size() >= MOST) {
            return false;
        }
        EventStream stream = stream(viewer, lab.of(pieces));
        lab.join(stream);
        begin(stream, viewer, () -> lab.leave(stream));
        return true;
    }

    /** What became of a wish to follow a run. */
    public enum Followed {
        YES,
        NO_SUCH_RUN,
        TOO_MANY
    }

    /** Streams a run. */
    public Future<Followed> run(Viewer viewer, String bench, String run) {
        Optional<RunFollowers.Hold> held = streams.size() >= MOST ? Optional.empty() : runs.hold(bench, run);
        if (held.isEmpty()) {
            return Future.succeededFuture(Followed.TOO_MANY);
        }
        RunFollowers.Hold hold = held.get();
        return hold.follower().onFailure(failure -> hold.release()).map(found -> {
            if (found.isEmpty() || viewer.response().closed()) {
                hold.release();
                return Followed.NO_SUCH_RUN;
            }
            RunFollower follower = found.get();
            EventStream stream = stream(viewer, follower);
            follower.join(stream);
            begin(stream, viewer, () -> {
                follower.leave(stream);
                hold.release();
            });
            return Followed.YES;
        });
    }

    /** A run as far as it has come; empty when there is none of that name. */
    public Future<Optional<RunView>> view(String bench, String run) {
        Optional<RunFollowers.Hold> held = runs.hold(bench, run);
        if (held.isEmpty()) {
            return Future.failedFuture(new Workers.BusyException());
        }
        RunFollowers.Hold hold = held.get();
        return hold.follower()
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.<RunView>empty())
                        : workers.run(() -> Optional.of(found.get().view(epoch))))
                .onComplete(done -> hold.release());
    }

    private EventStream stream(Viewer viewer, Feed feed) {
        return new EventStream(viewer.response(), feed, workers, epoch, viewer.after(), viewer.allowed());
    }

    private void begin(EventStream stream, Viewer viewer, Runnable leave) {
        streams.add(stream);
        viewer.response().endHandler(it -> end(stream, leave));
        viewer.response().closeHandler(it -> end(stream, leave));
        viewer.response().exceptionHandler(it -> end(stream, leave));
        stream.begin();
    }

    private void end(EventStream stream, Runnable leave) {
        if (streams.remove(stream)) {
            stream.gone();
            leave.run();
        }
    }

    /** Who watches. */
    public int streams() {
        return streams.size();
    }

    /** Runs that are followed. */
    public int followers() {
        return runs.size();
    }

    /** Looks at once at who may still look: somebody has logged out. */
    public void recheck() {
        Set.copyOf(streams).forEach(EventStream::beat);
    }

    public void close() {
        vertx.cancelTimer(timer);
        Set.copyOf(streams).forEach(EventStream::abort);
        runs.close();
        lab.close();
    }
}
