package org.numakerbench.crosscheck.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The device's lifecycle events, and which of its sessions are an older boot's: flashing may boot the board before the bench resets it, and
 * what becomes of that session shows up late, at any place of the log. A session is older when it was seen before the reset was asked
 * for, when the cloud's clock says so, or when it was cut before the next began.
 */
final class DeviceSessions {
    private final CloudClock clock = new CloudClock();
    private final List<Presence> presences = new ArrayList<>();
    private final List<SubscriptionEvent> subscriptions = new ArrayList<>();
    private final Set<String> older = new HashSet<>();
    /** Those that the clock says began after the reset. */
    private final Set<String> own = new HashSet<>();

    private @Nullable Long witnessConnectedNanos;
    private @Nullable Long resetNanos;
    /** How the session began that was there when the boot banner came, taken for this boot's own. */
    private @Nullable Presence early;

    /** It began before the reset was noted as done: then its end may still show that it was an older boot's. */
    private boolean earlyIsDoubtful;

    /** What the host's clock shows beside its monotonic one. */
    void hostClock(Instant at, long monoNanos) {
        clock.hostShows(at, monoNanos);
    }

    void witnessConnected(long monoNanos) {
        witnessConnectedNanos = monoNanos;
    }

    /** A lifecycle event of the witness itself, which tells how the clocks stand to each other. */
    void ofWitness(JsonNode event, long monoNanos) {
        Long stampMs = Presence.stampMs(event);
        if (stampMs != null) {
            clock.received(stampMs, monoNanos);
            if (witnessConnectedNanos != null) {
                clock.causedAfter(stampMs, witnessConnectedNanos);
            }
        }
    }

    /** A reset is about to be asked for: whatever was seen so far is an older boot's. */
    void reset(long monoNanos) {
        resetNanos = monoNanos;
        presences.forEach(it -> older.add(it.session()));
        older.remove("");
        presences.clear();
        subscriptions.clear();
        own.clear();
        early = null;
    }

    /**
     * The board has booted. A session that was cut by now was an older boot's, unless the clock says otherwise. One that began after the
     * reset was asked for and was not cut is this boot's own: then its UART text is what came late. The reset takes effect somewhere
     * between asking for it and the banner; when the one who asked noted that it was done says nothing.
     *
     * @param doneSeq entry at which the reset was noted as done
     */
    void boot(long doneSeq) {
        Presence newest = presences.stream()
                .filter(it -> it.connected() && (own.contains(it.session()) || !isCut(it.session())))
                .reduce((earlier, later) -> later)
                .orElse(null);
        presences.stream()
                .filter(it -> it.connected() && it != newest && !own.contains(it.session()))
                .toList()
                .forEach(it -> forget(it.session()));
        early = newest;
        earlyIsDoubtful = newest != null && newest.seq() < doneSeq;
    }

    private void forget(String session) {
        if (!session.isEmpty()) {
            older.add(session);
        }
        long next = presences.stream()
                .filter(it -> it.connected() && !it.session().equals(session))
                .mapToLong(Presence::seq)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        presences.removeIf(it -> it.session().equals(session));
        subscriptions.removeIf(
                it -> it.session().isEmpty() ? it.seq() < next : it.session().equals(session));
    }

    /** True for a session that ended without a word of the device, as a reset ends it. */
    private boolean isCut(String session) {
        return presences.stream()
                .anyMatch(event -> !event.connected()
                        && event.session().equals(session)
                        && !event.reason().equals(Presence.CLIENT_INITIATED));
    }

    /** A session that was cut before the next began was no session of this boot: its end came late, too. */
    private void recogniseOlder() {
        Presence session = early;
        if (session == null || own.contains(session.session())) {
            return;
        }
        boolean next = presences.stream().anyMatch(it -> it.connected() && it.seq() > session.seq());
        boolean cut = next && isCut(session.session());
        if (cut) {
            forget(session.session());
        }
        if (cut || next && !earlyIsDoubtful) {
            early = null;
        }
    }

    /**
     * There are more sessions than the text tells of. The first is an older boot's when it was over before the next began and nothing says
     * that it began after the reset was done: flashing had booted the board, and it was through before the reset took effect.
     *
     * @param doneSeq entry at which the reset was noted as done
     * @param doneNanos when that was, monotonic
     * @return whether it is
     */
    boolean setFirstAside(long doneSeq, long doneNanos) {
        Presence first =
                presences.stream().filter(Presence::connected).findFirst().orElse(null);
        boolean older = first != null
                && (first.seq() < doneSeq || first.stampMs() == null || !clock.isAfter(first.stampMs(), doneNanos))
                && presences.stream()
                        .anyMatch(it -> !it.connected() && it.session().equals(first.session()))
                && presences.stream().anyMatch(it -> it.connected() && it.seq() > first.seq());
        if (older) {
            own.remove(first.session());
            forget(first.session());
            early = null;
        }
        return older;
    }

    /** True when an event of this session, so stamped, is an older boot's. */
    private boolean isOlder(String session, JsonNode event) {
        Long stampMs = Presence.stampMs(event);
        Long reset = resetNanos;
        if (stampMs != null && reset != null && !older.contains(session)) {
            if (clock.isBefore(stampMs, reset)) {
                older.add(session);
            } else if (clock.isAfter(stampMs, reset)
                    && event.path("eventType").asString("").equals("connected")) {
                own.add(session);
            }
        }
        return !session.isEmpty() && older.contains(session);
    }

    /** @return whether it tells something new of this boot */
    boolean presence(long seq, long nanos, boolean connected, JsonNode event) {
        String session = Json.text(event, "sessionIdentifier");
        // Lifecycle events may be doubled.
        boolean known = presences.stream()
                .anyMatch(
                        seen -> seen.connected() == connected && seen.session().equals(session));
        if (known || isOlder(session, event)) {
            return false;
        }
        presences.add(Presence.of(seq, nanos, connected, event));
        recogniseOlder();
        return true;
    }

    /** @return whether it tells something of this boot */
    boolean subscription(long seq, boolean subscribed, JsonNode event) {
        String session = Json.text(event, "sessionIdentifier");
        if (isOlder(session, event)) {
            return false;
        }
        List<String> filters = event.path("topics")
                .valueStream()
                .map(filter -> filter.asString(""))
                .toList();
        subscriptions.add(
                new SubscriptionEvent(seq, subscribed, Json.text(event, "principalIdentifier"), filters, session));
        return true;
    }

    boolean isSurelyOwn(String session) {
        return own.contains(session);
    }

    /** True when an older boot had a session: what it published may still be on its way. */
    boolean olderKnown() {
        return !older.isEmpty();
    }

    /** True when an event of this session is known. */
    boolean isKnown(String session) {
        return presences.stream().anyMatch(it -> it.session().equals(session));
    }

    /** What begins with this session is no evidence; the end of an earlier one is. */
    void forgetFrom(Presence next) {
        Set<String> earlier = new HashSet<>();
        presences.stream()
                .filter(it -> it.connected() && it.seq() < next.seq())
                .forEach(it -> earlier.add(it.session()));
        presences.removeIf(it -> it.seq() >= next.seq() && !earlier.contains(it.session()));
        subscriptions.removeIf(it -> it.seq() >= next.seq());
    }

    /** Of no older boot, in the order they came. */
    List<Presence> presences() {
        return presences;
    }

    /** Likewise. */
    List<SubscriptionEvent> subscriptions() {
        return subscriptions;
    }
}
