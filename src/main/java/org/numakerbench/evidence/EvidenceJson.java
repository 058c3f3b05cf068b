package org.numakerbench.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.numakerbench.text.RecordJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry, one line: {@code {"seq":1,"at":"2026-01-31T23:00:00.123456Z","mono":1234567,"type":"uart","bytes":"..."}}:
 * the envelope, then the fact's type and its fields. Whatever is read here is an entry that judging and reports can take.
 */
public final class EvidenceJson {
    private static final JsonMapper MAPPER = RecordJson.MAPPER;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

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

    /** @throws NoEntryException when the line is no entry, or none that can be true */
    public static EvidenceEntry entry(byte[] line, int offset, int length) throws NoEntryException {
        try {
            if (!(MAPPER.readTree(line, offset, length) instanceof ObjectNode tree)) {
                throw new NoEntryException("not an entry: it is no JSON object");
            }
            long seq = number(tree, "seq");
            Instant at = at(tree);
            long mono = number(tree, "mono");
            tree.remove(List.of("seq", "at", "mono"));
            Fact fact = MAPPER.treeToValue(tree, Fact.class);
            Plausible.check((Record) fact);
            if (fact instanceof Fact.RunStarted it) {
                if (seq != 1) {
                    throw new NoEntryException("a run begins in the midst of another: run-started is the first entry");
                }
                if (it.context().schema() > RunContext.SCHEMA) {
                    throw new NoEntryException("a newer bench wrote this log (schema "
                            + it.context().schema() + "); this one reads up to " + RunContext.SCHEMA);
                }
            }
            return new EvidenceEntry(seq, at, mono, fact);
        } catch (JacksonException broken) {
            throw new NoEntryException("not an entry: " + RecordJson.wrong(broken), broken);
        }
    }

    private static long number(ObjectNode tree, String name) throws NoEntryException {
        JsonNode value = tree.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new NoEntryException("not an entry: \"" + name + "\" is " + (value == null ? "missing" : "no count"));
        }
        return value.asLong();
    }

    private static Instant at(ObjectNode tree) throws NoEntryException {
        JsonNode value = tree.get("at");
        try {
            Instant at = Instant.parse(value == null || !value.isString() ? "" : value.asString());
            if (!at.isBefore(EARLIEST) && !at.isAfter(LATEST)) {
                return at;
            }
        } catch (DateTimeException noTime) {
            // Said below.
        }
        throw new NoEntryException("not an entry: \"at\" is no time as 2026-01-31T23:00:00.123456Z");
    }
}
