package org.numakerbench.selftest.edit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.text.JsonText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every edit of what the cloud told since the reset: entries dropped, fields changed, answers replaced. */
final class EvidenceEdits {
    private static final String NO_SHADOW = "{\"message\":\"No shadow exists with name\"}";

    /** By REST and by MQTT a change may be heard of so much apart. */
    private static final long ABOUT_NANOS = 10_000_000_000L;

    private final List<EvidenceEntry> entries;
    private final List<Edit> edits = new ArrayList<>();
    private Bytes document = Bytes.utf8("{\"state\":{\"reported\":{}},\"version\":1}");

    private EvidenceEdits(List<EvidenceEntry> entries) {
        this.entries = entries;
    }

    static List<Edit> of(List<EvidenceEntry> entries) {
        EvidenceEdits edits = new EvidenceEdits(entries);
        boolean reset = false;
        for (int at = 0; at < entries.size(); at++) {
            Fact fact = entries.get(at).fact();
            reset |= fact instanceof Fact.ResetIssued;
            if (reset && fact instanceof Fact.MqttReceived it) {
                edits.message(at, it);
            } else if (reset && fact instanceof Fact.ShadowRead it) {
                edits.read(at, it);
            }
        }
        return edits.edits;
    }

    private void message(int at, Fact.MqttReceived it) {
        String what = what(it.topic());
        add(EditKind.EVIDENCE_DROPPED, what, it.topic(), at, null);
        for (Changed changed : changed(it.payload())) {
            add(
                    EditKind.PAYLOAD_FIELD,
                    what + changed.path(),
                    changed.detail(),
                    at,
                    new Fact.MqttReceived(it.topic(), changed.payload(), it.qos(), it.retained(), it.duplicate()));
        }
    }

    private void read(int at, Fact.ShadowRead it) {
        if (it.status() == 200) {
            document = it.body();
        }
        add(EditKind.EVIDENCE_DROPPED, "shadow-read", "number " + it.number(), at, null);
        boolean there = it.status() == 200;
        add(
                EditKind.REST_OPPOSITE,
                "shadow-read.status",
                "number " + it.number() + ": " + (there ? "404" : "200") + " instead of " + it.status(),
                at,
                there
                        ? new Fact.ShadowRead(it.number(), it.thing(), 404, Bytes.utf8(NO_SHADOW))
                        : new Fact.ShadowRead(it.number(), it.thing(), 200, document));
        for (Changed changed : changed(it.body())) {
            add(
                    EditKind.PAYLOAD_FIELD,
                    "shadow-read" + changed.path(),
                    changed.detail(),
                    at,
                    new Fact.ShadowRead(it.number(), it.thing(), it.status(), changed.payload()));
        }
    }

    private void add(EditKind kind, String field, String detail, int at, @Nullable Fact fact) {
        boolean neutral = switch (kind) {
            case EVIDENCE_DROPPED -> NeutralEvidence.isRepeated(field);
            case PAYLOAD_FIELD -> NeutralEvidence.isNeutral(field);
            case REST_OPPOSITE -> changesAbout(at);
            default -> false;
        };
        edits.add(new EvidenceEdit(
                kind, field, neutral, "entry " + entries.get(at).seq() + ", " + detail, at, fact));
    }

    /** Whether the shadow changed again about then: the read may have come before or after. */
    private boolean changesAbout(int read) {
        long since = 0;
        Fact.ShadowRead answer = (Fact.ShadowRead) entries.get(read).fact();
        for (EvidenceEntry entry : entries) {
            if (entry.fact() instanceof Fact.ShadowAsked it && it.number() == answer.number()) {
                since = entry.seq();
            }
        }
        long asked = since;
        long until = entries.get(read).monoNanos() + ABOUT_NANOS;
        return entries.stream()
                .filter(it -> it.seq() > asked && it.monoNanos() < until)
                .anyMatch(it -> it.fact() instanceof Fact.MqttReceived message
                        && message.topic().matches(".*/shadow/(update|delete)/accepted"));
    }

    /** The topic without what names this run's things: {@code presence/connected}, {@code shadow/update/accepted}. */
    private static String what(String topic) {
        String[] parts = topic.split("/");
        if (topic.startsWith("$aws/events/") && parts.length > 3) {
            return parts[2] + "/" + parts[3];
        }
        int shadow = topic.indexOf("/shadow/");
        return shadow >= 0 ? topic.substring(shadow + 1) : "user topic";
    }

    /** @param path of the field, each step with a dot before it */
    private record Changed(String path, String detail, Bytes payload) {}

    private static List<Changed> changed(Bytes payload) {
        List<Changed> all = new ArrayList<>();
        JsonNode root;
        try {
            root = JsonText.MAPPER.readTree(payload.utf8());
        } catch (JacksonException noJson) {
            return all;
        }
        if (root != null && root.isContainer()) {
            walk(root, root, "", all);
        }
        return all;
    }

    private static void walk(JsonNode root, JsonNode node, String path, List<Changed> all) {
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode old = object.get(name);
                if (old.isContainer()) {
                    walk(root, old, path + "." + name, all);
                } else {
                    object.set(name, other(old));
                    all.add(changed(root, path + "." + name, old));
                    object.set(name, old);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode old = array.get(i);
                if (old.isContainer()) {
                    walk(root, old, path + "[]", all);
                } else {
                    array.set(i, other(old));
                    all.add(changed(root, path + "[]", old));
                    array.set(i, old);
                }
            }
        }
    }

    private static Changed changed(JsonNode root, String path, JsonNode old) {
        return new Changed(path, path.substring(1) + " was " + old, Bytes.utf8(JsonText.line(root)));
    }

    private static JsonNode other(JsonNode value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isIntegralNumber()) {
            return nodes.numberNode(value.longValue() + 1);
        }
        if (value.isBoolean()) {
            return nodes.booleanNode(!value.booleanValue());
        }
        return nodes.stringNode(value.isString() ? value.stringValue() + "x" : "x");
    }
}
