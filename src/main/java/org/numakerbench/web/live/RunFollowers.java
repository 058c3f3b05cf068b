package org.numakerbench.web.live;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.lab.RunLogs;

/** The runs that somebody looks at, one follower each; it ends soon after the last of them has gone. Event loop only. */
final class RunFollowers {
    /** A page is read first and its events are asked for then; a browser that lost its connection comes back. */
    private static final long LINGER_MS = 3_000;

    private static final int MOST = 100;

    /** A run by its names. */
    private record Key(String bench, String run) {}

    private static final class Shared {
        final RunFollower follower;
        final Future<Optional<RunFollower>> ready;
        int holders;
        long left;

        Shared(RunFollower follower, Future<Optional<RunFollower>> ready) {
            this.follower = follower;
            this.ready = ready;
        }
    }

    private final Vertx vertx;
    private final Context loop;
    private final RunLogs logs;
    private final Workers workers;
    private final Map<Key, Shared> open = new HashMap<>();

    RunFollowers(Vertx vertx, Context loop, RunLogs logs, Workers workers) {
        this.vertx = vertx;
        this.loop = loop;
        this.logs = logs;
        this.workers = workers;
    }

    /** One who asks; to be let go of when it has what it wants. */
    final class Hold {
        private final Key key;
        private final Shared shared;
        private boolean released;

        private Hold(Key key, Shared shared) {
            this.key = key;
            this.shared = shared;
        }

        /** Ready when its log was read once; empty when there is no such run. */
        Future<Optional<RunFollower>> follower() {
            return shared.ready;
        }

        void release() {
            if (!released) {
                released = true;
                let(key, shared);
            }
        }
    }

    /** The follower of a run; the one there is, or a new one. */
    Optional<Hold> hold(String bench, String run) {
        Key key = new Key(bench, run);
        Shared shared = open.get(key);
        if (shared == null) {
            if (open.size() >= MOST) {
                return Optional.empty();
            }
            RunFollower follower = new RunFollower(vertx, loop, workers, bench, run);
            Shared made = new Shared(follower, follower.begin(logs, bench, run));
            open.put(key, made);
            // Who asks again may find it, or find it whole.
            made.ready.onComplete(done -> {
                if (done.failed() || done.result().isEmpty()) {
                    open.remove(key, made);
                    follower.close();
                }
            });
            shared = made;
        }
        shared.holders++;
        return Optional.of(new Hold(key, shared));
    }

    private void let(Key key, Shared shared) {
        shared.holders--;
        long left = ++shared.left;
        if (shared.holders == 0) {
            vertx.setTimer(LINGER_MS, it -> {
                if (shared.holders == 0 && shared.left == left && open.remove(key, shared)) {
                    shared.follower.close();
                }
            });
        }
    }

    int size() {
        return open.size();
    }

    void close() {
        open.values().forEach(it -> it.follower.close());
        open.clear();
    }
}
