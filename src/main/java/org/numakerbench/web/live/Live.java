package org.numakerbench.web.live;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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
    /** And who watches each; the oldest first. */
    private final Map<EventStream, String> streams = new LinkedHashMap<>();

    private final Duration life;
    private final long timer;

    /**
     * @param life of a stream, before it starts again
     * @param epoch letters and digits, another one each time
     */
    public Live(Vertx vertx, Context loop, LabView lab, RunLogs logs, Workers workers, Duration life, String epoch) {
        this.vertx = vertx;
        this.life = life;
        this.workers = workers;
        this.epoch = epoch;
        this.lab = new LabFeed(vertx, loop, lab, workers);
        this.runs = new RunFollowers(vertx, loop, logs, workers);
        this.timer = vertx.setPeriodic(BEAT_MS, it -> all().forEach(EventStream::beat));
    }

    /**
     * One who asks for events.
     *
     * @param who a session, or an address
     * @param after ID of the last event it has; empty for none
     * @param allowed whether it may look still
     * @param whenOver has something done when its response has ended, however that may be
     * @param cut ends its connection at once, whatever waits to be sent
     */
    public record Viewer(
            HttpServerResponse response,
            String who,
            String after,
            BooleanSupplier allowed,
            Consumer<Runnable> whenOver,
            Runnable cut) {}

    /**
     * Streams pieces of the lab's pages.
     *
     * @return false when too many watch already
     */
    public boolean lab(Viewer viewer, List<String> pieces) {
        if (!hasPlaceFor(viewer.who())) {
            return false;
        }
        EventStream stream = stream(viewer, lab.of(pieces));
        lab.join(stream);
        begin(stream, viewer, () -> lab.leave(stream));
        return true;
    }

    /** Whether one more may watch. When all places are taken, who has most of them gives one to who has fewer. */
    private boolean hasPlaceFor(String who) {
        if (streams.size() < MOST) {
            return true;
        }
        Map<String, Long> places = streams.values().stream().collect(groupingBy(it -> it, counting()));
        String greedy =
                Collections.max(places.entrySet(), Map.Entry.comparingByValue()).getKey();
        if (places.get(greedy) <= places.getOrDefault(who, 0L) + 1) {
            return false;
        }
        all().stream().filter(it -> greedy.equals(streams.get(it))).findFirst().ifPresent(EventStream::abort);
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
        Optional<RunFollowers.Hold> held = hasPlaceFor(viewer.who()) ? runs.hold(bench, run) : Optional.empty();
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
        return new EventStream(viewer, feed, workers, epoch);
    }

    private void begin(EventStream stream, Viewer viewer, Runnable leave) {
        streams.put(stream, viewer.who());
        long again = vertx.setTimer(life.toMillis(), it -> stream.again());
        viewer.whenOver().accept(() -> {
            vertx.cancelTimer(again);
            end(stream, leave);
        });
        stream.begin();
    }

    private void end(EventStream stream, Runnable leave) {
        if (streams.remove(stream) != null) {
            stream.gone();
            leave.run();
        }
    }

    private List<EventStream> all() {
        return List.copyOf(streams.keySet());
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
        all().forEach(EventStream::beat);
    }

    public void close() {
        vertx.cancelTimer(timer);
        all().forEach(EventStream::abort);
        runs.close();
        lab.close();
    }
}
