package org.numakerbench.web.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView;
import org.numakerbench.web.page.LabNow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lab, looked at once for all who watch, and only while somebody does. */
final class LabFeed {
    private static final Logger LOG = LoggerFactory.getLogger(LabFeed.class);
    /** At most four updates a second. */
    private static final Duration PACE = Duration.ofMillis(250);
    /** Nobody tells when an agent falls silent. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(10);

    /** A piece of the lab's pages and since which version it is as it is. */
    private record Piece(String html, long version) {}

    private final Vertx vertx;
    private final LabView lab;
    private final Workers workers;
    private final Coalescer looking;
    private final Set<EventStream> viewers = new HashSet<>();
    private volatile Map<String, Piece> pieces = Map.of();
    private volatile long version;
    private @Nullable Future<Closeable> watch;
    private long timer = -1;

    LabFeed(Vertx vertx, Context loop, LabView lab, Workers workers) {
        this.vertx = vertx;
        this.lab = lab;
        this.workers = workers;
        this.looking = new Coalescer(vertx, loop, PACE, this::look);
    }

    /** What of the lab somebody watches. */
    Feed of(List<String> keys) {
        return new Feed() {
            @Override
            public long version() {
                return version;
            }

            @Override
            public Update since(long seen) {
                Map<String, Piece> now = pieces;
                StringBuilder html = new StringBuilder();
                for (String key : keys) {
                    Piece piece = now.get(key);
                    if (piece != null && piece.version() > seen) {
                        html.append(piece.html());
                    }
                }
                // What others watch has changed perhaps: that is seen, too.
                return new Update(Math.max(seen, newest(now)), false, html.toString(), false);
            }
        };
    }

    private static long newest(Map<String, Piece> now) {
        return now.values().stream().mapToLong(Piece::version).max().orElse(0);
    }

    /** Event loop, as all below. */
    void join(EventStream viewer) {
        viewers.add(viewer);
        if (watch == null) {
            watch = workers.run(() -> lab.watch(looking::poke));
            watch.onFailure(failure -> LOG.warn("the lab is not watched, only looked at: {}", failure.getMessage()));
            timer = vertx.setPeriodic(LOOK_ANYWAY.toMillis(), it -> looking.poke());
        }
        looking.poke();
    }

    void leave(EventStream viewer) {
        viewers.remove(viewer);
        if (viewers.isEmpty() && watch != null) {
            vertx.cancelTimer(timer);
            watch.onSuccess(workers::close);
            watch = null;
        }
    }

    private Future<?> look() {
        return workers.run(() -> {
                    Map<String, String> read;
                    try {
                        read = LabNow.read(lab);
                    } catch (LabException failure) {
                        read = new HashMap<>();
                        read.put(LabNow.TROUBLE, LabNow.trouble(String.valueOf(failure.getMessage())));
                    }
                    publish(read);
                    return true;
                })
                .onComplete(done -> Set.copyOf(viewers).forEach(EventStream::poke));
    }

    /** What could not be read stays as it was. */
    private void publish(Map<String, String> read) {
        Map<String, Piece> now = new HashMap<>(pieces);
        long next = version + 1;
        boolean changed = false;
        for (Map.Entry<String, String> each : read.entrySet()) {
            Piece before = now.get(each.getKey());
            if (before == null || !before.html().equals(each.getValue())) {
                now.put(each.getKey(), new Piece(each.getValue(), next));
                changed = true;
            }
        }
        if (changed) {
            pieces = Map.copyOf(now);
            version = next;
        }
    }

    void close() {
        looking.close();
    }
}
