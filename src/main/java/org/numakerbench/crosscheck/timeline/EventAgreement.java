package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Lifecycle events of clients, each against its topic and against the others of its session (AWS IoT Developer Guide, "Lifecycle
 * events").
 */
final class EventAgreement {
    /** Events that are compared. */
    private static final int MOST = 500;

    private static final String ASKED = "CLIENT_INITIATED_DISCONNECT";

    /** @param timestamp the cloud's clock, milliseconds */
    private record Event(long seq, String type, String client, String session, String principal, long timestamp) {}

    private final Consumer<String> notes;
    private final List<Event> events = new ArrayList<>();

    /** @param notes takes what does not agree, in lines to a person */
    EventAgreement(Consumer<String> notes) {
        this.notes = notes;
    }

    void forget() {
        events.clear();
    }

    /** @param topic {@code presence/connected/CLIENT}: the payload names the event and the client, too */
    void accept(long seq, String topic, JsonNode payload) {
        String[] levels = topic.split("/", 3);
        if (levels.length < 3) {
            return;
        }
        same(seq, "eventType", payload, levels[1]);
        same(seq, "clientId", payload, levels[2]);
        String reason = Json.text(payload, "disconnectReason");
        JsonNode asked = payload.path("clientInitiatedDisconnect");
        if (asked.isBoolean() && !reason.isEmpty() && asked.booleanValue() != reason.equals(ASKED)) {
            notes.accept(
                    "entry " + seq + ": clientInitiatedDisconnect is " + asked + ", disconnectReason is " + reason);
        }
        if (events.size() < MOST) {
            events.add(new Event(
                    seq,
                    levels[1],
                    levels[2],
                    Json.text(payload, "sessionIdentifier"),
                    Json.text(payload, "principalIdentifier"),
                    payload.path("timestamp").asLong(0)));
        }
    }

    private void same(long seq, String member, JsonNode payload, String inTopic) {
        String told = Json.text(payload, member);
        if (!told.isEmpty() && !told.equals(inTopic)) {
            notes.accept("entry " + seq + ": an event's " + member + " is " + told + ", its topic says " + inTopic);
        }
    }

    /** One session is one certificate's, and no event of it comes without its beginning. */
    void end() {
        Map<String, Event> begun = new HashMap<>();
        Map<String, Long> firstOf = new HashMap<>();
        for (Event it : events) {
            if (it.type().equals("connected")) {
                begun.putIfAbsent(it.client() + " " + it.session(), it);
                firstOf.merge(it.client(), it.timestamp(), Math::min);
            }
        }
        for (Event it : events) {
            Event beginning = begun.get(it.client() + " " + it.session());
            // What is older than the first beginning belongs to an older boot.
            boolean older = it.timestamp() < firstOf.getOrDefault(it.client(), Long.MAX_VALUE);
            if (beginning == null && !older && !it.session().isEmpty()) {
                notes.accept("entry " + it.seq() + ": an event of \"" + it.client()
                        + "\" is of a session that nobody saw begin");
            } else if (beginning != null && !beginning.principal().equals(it.principal())) {
                notes.accept("entries " + beginning.seq() + " and " + it.seq() + ": one session of \"" + it.client()
                        + "\" with two certificates");
            }
        }
    }
}
