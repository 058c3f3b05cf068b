package org.numakerbench.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lines that somebody wrote by hand, or another program by mistake: each is read whole or refused in one sentence. */
class CraftedEntryTest {
    private static final String ENVELOPE = "\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1";

    private static final Map<String, Fact> FACTS = AnyFact.ofEachKind("x").stream()
            .collect(Collectors.toMap(it -> tree(it).path("type").asString(), it -> it));

    @TempDir
    Path directory;

    /** Each field of each kind of entry, fields of fields included. */
    static Stream<List<String>> fields() {
        List<List<String>> all = new ArrayList<>();
        for (Fact fact : FACTS.values()) {
            paths(tree(fact), List.of(), all);
        }
        return all.stream().filter(it -> !it.get(it.size() - 1).equals("type"));
    }

    private static void paths(JsonNode tree, List<String> before, List<List<String>> all) {
        tree.properties().forEach(field -> {
            List<String> path = Stream.concat(
                            before.isEmpty() ? Stream.of(tree.path("type").asString()) : before.stream(),
                            Stream.of(field.getKey()))
                    .toList();
            all.add(path);
            paths(field.getValue(), path, all);
        });
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldThatIsNullOrMissingOrOfAnotherTypeIsNamedUnlessItMayBeAbsent(List<String> path) throws NoEntryException {
        String name = path.get(path.size() - 1);
        boolean optional = isOptional(path);
        for (String value : List.of("null", "missing", "[[7]]", "{\"y\":{\"z\":0},\"macros\":7,\"min\":[]}")) {
            ObjectNode line = line(path.get(0));
            ObjectNode parent = line;
            for (String step : path.subList(1, path.size() - 1)) {
                parent = (ObjectNode) parent.get(step);
            }
            if (value.equals("missing")) {
                parent.remove(name);
            } else {
                parent.set(name, JsonMapper.shared().readTree(value));
            }
            boolean absent = value.equals("null") || value.equals("missing");
            if (absent && (optional || value.equals("missing") && isKeyOfAMap(path))) {
                assertThat(read(line.toString())).isNotNull();
            } else {
                assertThatThrownBy(() -> read(line.toString()))
                        .as("%s is %s", path, value)
                        .isInstanceOf(NoEntryException.class)
                        .message()
                        .hasLineCount(1)
                        .contains(name)
                        .doesNotContain("org.numakerbench", "java.lang");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{",
                "{}",
                "{} {}",
                "{\"type\":\"run-ended\"}",
                "{" + ENVELOPE + "}",
                "{" + ENVELOPE + ",\"type\":null}",
                "{" + ENVELOPE + ",\"type\":7}",
                "{" + ENVELOPE + ",\"type\":[\"run-ended\"]}",
                "{" + ENVELOPE + ",\"type\":\"java.util.ArrayList\"}",
                "{" + ENVELOPE + ",\"type\":\"run-ended\",\"type\":\"run-ended\"}",
                "{" + ENVELOPE + ",\"type\":\"run-ended\"} x",
                "{" + ENVELOPE + ",\"type\":\"canary-sent\",\"token\":\"a\",\"token\":\"b\"}",
                "{" + ENVELOPE + ",\"type\":\"canary-sent\",\"token\":7}",
                "{" + ENVELOPE + ",\"type\":\"canary-sent\",\"token\":true}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":\"7\"}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":7.5}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":-1}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":9223372036854775807}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":1e999999999}",
                "{" + ENVELOPE + ",\"type\":\"shadow-asked\",\"number\":NaN}",
                "{" + ENVELOPE + ",\"type\":\"tls-probe-failed\",\"host\":\"h\",\"port\":65536,\"reason\":\"\"}",
                "{" + ENVELOPE + ",\"type\":\"flashed\",\"driver\":\"d\",\"proof\":\"p\",\"durationMs\":-1}",
                "{" + ENVELOPE + ",\"type\":\"bench-failed\",\"stage\":\"SERIAL\",\"cause\":\"\",\"remedy\":\"\"}",
                "{" + ENVELOPE + ",\"type\":\"bench-failed\",\"stage\":0,\"cause\":\"\",\"remedy\":\"\"}",
                "{\"seq\":0.5,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":\"1\",\"at\":\"2026-01-31T23:00:00Z\",\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":null,\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":7,\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":\"yesterday\",\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":\"+1000000000-12-31T23:59:59Z\",\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":\"-1000000000-01-01T00:00:00Z\",\"mono\":1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":-1,\"type\":\"run-ended\"}",
                "{\"seq\":1,\"at\":\"2026-01-31T23:00:00Z\",\"mono\":99999999999999999999,\"type\":\"run-ended\"}",
                "{" + ENVELOPE + ",\"type\":\"faults-planned\",\"seed\":1,\"every\":1,\"patterns\":[null]}",
            })
    void whatIsNoEntryIsRefusedInOneSentence(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(NoEntryException.class)
                .message()
                .hasLineCount(1)
                .hasSizeBetween(10, 300)
                .doesNotContain("org.numakerbench.", "java.lang");
    }

    @Test
    void nestingHasABound() throws NoEntryException {
        String entry = "{" + ENVELOPE + ",\"type\":\"run-ended\",\"x\":";
        assertThat(read(entry + "[".repeat(50) + "]".repeat(50) + "}")).isNotNull();
        assertThatThrownBy(() -> read(entry + "[".repeat(70) + "]".repeat(70) + "}"))
                .isInstanceOf(NoEntryException.class);
        String deep = "[".repeat(100_000);
        assertThatThrownBy(() -> read("{" + ENVELOPE + ",\"type\":\"run-ended\",\"x\":" + deep))
                .isInstanceOf(NoEntryException.class);
        assertThatThrownBy(() -> read(deep)).isInstanceOf(NoEntryException.class);
    }

    @Test
    void aRunBeginsWithTheFirstEntryAndNowhereElse() {
        ObjectNode line = line("run-started");
        line.put("seq", 2);
        assertThatThrownBy(() -> read(line.toString())).hasMessageContaining("in the midst");
    }

    @Test
    void aLogOfANewerFormSaysSo() {
        ObjectNode line = line("run-started");
        ((ObjectNode) line.get("context")).put("schema", RunContext.SCHEMA + 1);
        assertThatThrownBy(() -> read(line.toString())).hasMessageContaining("newer bench");
    }

    @Test
    void timeNeverRunsBackwards() throws IOException {
        Path log = directory.resolve("evidence.jsonl");
        Files.writeString(log, """
                {"seq":1,"at":"2026-01-31T23:00:00Z","mono":5,"type":"run-ended"}
                {"seq":2,"at":"2026-01-31T23:00:00Z","mono":4,"type":"run-ended"}
                """);
        assertThatThrownBy(() -> EvidenceReader.readAll(log)).hasMessageContaining(log + ":2: ");
        try (EvidenceTail tail = new EvidenceTail(log)) {
            assertThatThrownBy(tail::next).hasMessageContaining(log + ":2: ");
        }
    }

    @Test
    void aLineWithoutEndIsNotReadForEver() throws IOException {
        Path log = directory.resolve("evidence.jsonl");
        Files.write(log, new byte[LogLines.LONGEST_BYTES + 1]);
        assertThatThrownBy(() -> EvidenceReader.readAll(log)).hasMessageContaining(log + ":1: longer than");
        try (EvidenceTail tail = new EvidenceTail(log)) {
            assertThatThrownBy(tail::next).hasMessageContaining(log + ":1: longer than");
        }
    }

    private static EvidenceEntry read(String line) throws NoEntryException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return EvidenceJson.entry(bytes, 0, bytes.length);
    }

