package org.numakerbench.crosscheck.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import tools.jackson.databind.JsonNode;

/**
 * What the cloud tells by several ways of one thing: events and their topics, documents of one version of the device's shadow. Where two
 * do not agree, one of them was changed, or comes from somebody else.
 */
public final class CloudAgreement {
    private static final String EVENTS = "$aws/events/";
    private static final String SHADOW = "/shadow/";
    /** More are no help to anybody. */
    private static final int MOST_NOTES = 20;
    /** Versions of the shadow that are compared. */
    private static final int MOST_VERSIONS = 200;

    /** One sighting of a version of the shadow. */
    private record Seen(long seq, JsonNode content) {}

    /** Of a shadow that is not there. */
    private static final long NONE = -1;

    /** @param askedSeq entry of the question */
    private record Read(long seq, long askedSeq, long version) {}

    private final Map<Long, Long> asked = new HashMap<>();
    private final List<Read> reads = new ArrayList<>();
    private final Map<Long, Seen> whole = new HashMap<>();
    private final Map<Long, Seen> parts = new HashMap<>();
    private final Map<Long, Seen> deltas = new HashMap<>();
    private final Map<Long, Seen> documents = new HashMap<>();
    private final Map<Long, Seen> deleted = new HashMap<>();
    private final EventAgreement events = new EventAgreement(this::note);
    private final Set<String> notes = new TreeSet<>();
    private final List<String> all = new ArrayList<>();

