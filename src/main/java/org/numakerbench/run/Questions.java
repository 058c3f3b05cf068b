package org.numakerbench.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cloud.HttpWitness;
import org.numakerbench.crosscheck.claim.Ask;
import org.numakerbench.evidence.Fact;

/** Asks what would settle the claims of a user's own lines: at once, and again, as a server may learn of it late. */
final class Questions implements AutoCloseable {
    /** A device that prints without end must not flood a server. */
    private static final int MOST = 500;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

    /** When a question is asked next, monotonic, and the pause before that. */
    private record Turn(long atNanos, Duration pause) {}

    private final Consumer<Fact> record;
    /** Most firmware asks for nothing. */
    private @Nullable HttpWitness http;

    private final Map<Ask, Turn> turns = new HashMap<>();
    private int asked;

    Questions(Consumer<Fact> record) {
        this.record = record;
    }

    /**
     * Asks those whose time has come.
     *
     * @return when to call again, monotonic
     */
    long ask(List<Ask> open, long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Ask each : open) {
            Turn turn = turns.get(each);
            if (asked < MOST && (turn == null || turn.atNanos() <= nowNanos)) {
                asked++;
                witness().ask(each.url());
                turn = turn == null
                        ? next(nowNanos, FIRST_PAUSE)
                        : next(nowNanos, turn.pause().multipliedBy(2));
                turns.put(each, turn);
            }
            next = turn == null || asked == MOST ? next : Math.min(next, turn.atNanos());
        }
        return next;
    }

    private HttpWitness witness() {
        HttpWitness its = http;
        if (its == null) {
            its = new HttpWitness(record);
            http = its;
        }
        return its;
    }

    private static Turn next(long nowNanos, Duration pause) {
        Duration least = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return new Turn(nowNanos + least.toNanos(), least);
    }

    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
    }
}
