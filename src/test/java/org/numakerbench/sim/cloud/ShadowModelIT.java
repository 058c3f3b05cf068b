package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.numakerbench.sim.cloud.ShadowVisitor.Answer;
import org.numakerbench.sim.cloud.ShadowVisitor.Heard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any sequence of shadow operations, each over MQTT or REST, leaves the documents, versions and deltas of a small model
 * written from AWS's guide.
 */
class ShadowModelIT {
    private static Path directory;
    private static LocalCloud cloud;
    private static ShadowVisitor visitor;

    @BeforeContainer
    static void start() throws Exception {
        directory = Files.createTempDirectory("shadow-model");
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitor = new ShadowVisitor(cloud);
    }

    @AfterContainer
    static void stop() throws Exception {
        visitor.close();
        cloud.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** One operation; {@code state} for updates, {@code version}: none, right or wrong. */
    record Step(String operation, boolean rest, ObjectNode state, String version) {}

    /** What a shadow is, by the guide: a tree of sections, and a counter that outlives it. */
    private static final class Model {
        private TreeMap<String, Object> state;
        private long counter;

        long update(JsonNode request) {
            if (state == null) {
                state = new TreeMap<>();
            }
            merge(state, request);
            return ++counter;
        }

        /** The delete itself uses up a number. */
        long delete() {
            state = null;
            return counter++;
        }

        @SuppressWarnings("unchecked")
        private static void merge(TreeMap<String, Object> into, JsonNode changes) {
            for (String key : changes.propertyNames()) {
                JsonNode value = changes.get(key);
                if (value.isNull() || value.isObject() && value.isEmpty()) {
                    into.remove(key);
                } else if (value.isObject()) {
                    TreeMap<String, Object> inner = into.get(key) instanceof TreeMap<?, ?> tree
                            ? (TreeMap<String, Object>) tree
                            : new TreeMap<>();
                    merge(inner, value);
                    if (inner.isEmpty()) {
                        into.remove(key);
                    } else {
                        into.put(key, inner);
                    }
                } else {
                    into.put(key, value);
                }
            }
        }

        JsonNode document() {
            return json(state);
        }

        /** Desired leaves whose reported counterpart is missing or different; null when there is none. */
        JsonNode delta() {
            Object desired = state.get("desired");
            Object reported = state.get("reported");
            ObjectNode delta = desired == null ? null : difference((TreeMap<?, ?>) desired, reported);
            return delta == null || delta.isEmpty() ? null : delta;
        }

        private static ObjectNode difference(TreeMap<?, ?> desired, Object reported) {
            ObjectNode different = JsonNodeFactory.instance.objectNode();
            TreeMap<?, ?> other = reported instanceof TreeMap<?, ?> tree ? tree : new TreeMap<>();
            desired.forEach((key, value) -> {
                Object counterpart = other.get(key);
                if (value instanceof TreeMap<?, ?> inner && counterpart instanceof TreeMap<?, ?>) {
                    ObjectNode within = difference(inner, counterpart);
                    if (!within.isEmpty()) {
                        different.set((String) key, within);
                    }
                } else if (!value.equals(counterpart)) {
                    different.set((String) key, json(value));
                }
            });
            return different;
        }

        private static JsonNode json(Object value) {
            if (value instanceof TreeMap<?, ?> tree) {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                tree.forEach((key, inner) -> object.set((String) key, json(inner)));
                return object;
            }
            return (JsonNode) value;
        }
    }

    @Provide
    Arbitrary<List<Step>> sequences() {
        Arbitrary<JsonNode> leaves = Arbitraries.of(
                        "1",
                        "2",
                        "\"x\"",
                        "true",
                        "[1,2]",
                        "[]",
                        "null",
                        "{}",
                        "{\"p\":1}",
                        "{\"p\":2,\"q\":null}",
                        "{\"q\":{\"r\":\"s\"}}")
                .map(ShadowVisitor.JSON::readTree);
        Arbitrary<JsonNode> sections = Arbitraries.maps(Arbitraries.of("a", "b", "c"), leaves)
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(map -> {
                    ObjectNode object = JsonNodeFactory.instance.objectNode();
                    map.forEach(object::set);
                    return (JsonNode) object;
                });
        Arbitrary<ObjectNode> states = Combinators.combine(
                        sections.optional(0.7), sections.optional(0.7), Arbitraries.of(0, 0, 0, 0, 1))
                .as((desired, reported, erase) -> {
                    ObjectNode state = JsonNodeFactory.instance.objectNode();
                    desired.ifPresent(it -> state.set("desired", it));
                    reported.ifPresent(it -> state.set("reported", it));
                    if (erase == 1) {
                        state.putNull("desired");
                    }
                    return state;
                });
        Arbitrary<Step> steps = Combinators.combine(
                        Arbitraries.of("update", "update", "update", "get", "delete"),
                        Arbitraries.of(true, false),
                        states,
                        Arbitraries.of("none", "none", "right", "wrong"))
                .as(Step::new);
        return steps.list().ofMinSize(1).ofMaxSize(10);
    }

    @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
    void any_sequence_leaves_what_the_model_says(@ForAll("sequences") List<Step> steps) throws Exception {
        String thing = visitor.newThing();
        Model model = new Model();
        for (Step step : steps) {
            switch (step.operation()) {
                case "update" -> update(model, thing, step);
                case "get" -> get(model, thing, step);
                default -> delete(model, thing, step);
            }
        }
    }

    private static void update(Model model, String thing, Step step) throws Exception {
        long current = model.state == null ? 0 : model.counter;
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.set("state", step.state());
        if (!step.version().equals("none")) {
            request.put("version", step.version().equals("right") ? current : current + 2);
        }
        List<Heard> heard = send(thing, step, request.toString());
        if (step.version().equals("wrong")) {
            assertRefused(heard, step, model.state == null ? 400 : 409);
            return;
        }
        long version = model.update(step.state());
        JsonNode accepted = one(heard, "update/accepted");
        assertThat(accepted.get("state")).isEqualTo(step.state());
        assertThat(accepted.get("version").asLong()).isEqualTo(version);
        JsonNode documents = one(heard, "update/documents");
        assertThat(documents.at("/current/state")).isEqualTo(model.document());
        assertThat(documents.at("/current/version").asLong()).isEqualTo(version);
        JsonNode delta = model.delta();
        if (delta == null) {
            assertThat(heard).noneMatch(it -> it.suffix().equals("update/delta"));
        } else {
            assertThat(one(heard, "update/delta").get("state")).isEqualTo(delta);
        }
    }

    private static void get(Model model, String thing, Step step) throws Exception {
        List<Heard> heard = send(thing, step, "");
        if (model.state == null) {
            assertRefused(heard, step, 404);
            return;
        }
        ObjectNode expected = (ObjectNode) model.document();
        if (model.delta() != null) {
            expected.set("delta", model.delta());
        }
        JsonNode got = one(heard, "get/accepted");
        assertThat(got.get("state")).isEqualTo(expected);
        assertThat(got.get("version").asLong()).isEqualTo(model.counter);
    }

    private static void delete(Model model, String thing, Step step) throws Exception {
        List<Heard> heard = send(thing, step, "");
        if (model.state == null) {
            assertRefused(heard, step, 404);
            return;
        }
        assertThat(one(heard, "delete/accepted").get("version").asLong()).isEqualTo(model.delete());
    }

    /** What followed; a RESTful answer stands for the message that a publish would have got. */
    private static List<Heard> send(String thing, Step step, String payload) throws Exception {
        if (!step.rest()) {
            visitor.publish(thing, "", step.operation(), ShadowVisitor.bytes(payload));
            List<Heard> heard = visitor.heard(thing, "");
            assertThat(heard.get(0).suffix()).isEqualTo(step.operation());
            return heard;
        }
        String method =
                step.operation().equals("get") ? "GET" : step.operation().equals("delete") ? "DELETE" : "POST";
        Answer answer = visitor.rest(method, thing, "", ShadowVisitor.bytes(payload));
        List<Heard> heard = new ArrayList<>(visitor.heard(thing, ""));
        if (answer.status() == 200 && !step.operation().equals("get")) {
            assertThat(one(heard, step.operation() + "/accepted")).isEqualTo(answer.body());
        } else {
            assertThat(heard).isEmpty();
            ObjectNode body = (ObjectNode) answer.body().deepCopy();
            body.put("code", answer.status());
            heard.add(new Heard(step.operation() + (answer.status() == 200 ? "/accepted" : "/rejected"), body));
        }
        return heard;
    }

    private static void assertRefused(List<Heard> heard, Step step, int code) {
        assertThat(one(heard, step.operation() + "/rejected").get("code").intValue())
                .isEqualTo(code);
        assertThat(heard).noneMatch(it -> it.suffix().endsWith("/accepted"));
    }

    private static JsonNode one(List<Heard> heard, String suffix) {
        List<Heard> found =
                heard.stream().filter(it -> it.suffix().equals(suffix)).toList();
        assertThat(found).as("%s in %s", suffix, heard).hasSize(1);
        return found.get(0).body();
    }
}
