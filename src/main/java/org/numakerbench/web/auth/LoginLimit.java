package org.numakerbench.web.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who guesses is made to wait: so many wrong tokens from one address in so long, and no more. */
public final class LoginLimit {
    public static final int FAILURES = 5;
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Addresses remembered; the one that was quiet longest is forgotten first. */
    static final int MOST = 10_000;

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
            return size() > MOST;
        }
    };

    public LoginLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** How long {@code address} has to wait before it may try again; zero when it may now. */
    public synchronized Duration wait(String address) {
        Deque<Instant> recent = failures.get(Addresses.network(address));
        if (recent == null) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        while (!recent.isEmpty() && !recent.getFirst().plus(WINDOW).isAfter(now)) {
            recent.removeFirst();
        }
        if (recent.isEmpty()) {
            failures.remove(Addresses.network(address));
        }
        return recent.size() < FAILURES
                ? Duration.ZERO
                : Duration.between(now, recent.getFirst().plus(WINDOW));
    }

    public synchronized void failed(String address) {
        Deque<Instant> recent = failures.computeIfAbsent(Addresses.network(address), it -> new ArrayDeque<>());
        recent.addLast(clock.instant());
        if (recent.size() > FAILURES) {
            recent.removeFirst();
        }
    }

    synchronized int size() {
        return failures.size();
    }
}