    /** Reads the next entry of the log. */
    public void accept(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.MqttReceived it) {
            message(entry.seq(), it.topic(), Json.parse(it.payload().utf8()));
        } else if (entry.fact() instanceof Fact.ShadowAsked it) {
            asked.put(it.number(), entry.seq());
        } else if (entry.fact() instanceof Fact.ShadowRead it) {
            JsonNode document = it.status() == 200 ? Json.parse(it.body().utf8()) : null;
            whole(entry.seq(), document);
            Long since = asked.remove(it.number());
            if (since != null && (document != null || it.status() == 404) && reads.size() < MOST_VERSIONS) {
                long version =
                        document == null ? NONE : document.path("version").asLong(NONE);
                reads.add(new Read(entry.seq(), since, version));
            }
        } else if (entry.fact() instanceof Fact.RunEnded) {
            reads.forEach(this::against);
            end();
        }
    }

    /**
     * A read shows the shadow at some moment after it was asked for: not one that had been deleted before, and one that had been made
     * before and was never deleted.
     */
    private void against(Read read) {
        if (read.version() == NONE) {
            parts.entrySet().stream()
                    .filter(it -> it.getValue().seq() < read.askedSeq())
                    .filter(it -> deleted.keySet().stream().noneMatch(version -> version >= it.getKey()))
                    .findFirst()
                    .ifPresent(it -> note("entry " + read.seq() + ": a REST read finds no shadow, though version "
                            + it.getKey() + " was accepted (entry "
                            + it.getValue().seq()
                            + ") and no deletion was seen"));
            return;
        }
        deleted.entrySet().stream()
                .filter(it -> it.getValue().seq() < read.askedSeq() && it.getKey() >= read.version())
                .findFirst()
                .ifPresent(it -> note("entry " + read.seq() + ": a REST read still gives version " + read.version()
                        + " of the shadow, though version " + it.getKey() + " had been deleted (entry "
                        + it.getValue().seq() + ")"));
    }

    /** Each change is told as accepted and as a document, where the witness may listen to both. */
    private void end() {
        events.end();
        long first = parts.keySet().stream().mapToLong(it -> it).min().orElse(Long.MAX_VALUE);
        Stream.of(whole, deltas)
                .flatMap(it -> it.entrySet().stream())
                .filter(it -> it.getKey() >= first && !parts.containsKey(it.getKey()))
                .forEach(it -> note("entry " + it.getValue().seq() + ": version " + it.getKey()
                        + " of the shadow is told, and update/accepted never told of it"));
        if (documents.isEmpty() || parts.isEmpty()) {
            return;
        }
        parts.forEach((version, part) -> {
            if (!documents.containsKey(version)) {
                note("entry " + part.seq() + ": version " + version
                        + " of the shadow was accepted, and update/documents never told of it");
            }
        });
        deleted.forEach((version, deletion) -> {
            if (!whole.containsKey(version) && !parts.containsKey(version)) {
                note("entry " + deletion.seq() + ": version " + version
                        + " of the shadow was deleted, and no such version was seen");
            }
        });
    }

    /** What was seen before belongs to an older boot. */
    public void forget() {
        whole.clear();
        parts.clear();
        deltas.clear();
        documents.clear();
        deleted.clear();
        asked.clear();
        reads.clear();
        events.forget();
        notes.clear();
        all.clear();
    }

    /** In lines to a person. */
    public List<String> contradictions() {
        return all;
    }

    private void message(long seq, String topic, @Nullable JsonNode payload) {
        if (payload == null) {
            return;
        }
        if (topic.startsWith(EVENTS)) {
            events.accept(seq, topic.substring(EVENTS.length()), payload);
            return;
        }
        int at = topic.indexOf(SHADOW);
        switch (at < 0 ? "" : topic.substring(at + SHADOW.length())) {
            case "update/accepted" -> part(seq, payload);
            case "update/documents" -> document(seq, payload.path("current"));
            case "delete/accepted" -> put(deleted, payload.path("version").asLong(-1), seq, payload);
            case "update/delta" -> delta(seq, payload);
            case "get/accepted" -> whole(seq, payload);
            default -> {
                // no document of the shadow
            }
        }
    }

    private void document(long seq, JsonNode current) {
        put(documents, current.path("version").asLong(-1), seq, current);
        whole(seq, current);
    }

    private void whole(long seq, @Nullable JsonNode document) {
        if (document == null || !document.has("version")) {
            return;
        }
        long version = document.path("version").asLong(-1);
        JsonNode content = ShadowDocument.content(document);
        Seen other = put(whole, version, seq, content);
        if (other != null && !other.content().equals(content)) {
            differ(seq, other, version);
        }
        Seen part = parts.get(version);
        if (part != null && !ShadowDocument.holds(content.path("state"), part.content())) {
            differ(seq, part, version);
        }
        Seen delta = deltas.get(version);
        if (delta != null && !content.path("state").path("delta").equals(delta.content())) {
            differ(seq, delta, version);
        }
    }

    private void part(long seq, JsonNode accepted) {
        JsonNode state = accepted.get("state");
        if (state == null || !accepted.has("version")) {
            return;
        }
        long version = accepted.path("version").asLong(-1);
        Seen other = put(parts, version, seq, state);
        if (other != null && !other.content().equals(state)) {
            differ(seq, other, version);
        }
        Seen document = whole.get(version);
        if (document != null && !ShadowDocument.holds(document.content().path("state"), state)) {
            differ(seq, document, version);
        }
    }

    private void delta(long seq, JsonNode delta) {
        JsonNode state = delta.get("state");
        if (state == null || !delta.has("version")) {
            return;
        }
        long version = delta.path("version").asLong(-1);
        put(deltas, version, seq, state);
        Seen document = whole.get(version);
        if (document != null && !document.content().path("state").path("delta").equals(state)) {
            differ(seq, document, version);
        }
    }

    /** @return what was seen of that version before */
    private static @Nullable Seen put(Map<Long, Seen> seen, long version, long seq, JsonNode content) {
        Seen before = seen.get(version);
        if (before == null && seen.size() < MOST_VERSIONS) {
            seen.put(version, new Seen(seq, content));
        }
        return before;
    }

    private void differ(long seq, Seen other, long version) {
        note("entries " + other.seq() + " and " + seq + ": the cloud tells version " + version
                + " of the shadow in two ways that do not agree");
    }

    private void note(String text) {
        if (all.size() < MOST_NOTES && notes.add(text)) {
            all.add(text);
        }
    }
}
