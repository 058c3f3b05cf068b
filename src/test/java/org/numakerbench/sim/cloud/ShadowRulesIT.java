package org.numakerbench.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.sim.cloud.ShadowVisitor.Answer;
import org.numakerbench.sim.cloud.ShadowVisitor.Heard;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rules of AWS's shadow service, a row a rule, asked over MQTT and over REST alike. Source: Developer Guide, "Device
 * Shadow service documents", "…error messages", "…MQTT topics", "…REST API"; single quotes stand for double ones.
 */
class ShadowRulesIT {
    @TempDir
    static Path directory;

    private static LocalCloud cloud;
    private static ShadowVisitor visitor;

    @BeforeAll
    static void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
        visitor = new ShadowVisitor(cloud);
    }

    @AfterAll
    static void stop() throws Exception {
        visitor.close();
        cloud.close();
    }

    /** One rule. {@code given}: update documents before it, or {@code DELETE}. */
    private record Rule(
            String name,
            List<String> given,
            String shadow,
            String operation,
            byte[] request,
            int code,
            String message,
            String accepted,
            String current,
            String delta) {
        Rule named(String shadowName) {
            return new Rule(name, given, shadowName, operation, request, code, message, accepted, current, delta);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static List<String> given(String... documents) {
        return Stream.of(documents).map(ShadowRulesIT::json).toList();
    }

    /** An accepted update: what {@code accepted} says (timestamps and metadata aside), the state then, its delta or null. */
    private static Rule update(
            String name, List<String> given, String request, String accepted, String current, String delta) {
        return new Rule(
                name,
                given,
                "",
                "update",
                ShadowVisitor.bytes(json(request)),
                200,
                "",
                json(accepted),
                json(current),
                delta == null ? null : json(delta));
    }

    private static Rule answered(String name, List<String> given, String operation, String request, String accepted) {
        return new Rule(
                name, given, "", operation, ShadowVisitor.bytes(json(request)), 200, "", json(accepted), null, null);
    }

    private static Rule rejected(
            String name, List<String> given, String operation, String request, int code, String message) {
        return rejected(name, given, operation, ShadowVisitor.bytes(json(request)), code, message);
    }

    private static Rule rejected(
            String name, List<String> given, String operation, byte[] request, int code, String message) {
        return new Rule(name, given, "", operation, request, code, message, null, null, null);
    }

    private static final String A1 = "{'state':{'reported':{'a':1}}}";
    private static final String BOTH = "{'state':{'desired':{'a':1,'b':{'c':2}},'reported':{'a':1,'b':{'c':3}}}}";

    static Stream<Rule> rules() {
        List<String> none = given();
        return Stream.of(
                // Merging.
                update(
                        "the first update gives version 1",
                        none,
                        A1,
                        "{'state':{'reported':{'a':1}},'version':1}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "each update gives the next version",
                        given(A1, A1),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':3}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "an update that changes nothing is accepted",
                        given(A1),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':2}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "keys not named stay",
                        given(A1),
                        "{'state':{'reported':{'b':2}}}",
                        "{'state':{'reported':{'b':2}},'version':2}",
                        "{'reported':{'a':1,'b':2}}",
                        null),
                update(
                        "sections not named stay",
                        given(A1),
                        "{'state':{'desired':{'a':1}}}",
                        "{'state':{'desired':{'a':1}},'version':2}",
                        "{'desired':{'a':1},'reported':{'a':1}}",
                        null),
                update(
                        "objects merge key by key",
                        given("{'state':{'reported':{'o':{'x':1,'y':2}}}}"),
                        "{'state':{'reported':{'o':{'y':3}}}}",
                        "{'state':{'reported':{'o':{'y':3}}},'version':2}",
                        "{'reported':{'o':{'x':1,'y':3}}}",
                        null),
                update(
                        "a value replaces an object",
                        given("{'state':{'reported':{'o':{'x':1}}}}"),
                        "{'state':{'reported':{'o':5}}}",
                        "{'state':{'reported':{'o':5}},'version':2}",
                        "{'reported':{'o':5}}",
                        null),
                update(
                        "an object replaces a value",
                        given("{'state':{'reported':{'o':5}}}"),
                        "{'state':{'reported':{'o':{'x':1}}}}",
                        "{'state':{'reported':{'o':{'x':1}}},'version':2}",
                        "{'reported':{'o':{'x':1}}}",
                        null),
                update(
                        "arrays are replaced whole",
                        given("{'state':{'reported':{'l':[1,2,3]}}}"),
                        "{'state':{'reported':{'l':[4]}}}",
                        "{'state':{'reported':{'l':[4]}},'version':2}",
                        "{'reported':{'l':[4]}}",
                        null),
                update(
                        "booleans, decimals and text are kept as they are",
                        none,
                        "{'state':{'reported':{'t':true,'d':1.5,'s':'ü'}}}",
                        "{'state':{'reported':{'t':true,'d':1.5,'s':'ü'}},'version':1}",
                        "{'reported':{'t':true,'d':1.5,'s':'ü'}}",
                        null),
                // Null.
                update(
                        "null removes a key, and is echoed",
                        given("{'state':{'reported':{'a':1,'b':2}}}"),
                        "{'state':{'reported':{'a':null}}}",
                        "{'state':{'reported':{'a':null}},'version':2}",
                        "{'reported':{'b':2}}",
                        null),
                update(
                        "null removes a key within",
                        given("{'state':{'reported':{'o':{'x':1,'y':2}}}}"),
                        "{'state':{'reported':{'o':{'x':null}}}}",
                        "{'state':{'reported':{'o':{'x':null}}},'version':2}",
                        "{'reported':{'o':{'y':2}}}",
                        null),
                update(
                        "an object whose last key is nulled disappears",
                        given("{'state':{'reported':{'o':{'x':1},'b':2}}}"),
                        "{'state':{'reported':{'o':{'x':null}}}}",
                        "{'state':{'reported':{'o':{'x':null}}},'version':2}",
                        "{'reported':{'b':2}}",
                        null),
                update(
                        "null removes a whole section",
                        given(BOTH),
                        "{'state':{'desired':null}}",
                        "{'state':{'desired':null},'version':2}",
                        "{'reported':{'a':1,'b':{'c':3}}}",
                        null),
                update(
                        "nulling what is not there is accepted",
                        given(A1),
                        "{'state':{'reported':{'z':null}}}",
                        "{'state':{'reported':{'z':null}},'version':2}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "both sections null leave an empty shadow",
                        given(BOTH),
                        "{'state':{'desired':null,'reported':null}}",
                        "{'state':{'desired':null,'reported':null},'version':2}",
                        "{}",
                        null),
                update(
                        "an empty shadow goes on counting",
                        given(BOTH, "{'state':{'desired':null,'reported':null}}"),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':3}",
                        "{'reported':{'a':1}}",
                        null),
                // Delta.
                update(
                        "desired without reported is a difference",
                        none,
                        "{'state':{'desired':{'a':1}}}",
                        "{'state':{'desired':{'a':1}},'version':1}",
                        "{'desired':{'a':1}}",
                        "{'a':1}"),
                update(
                        "reported without desired is none",
                        given("{'state':{'desired':{'a':1}}}"),
                        "{'state':{'reported':{'a':1,'b':2}}}",
                        "{'state':{'reported':{'a':1,'b':2}},'version':2}",
                        "{'desired':{'a':1},'reported':{'a':1,'b':2}}",
                        null),
                update(
                        "only what differs is in the delta",
                        none,
                        "{'state':{'desired':{'a':1,'b':2},'reported':{'a':1,'b':3}}}",
                        "{'state':{'desired':{'a':1,'b':2},'reported':{'a':1,'b':3}},'version':1}",
                        "{'desired':{'a':1,'b':2},'reported':{'a':1,'b':3}}",
                        "{'b':2}"),
                update(
                        "the delta keeps the path",
                        none,
                        BOTH,
                        "{'state':{'desired':{'a':1,'b':{'c':2}},'reported':{'a':1,'b':{'c':3}}},'version':1}",
                        "{'desired':{'a':1,'b':{'c':2}},'reported':{'a':1,'b':{'c':3}}}",
                        "{'b':{'c':2}}"),
                update(
                        "an array differs whole",
                        none,
                        "{'state':{'desired':{'l':[1,2]},'reported':{'l':[1]}}}",
                        "{'state':{'desired':{'l':[1,2]},'reported':{'l':[1]}},'version':1}",
                        "{'desired':{'l':[1,2]},'reported':{'l':[1]}}",
                        "{'l':[1,2]}"),
                update(
                        "an update that only reports tells a delta that remains",
                        given("{'state':{'desired':{'a':1}}}"),
                        "{'state':{'reported':{'b':2}}}",
                        "{'state':{'reported':{'b':2}},'version':2}",
                        "{'desired':{'a':1},'reported':{'b':2}}",
                        "{'a':1}"),
                update(
                        "a delta that is gone is not told",
                        given("{'state':{'desired':{'a':1}}}"),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':2}",
                        "{'desired':{'a':1},'reported':{'a':1}}",
                        null),
                update(
                        "text and number differ",
                        none,
                        "{'state':{'desired':{'a':1},'reported':{'a':'1'}}}",
                        "{'state':{'desired':{'a':1},'reported':{'a':'1'}},'version':1}",
                        "{'desired':{'a':1},'reported':{'a':'1'}}",
                        "{'a':1}"),
                // Versions and tokens.
                update(
                        "the current version is accepted",
                        given(A1),
                        "{'state':{'reported':{'a':2}},'version':1}",
                        "{'state':{'reported':{'a':2}},'version':2}",
                        "{'reported':{'a':2}}",
                        null),
                update(
                        "a client token is echoed",
                        none,
                        "{'state':{'reported':{'a':1}},'clientToken':'t-1'}",
                        "{'state':{'reported':{'a':1}},'version':1,'clientToken':'t-1'}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "other keys are ignored",
                        none,
                        "{'state':{'reported':{'a':1}},'extra':5}",
                        "{'state':{'reported':{'a':1}},'version':1}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "after a delete the counter goes on by two",
                        given(A1, A1, "DELETE"),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':4}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "and again",
                        given(A1, "DELETE", A1, "DELETE"),
                        A1,
                        "{'state':{'reported':{'a':1}},'version':5}",
                        "{'reported':{'a':1}}",
                        null),
                update(
                        "a deleted shadow keeps nothing",
                        given(BOTH, "DELETE"),
                        "{'state':{'reported':{'z':1}}}",
                        "{'state':{'reported':{'z':1}},'version':3}",
                        "{'reported':{'z':1}}",
                        null),
                rejected(
                        "an older version is a conflict",
                        given(A1, A1),
                        "update",
                        "{'state':{'reported':{'a':2}},'version':1}",
                        409,
                        "Version conflict"),
                rejected(
                        "the next version is a conflict",
                        given(A1),
                        "update",
                        "{'state':{'reported':{'a':2}},'version':2}",
                        409,
                        "Version conflict"),
                rejected(
                        "a version that is no number",
                        given(A1),
                        "update",
                        "{'state':{'reported':{'a':2}},'version':'1'}",
                        400,
                        "Invalid version"),
                rejected(
                        "a token longer than 64 bytes",
                        none,
                        "update",
                        "{'state':{'reported':{'a':1}},'clientToken':'" + "t".repeat(65) + "'}",
                        400,
                        "Invalid clientToken"),
                rejected(
                        "a token that is no text",
                        none,
                        "update",
                        "{'state':{'reported':{'a':1}},'clientToken':5}",
                        400,
                        "Invalid clientToken"),
                // Documents that are none.
                rejected("no JSON", none, "update", "nonsense", 400, "Invalid JSON"),
                rejected("half a document", none, "update", "{'state':{'reported':{'a':1}", 400, "Invalid JSON"),
                rejected("nothing at all", none, "update", "", 400, "Invalid JSON"),
                rejected("no state", none, "update", "{}", 400, "Missing required node: state"),
                rejected(
                        "a state that is no object",
                        none,
                        "update",
                        "{'state':5}",
                        400,
                        "State node must be an object"),
                rejected(
                        "desired that is no object",
                        none,
                        "update",
                        "{'state':{'desired':5}}",
                        400,
                        "Desired node must be an object"),
                rejected(
                        "reported that is no object",
                        none,
                        "update",
                        "{'state':{'reported':[1]}}",
                        400,
                        "Reported node must be an object"),
                rejected("null in an array", none, "update", "{'state':{'reported':{'l':[1,null]}}}", 400, ""),
                rejected(
                        "too deep",
                        none,
                        "update",
                        "{'state':{'reported':" + "{'a':".repeat(9) + "1" + "}".repeat(9) + "}}",
                        400,
                        "JSON contains too many levels of nesting; maximum is 6"),
                rejected(
                        "too large",
                        none,
                        "update",
                        "{'state':{'reported':{'a':'" + "x".repeat(9000) + "'}}}",
                        413,
                        "The payload exceeds the maximum size allowed"),
                rejected(
                        "not UTF-8",
                        none,
                        "update",
                        new byte[] {'{', (byte) 0xC3, (byte) 0x28, '}'},
                        415,
                        "Unsupported documented encoding; supported encoding is UTF-8"),
                // Get.
                answered(
                        "get tells the whole document",
                        given(A1),
                        "get",
                        "",
                        "{'state':{'reported':{'a':1}},'version':1}"),
                answered(
                        "get tells the delta",
                        given(BOTH),
                        "get",
                        "",
                        "{'state':{'desired':{'a':1,'b':{'c':2}},'reported':{'a':1,'b':{'c':3}},'delta':{'b':{'c':2}}},'version':1}"),
                answered(
                        "get changes no version",
                        given(A1, A1),
                        "get",
                        "",
                        "{'state':{'reported':{'a':1}},'version':2}"),
                answered(
                        "get of an emptied shadow",
                        given(A1, "{'state':{'reported':null}}"),
                        "get",
                        "",
                        "{'state':{},'version':2}"),
                rejected("get of what was never made", none, "get", "", 404, "No shadow exists with name: '"),
                rejected(
                        "get of what was deleted",
                        given(A1, "DELETE"),
                        "get",
                        "",
                        404,
                        "No shadow exists with name: '"),
                // Delete.
                answered("delete tells the version it deleted", given(A1, A1), "delete", "", "{'version':2}"),
                answered(
                        "delete of an emptied shadow",
                        given(A1, "{'state':{'reported':null}}"),
                        "delete",
                        "",
                        "{'version':2}"),
                rejected("delete of what was never made", none, "delete", "", 404, "No shadow exists with name: '"),
                rejected(
                        "delete of what was deleted",
                        given(A1, "DELETE"),
                        "delete",
                        "",
                        404,
                        "No shadow exists with name: '"),
                // Named shadows.
                update(
                                "a named shadow is one of its own",
                                none,
                                A1,
                                "{'state':{'reported':{'a':1}},'version':1}",
                                "{'reported':{'a':1}}",
                                null)
                        .named("S"),
                update(
                                "its deltas too",
                                none,
                                "{'state':{'desired':{'a':1}}}",
                                "{'state':{'desired':{'a':1}},'version':1}",
                                "{'desired':{'a':1}}",
                                "{'a':1}")
                        .named("S"),
                answered(
                                "a named shadow is got by its name",
                                given(A1),
                                "get",
                                "",
                                "{'state':{'reported':{'a':1}},'version':1}")
                        .named("S-1:x_"),
                answered("a named shadow is deleted by its name", given(A1), "delete", "", "{'version':1}")
                        .named("S"),
                rejected(
                                "a named shadow that is not there is called by its name",
                                none,
                                "get",
                                "",
                                404,
                                "No shadow exists with name: 'S'")
                        .named("S"));
    }

    @ParameterizedTest(name = "MQTT: {0}")
    @MethodSource("rules")
    void over_mqtt(Rule rule) throws Exception {
        String thing = prepared(rule);

        visitor.publish(thing, rule.shadow, rule.operation, rule.request);

        List<Heard> heard = new ArrayList<>(visitor.heard(thing, rule.shadow));
        assertThat(heard.remove(0).suffix()).isEqualTo(rule.operation);
        if (rule.code == 200) {
            assertAccepted(rule, heard);
        } else {
            assertThat(heard).hasSize(1);
            assertThat(heard.get(0).suffix()).isEqualTo(rule.operation + "/rejected");
            JsonNode body = heard.get(0).body();
            assertThat(body.get("code").intValue()).isEqualTo(rule.code);
            assertThat(body.get("message").stringValue()).startsWith(rule.message);
            assertThat(body.has("timestamp")).isTrue();
        }
    }

    @ParameterizedTest(name = "REST: {0}")
    @MethodSource("rules")
    void over_rest(Rule rule) throws Exception {
        String thing = prepared(rule);
        String method = switch (rule.operation) {
            case "get" -> "GET";
            case "delete" -> "DELETE";
            default -> "POST";
        };

        Answer answer = visitor.rest(method, thing, rule.shadow, rule.request);

        List<Heard> heard = visitor.heard(thing, rule.shadow);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(rule.code);
        assertThat(answer.headers().keySet()).allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
        if (rule.code == 200) {
            assertThat(timeless(answer.body())).isEqualTo(ShadowVisitor.JSON.readTree(rule.accepted));
            if (rule.operation.equals("get")) {
                assertThat(heard).as("a RESTful read tells nobody").isEmpty();
            } else {
                assertAccepted(rule, heard);
            }
        } else {
            assertThat(answer.body().get("message").stringValue()).startsWith(rule.message);
            assertThat(answer.body().get("traceId").stringValue())
                    .isEqualTo(answer.headers().get("x-amzn-requestid"));
            assertThat(answer.headers().get("x-amzn-errortype")).isEqualTo(type(rule.code));
            assertThat(heard).as("a rejected REST request tells nobody").isEmpty();
        }
    }

    private static String type(int code) {
        return switch (code) {
            case 400 -> "InvalidRequestException";
            case 404 -> "ResourceNotFoundException";
            case 409 -> "ConflictException";
            case 413 -> "RequestEntityTooLargeException";
            default -> "UnsupportedDocumentEncodingException";
        };
    }

    private static String prepared(Rule rule) throws Exception {
        String thing = visitor.newThing();
        for (String document : rule.given) {
            boolean delete = document.equals("DELETE");
            Answer made = visitor.rest(delete ? "DELETE" : "POST", thing, rule.shadow, ShadowVisitor.bytes(document));
            assertThat(made.status()).as(made.body().toString()).isEqualTo(200);
        }
        visitor.heard(thing, rule.shadow);
        return thing;
    }

    private static void assertAccepted(Rule rule, List<Heard> heard) throws Exception {
        JsonNode accepted = body(heard, rule.operation + "/accepted");
        assertThat(timeless(accepted)).isEqualTo(ShadowVisitor.JSON.readTree(rule.accepted));
        assertThat(accepted.has("timestamp")).isTrue();
        if (!rule.operation.equals("update")) {
            assertThat(heard).hasSize(1);
            return;
        }
        assertThat(accepted.has("metadata")).isTrue();
        JsonNode documents = body(heard, "update/documents");
        assertThat(documents.at("/current/state")).isEqualTo(ShadowVisitor.JSON.readTree(rule.current));
        assertThat(documents.at("/current/version")).isEqualTo(accepted.get("version"));
        assertThat(documents.at("/current/state").has("delta")).isFalse();
        assertThat(heard).hasSize(rule.delta == null ? 2 : 3);
        if (rule.delta != null) {
            JsonNode delta = body(heard, "update/delta");
            assertThat(delta.get("state")).isEqualTo(ShadowVisitor.JSON.readTree(rule.delta));
            assertThat(delta.get("version")).isEqualTo(accepted.get("version"));
            assertThat(delta.has("metadata") && delta.has("timestamp")).isTrue();
        }
    }

    private static JsonNode body(List<Heard> heard, String suffix) {
        return heard.stream()
                .filter(it -> it.suffix().equals(suffix))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + suffix + " in " + heard))
                .body();
    }

    private static JsonNode timeless(JsonNode document) {
        ObjectNode copy = (ObjectNode) document.deepCopy();
        copy.remove(List.of("timestamp", "metadata"));
        return copy;
    }

    @Test
    void metadata_has_a_time_for_each_leaf_and_each_element() throws Exception {
        String thing = visitor.newThing();

        Answer answer = visitor.rest(
                "POST",
                thing,
                "",
                ShadowVisitor.bytes(json("{'state':{'desired':{'o':{'x':1},'l':[1,2]},'reported':{'n':null}}}")));

        JsonNode metadata = answer.body().get("metadata");
        assertThat(metadata.at("/desired/o/x").propertyNames()).containsExactly("timestamp");
        assertThat(metadata.at("/desired/l")).hasSize(2);
        assertThat(metadata.at("/desired/l/0/timestamp").isIntegralNumber()).isTrue();
        visitor.heard(thing, "");
    }

    @Test
    void a_name_outside_the_rules_is_no_thing() throws Exception {
        Answer answer = visitor.rest("GET", "no%20thing", "", new byte[0]);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().get("message").stringValue()).isEqualTo("Thing not found");
    }

    @Test
    void get_and_delete_take_a_token_and_nothing_else() throws Exception {
        String thing = visitor.newThing();
        visitor.rest("POST", thing, "", ShadowVisitor.bytes(json(A1)));
        visitor.heard(thing, "");

        visitor.publish(thing, "", "get", ShadowVisitor.bytes(json("{'clientToken':'g'}")));
        visitor.publish(thing, "", "delete", ShadowVisitor.bytes(json("{'clientToken':'d'}")));
        visitor.publish(thing, "", "delete", "nonsense".getBytes(StandardCharsets.UTF_8));

        List<Heard> heard = visitor.heard(thing, "");
        assertThat(body(heard, "get/accepted").get("clientToken").stringValue()).isEqualTo("g");
        assertThat(body(heard, "delete/accepted").get("clientToken").stringValue())
                .isEqualTo("d");
        assertThat(body(heard, "delete/rejected").get("code").intValue()).isEqualTo(400);
    }
}