    private static ObjectNode line(String type) {
        return tree(FACTS.get(type));
    }

    private static ObjectNode tree(Fact fact) {
        return (ObjectNode)
                JsonMapper.shared().readTree(EvidenceJson.line(new EvidenceEntry(1, Instant.EPOCH, 1, fact)));
    }

    /** What the records themselves say. */
    private static boolean isOptional(List<String> path) {
        if (path.size() == 2 && List.of("seq", "at", "mono").contains(path.get(1))) {
            return false;
        }
        RecordComponent component = component(path);
        return component != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean isKeyOfAMap(List<String> path) {
        RecordComponent parent = path.size() > 2 ? component(path.subList(0, path.size() - 1)) : null;
        return parent != null && parent.getType() == Map.class;
    }

    private static @Nullable RecordComponent component(List<String> path) {
        Class<?> type = FACTS.get(path.get(0)).getClass();
        RecordComponent found = null;
        for (String step : path.subList(1, path.size())) {
            if (found != null && found.getType() == Map.class) {
                type = (Class<?>) ((ParameterizedType) found.getGenericType()).getActualTypeArguments()[1];
                found = null;
                continue;
            }
            found = Stream.of(type.isRecord() ? type.getRecordComponents() : new RecordComponent[0])
                    .filter(it -> jsonName(it).equals(step))
                    .findFirst()
                    .orElse(null);
            type = found == null ? type : found.getType();
        }
        return found;
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null ? component.getName() : given.value();
    }
}
