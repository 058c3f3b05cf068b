package org.numakerbench.evidence;

import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry, one line: {@code {"seq":1,"at":"2026-01-31T23:00:00.123456Z","mono":1234567,"type":"uart","bytes":"..."}}:
 * the envelope, then the fact's type and its fields.
 */
public final class EvidenceJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EvidenceJson() {}

    /** With its line end. */
    public static byte[] line(EvidenceEntry entry) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("seq", entry.seq());
        line.put("at", entry.at().toString());
        line.put("mono", entry.monoNanos());
        JsonNode fact = MAPPER.valueToTree(entry.fact());
        fact.properties().forEach(field -> line.set(field.getKey(), field.getValue()));
        byte[] json = MAPPER.writeValueAsBytes(line);
        byte[] withEnd = java.util.Arrays.copyOf(json, json.length + 1);
        withEnd[json.length] = '\n';
        return withEnd;
    }

    /** @throws JacksonException when the line is no entry */
    public static EvidenceEntry entry(byte[] line, int offset, int length) {
        ObjectNode tree = (ObjectNode) MAPPER.readTree(line, offset, length);
        long seq = tree.required("seq").asLong();
        Instant at = Instant.parse(tree.required("at").asString());
        long mono = tree.required("mono").asLong();
        tree.remove(java.util.List.of("seq", "at", "mono"));
        return new EvidenceEntry(seq, at, mono, MAPPER.treeToValue(tree, Fact.class));
    }
}
