package org.numakerbench.web.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Who has logged in. Sessions end by themselves, and the oldest goes when there are too many. Kept by digest: whoever reads
 * this program's memory dump finds no cookie in it.
 */
public final class Sessions {
    public static final Duration LIFE = Duration.ofHours(12);
    static final int MOST = 1000;

    private final InstantSource clock;
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    public Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** A new session; what its cookie holds. */
    public synchronized String begin() {
        Instant now = clock.instant();
        // In the order of their beginnings, which is that of their ends.
        Iterator<Instant> oldest = ends.values().iterator();
        while (oldest.hasNext()) {
            boolean over = !oldest.next().isAfter(now);
            if (!over && ends.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        String cookie = Digests.random();
        ends.put(key(cookie), now.plus(LIFE));
        return cookie;
    }

    public synchronized boolean isOpen(String cookie) {
        Instant end = cookie.isEmpty() ? null : ends.get(key(cookie));
        return end != null && end.isAfter(clock.instant());
    }

    public synchronized void end(String cookie) {
        ends.remove(key(cookie));
    }

    synchronized int size() {
        return ends.size();
    }

    private static String key(String cookie) {
        return Digests.text(DigestUtils.sha256(cookie));
    }
}
