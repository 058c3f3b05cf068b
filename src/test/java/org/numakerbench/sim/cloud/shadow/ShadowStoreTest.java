package org.numakerbench.sim.cloud.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.sim.cloud.shadow.ShadowName.Operation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShadowStoreTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ShadowName NAME = ShadowName.classic("T");
    // The time of the transcript in the firmware's README.
    private static final Instant NOW = Instant.ofEpochSecond(1514962195);

    private final ShadowStore store = new ShadowStore();

    private ShadowReply handle(Operation operation, String payload) {
        return store.handle(NAME, operation, payload.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private ShadowReply.Updated update(String payload) {
        return (ShadowReply.Updated) handle(Operation.UPDATE, payload);
    }

    private ShadowReply.Rejected rejected(Operation operation, String payload) {
        return (ShadowReply.Rejected) handle(operation, payload);
    }

    private JsonNode document() {
        return handle(Operation.GET, "").body();
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('`', '"'));
    }

    /** As it comes off the wire: 1 and 1L are different nodes before that. */
    private static JsonNode wire(@Nullable JsonNode node) {
        return JSON.readTree(String.valueOf(node));
    }

    @ParameterizedTest(name = "{0} then {1} gives {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    # objects merge key by key
                    {"reported":{"a":1}}             | {"reported":{"b":2}}                | {"reported":{"a":1,"b":2}}
                    {"reported":{"o":{"x":1}}}       | {"reported":{"o":{"y":2}}}          | {"reported":{"o":{"x":1,"y":2}}}
                    {"reported":{"a":1}}             | {"desired":{"a":1}}                 | {"desired":{"a":1},"reported":{"a":1}}
                    # another type replaces
                    {"reported":{"a":1}}             | {"reported":{"a":"1"}}              | {"reported":{"a":"1"}}
                    {"reported":{"a":{"x":1}}}       | {"reported":{"a":2}}                | {"reported":{"a":2}}
                    {"reported":{"a":2}}             | {"reported":{"a":{"x":1}}}          | {"reported":{"a":{"x":1}}}
                    # arrays are values
                    {"reported":{"a":[1,2,3]}}       | {"reported":{"a":[4]}}              | {"reported":{"a":[4]}}
                    {"reported":{"a":[{"x":1}]}}     | {"reported":{"a":[{"y":2}]}}        | {"reported":{"a":[{"y":2}]}}
                    # null removes
                    {"reported":{"a":1,"b":2}}       | {"reported":{"a":null}}             | {"reported":{"b":2}}
                    {"reported":{"a":1}}             | {"reported":{"x":null}}             | {"reported":{"a":1}}
                    {"reported":{"o":{"x":1},"a":1}} | {"reported":{"o":{"x":null}}}       | {"reported":{"a":1}}
                    {"reported":{"o":{"x":1},"a":1}} | {"reported":{"o":null}}             | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {"reported":{"o":{"x":null}}}       | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {"reported":null}                   | {}
                    {"desired":{"a":1},"reported":{"a":1}} | {"desired":null}              | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | null                                | {}
                    # an empty object is as null: no shadow holds one, but in an array
                    {"reported":{"a":1}}             | {"reported":{"o":{}}}               | {"reported":{"a":1}}
                    {"reported":{"o":{"x":1},"a":1}} | {"reported":{"o":{}}}               | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {"reported":{"o":{"p":{"q":{}}}}}   | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {"reported":{"a":{}}}               | {}
                    {"reported":{"a":1}}             | {"reported":{}}                     | {}
                    {"reported":{"a":1}}             | {"desired":{}}                      | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {}                                  | {"reported":{"a":1}}
                    {"reported":{"a":1}}             | {"reported":{"a":[{}]}}             | {"reported":{"a":[{}]}}
                    """)
    void mergesAnUpdateIntoTheDocument(String first, String second, String expected) {
        update("{\"state\":" + first + "}");

        update("{\"state\":" + second + "}");

        assertThat(document().get("state")).isEqualTo(JSON.readTree(expected));
        assertThat(document().get("version").longValue()).isEqualTo(2);
    }

    @ParameterizedTest(name = "desired {0}, reported {1}: delta {2}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"a":1}            | {"a":1}             | null
                    {"a":1}            | {"a":2}             | {"a":1}
                    {"a":1}            | {}                  | {"a":1}
                    {"a":1}            | null                | {"a":1}
                    null               | {"a":1}             | null
                    {"a":1}            | {"a":1,"b":2}       | null
                    {"o":{"x":1,"y":2}}| {"o":{"x":1,"y":3}} | {"o":{"y":2}}
                    {"o":{"x":1}}      | {"o":5}             | {"o":{"x":1}}
                    {"a":[1,2]}        | {"a":[1,3]}         | {"a":[1,2]}
                    {"a":[1,2]}        | {"a":[1,2]}         | null
                    {"a":1,"b":2}      | {"a":2}             | {"a":1,"b":2}
                    # numbers compare by value
                    {"a":21}           | {"a":21.0}          | null
                    {"a":21.0}         | {"a":21}            | null
                    {"a":2e1}          | {"a":20}            | null
                    {"a":0}            | {"a":-0.0}          | null
                    {"a":[1,{"b":2.0}]}| {"a":[1.0,{"b":2}]} | null
                    {"a":21}           | {"a":"21"}          | {"a":21}
                    {"a":9007199254740993} | {"a":9007199254740992} | {"a":9007199254740993}
                    {"a":123456789012345678901} | {"a":123456789012345678901.0} | null
                    """)
    void sendsTheDifferenceBetweenDesiredAndReported(String desired, String reported, String expected) {
        ShadowReply.Updated reply = update("{\"state\":{\"desired\":" + desired + ",\"reported\":" + reported + "}}");

        JsonNode delta =
                reply.delta() == null ? JSON.readTree("null") : reply.delta().get("state");
        assertThat(delta).isEqualTo(JSON.readTree(expected));
        JsonNode shown = document().path("state").path("delta");
        assertThat(shown.isMissingNode() ? JSON.readTree("null") : shown).isEqualTo(JSON.readTree(expected));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    nonsense                                      | 400 | Invalid JSON
                    {"state":{}} x                                | 400 | Invalid JSON
                    []                                            | 400 | Invalid JSON
                    ~~                                            | 400 | Invalid JSON
                    {}                                            | 400 | Missing required node: state
                    {"state":1}                                   | 400 | State node must be an object
                    {"state":{"desired":1}}                       | 400 | Desired node must be an object
                    {"state":{"reported":[]}}                     | 400 | Reported node must be an object
                    {"state":{},"version":"1"}                    | 400 | Invalid version
                    {"state":{},"version":1.5}                    | 400 | Invalid version
                    {"state":{},"version":-1}                     | 400 | Invalid version
                    {"state":{},"clientToken":5}                  | 400 | Invalid clientToken
                    {"state":{"reported":{"a":[1,null]}}}         | 400 | State contains an invalid node
                    {"state":{"reported":{"1":{"2":{"3":{"4":{"5":{"6":{"7":{"8":{}}}}}}}}}}} | 400 | JSON contains too many levels of nesting; maximum is 6
                    {"state":{},"version":7}                      | 400 | Invalid version
                    {"state":{},"version":2}                      | 400 | Invalid version
                    {"state":{"foo":1}}                           | 400 | State contains an invalid node: 'foo'
                    {"state":{"delta":{"a":1},"reported":{}}}     | 400 | State contains an invalid node: 'delta'
                    """)
    void refusesWhatIsNotAnUpdate(String payload, int code, String message) {
        ShadowReply.Rejected reply = rejected(Operation.UPDATE, payload);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(wire(reply.body()))
                .isEqualTo(json("{`code`:" + code + ",`message`:`" + message + "`,`timestamp`:1514962195}"));
        assertThat(reply.messages(NAME))
                .extracting(ShadowReply.Message::topic)
                .containsExactly("$aws/things/T/shadow/update/rejected");
    }

    @Test
    void refusesATextThatIsNotUtf8() {
        ShadowReply reply =
                store.handle(NAME, Operation.UPDATE, new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}, NOW);

        assertThat(reply.body().get("code").intValue()).isEqualTo(415);
    }

    @Test
    void acceptsEightKilobytesOfStateAndNotAByteMore() {
        String frame = "{\"reported\":{\"a\":\"\"}}";
        String fits = "x".repeat(8192 - frame.length());

        assertThat(update("{\"state\":{\"reported\":{\"a\":\"" + fits + "\"}}}").body())
                .isNotNull();
        ShadowReply.Rejected tooLarge =
                rejected(Operation.UPDATE, "{\"state\":{\"reported\":{\"a\":\"" + fits + "x\"}}}");

        assertThat(tooLarge.code()).isEqualTo(413);
        assertThat(tooLarge.message()).isEqualTo("The payload exceeds the maximum size allowed");
        assertThat(document().get("version").longValue()).isEqualTo(1);
    }

    @Test
    void refusesAClientTokenOfMoreThan64Bytes() {
        assertThat(update("{\"state\":{},\"clientToken\":\"" + "t".repeat(64) + "\"}")
                        .body()
                        .get("clientToken")
                        .stringValue())
                .hasSize(64);
        assertThat(rejected(Operation.UPDATE, "{\"state\":{},\"clientToken\":\"" + "t".repeat(65) + "\"}")
                        .message())
                .isEqualTo("Invalid clientToken");
    }

    @Test
    void answersAnUpdateAsInTheFirmwaresTranscript() {
        ShadowReply.Updated reply = update("{\"state\":{\"reported\":{\"attribute1\":3,\"attribute2\":\"1\"}}}");

        assertThat(reply.body())
                .hasToString("{\"state\":{\"reported\":{\"attribute1\":3,\"attribute2\":\"1\"}},"
                        + "\"metadata\":{\"reported\":{\"attribute1\":{\"timestamp\":1514962195},"
                        + "\"attribute2\":{\"timestamp\":1514962195}}},\"version\":1,\"timestamp\":1514962195}");
        assertThat(reply.delta()).isNull();
    }

    @Test
    void echoesOnlyWhatTheRequestTouchedNullsIncluded() {
        update("{\"state\":{\"reported\":{\"a\":1,\"b\":2,\"c\":[1,2]}}}");

        ShadowReply.Updated reply = update("{\"state\":{\"reported\":{\"a\":null,\"c\":[3,4]}}}");

        assertThat(reply.body().get("state")).isEqualTo(json("{`reported`:{`a`:null,`c`:[3,4]}}"));
        assertThat(wire(reply.body().get("metadata")))
                .isEqualTo(
                        json(
                                "{`reported`:{`a`:{`timestamp`:1514962195},`c`:[{`timestamp`:1514962195},{`timestamp`:1514962195}]}}"));
    }

    @Test
    void tellsTheDocumentBeforeAndAfter() {
        ShadowReply.Updated first = update("{\"state\":{\"reported\":{\"a\":1}}}");
        ShadowReply.Updated second = update("{\"state\":{\"desired\":{\"a\":2}},\"clientToken\":\"t\"}");

        assertThat(first.documents().get("previous")).isEqualTo(json("{`state`:{},`metadata`:{}}"));
        assertThat(second.documents().get("previous"))
                .isEqualTo(first.documents().get("current"));
        assertThat(second.documents().at("/current/state")).isEqualTo(json("{`desired`:{`a`:2},`reported`:{`a`:1}}"));
        assertThat(second.documents().at("/current/version").longValue()).isEqualTo(2);
        for (JsonNode each : List.of(second.body(), second.delta(), second.documents())) {
            assertThat(each.get("clientToken").stringValue()).isEqualTo("t");
        }
    }

    @Test
    void keepsTheTimeOfEachWriteAndDatesTheAnswerItself() {
        update("{\"state\":{\"reported\":{\"a\":1}}}");

        ShadowReply reply = store.handle(NAME, Operation.GET, new byte[0], NOW.plusSeconds(3));

        assertThat(wire(reply.body()))
                .isEqualTo(
                        json(
                                "{`state`:{`reported`:{`a`:1}},`metadata`:{`reported`:{`a`:{`timestamp`:1514962195}}},`version`:1,`timestamp`:1514962198}"));
    }

    @Test
    void goesOnCountingAcrossADelete() {
        update("{\"state\":{\"reported\":{\"a\":1}}}");
        update("{\"state\":{\"reported\":{\"a\":2}}}");

        ShadowReply deleted = handle(Operation.DELETE, "{\"clientToken\":\"t\"}");
        ShadowReply.Updated again = update("{\"state\":{\"reported\":{\"a\":3}},\"version\":0}");

        assertThat(wire(deleted.body())).isEqualTo(json("{`version`:2,`timestamp`:1514962195,`clientToken`:`t`}"));
        assertThat(again.body().get("version").longValue()).isEqualTo(4);
        assertThat(again.documents().get("previous")).isEqualTo(json("{`state`:{},`metadata`:{}}"));
    }

    @Test
    void startsAgainTwoDaysAfterADelete() {
        update("{\"state\":{\"reported\":{\"a\":1}}}");
        handle(Operation.DELETE, "");

        ShadowReply reply = store.handle(
                NAME,
                Operation.UPDATE,
                "{\"state\":{}}".getBytes(StandardCharsets.UTF_8),
                NOW.plus(Duration.ofHours(48)).plusSeconds(1));

        assertThat(reply.body().get("version").longValue()).isEqualTo(1);
    }

    @Test
    void acceptsTheCurrentVersionAndNoOther() {
        update("{\"state\":{}}");

        assertThat(wire(rejected(Operation.UPDATE, "{\"state\":{},\"version\":2,\"clientToken\":\"t\"}")
                        .body()))
                .isEqualTo(json("{`code`:409,`message`:`Version conflict`,`timestamp`:1514962195,`clientToken`:`t`}"));
        assertThat(update("{\"state\":{},\"version\":1}").body().get("version").longValue())
                .isEqualTo(2);
    }

    @Test
    void namesTheMissingShadow() {
        ShadowName named = new ShadowName("T", "S");

        assertThat(rejected(Operation.GET, "").message()).isEqualTo("No shadow exists with name: 'T'");
        assertThat(rejected(Operation.DELETE, "").code()).isEqualTo(404);
        ShadowReply reply = store.handle(named, Operation.GET, new byte[0], NOW);
        assertThat(reply.body().get("message").stringValue()).isEqualTo("No shadow exists with name: 'S'");
        assertThat(reply.messages(named))
                .extracting(ShadowReply.Message::topic)
                .containsExactly("$aws/things/T/shadow/name/S/get/rejected");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "21.0",
                "0.10",
                "1.5",
                "123456789012345678901234567890",
                "0.1234567890123456789012345678",
                "1E+400",
                "1E-400",
                "9007199254740993"
            })
    void keepsTheDigitsOfEveryNumber(String number) {
        ShadowReply.Updated reply = update("{\"state\":{\"desired\":{\"n\":" + number + "}}}");

        String expected = "{\"n\":" + number + "}";
        assertThat(reply.body().at("/state/desired")).hasToString(expected);
        assertThat(document().at("/state/desired")).hasToString(expected);
        assertThat(document().at("/state/delta")).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void aShadowThatIsNotThereMayBeExpectedAtNoneOrOne(long version) {
        assertThat(update("{\"state\":{\"reported\":{\"a\":1}},\"version\":" + version + "}")
                        .body()
                        .get("version")
                        .longValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"64,128,404", "65,128,400", "64,129,404"})
    void namesHaveTheirLengths(int shadow, int thing, int code) {
        ShadowName name = new ShadowName("t".repeat(thing), "s".repeat(shadow));

        ShadowReply.Rejected reply = (ShadowReply.Rejected) store.handle(name, Operation.GET, new byte[0], NOW);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.message())
                .startsWith(
                        code == 400 ? "ShadowName must match" : thing > 128 ? "Thing not found" : "No shadow exists");
    }

    @Test
    void doesNotKnowThingsWithNamesOutsideTheRules() {
        ShadowReply reply = store.handle(ShadowName.classic("a b"), Operation.GET, new byte[0], NOW);

        assertThat(reply.body().get("message").stringValue()).isEqualTo("Thing not found");
    }

    @Test
    void keepsClassicAndNamedShadowsApart() {
        update("{\"state\":{\"reported\":{\"a\":1}}}");
        byte[] named = "{\"state\":{\"reported\":{\"b\":1}}}".getBytes(StandardCharsets.UTF_8);

        ShadowReply reply = store.handle(new ShadowName("T", "S"), Operation.UPDATE, named, NOW);

        assertThat(reply.body().get("version").longValue()).isEqualTo(1);
        assertThat(document().get("state")).isEqualTo(json("{`reported`:{`a`:1}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "$aws/things/T/shadow/update,T,,UPDATE",
        "$aws/things/T/shadow/get,T,,GET",
        "$aws/things/T/shadow/name/S/delete,T,S,DELETE",
    })
    void readsRequestTopics(String topic, String thing, String shadow, Operation operation) {
        assertThat(ShadowName.parseRequest(topic))
                .contains(new ShadowName.Request(new ShadowName(thing, shadow), operation));
    }

    @ParameterizedTest
    @CsvSource({
        "$aws/things/T/shadow/update/accepted",
        "$aws/things/T/shadow",
        "$aws/things//shadow/get",
        "$aws/things/T/shadow/name/get",
        "aws/things/T/shadow/get",
    })
    void readsNothingElseAsRequest(String topic) {
        assertThat(ShadowName.parseRequest(topic)).isEmpty();
    }

    @Test
    void shadowsThatFindNoRoomAreRefusedAndTheOthersStay() {
        ShadowStore small = new ShadowStore(400);
        byte[] large = json("{`state`:{`reported`:{`text`:`%s`}}}".formatted("x".repeat(100)))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        int taken = 0;
        while (small.handle(ShadowName.classic("T" + taken), Operation.UPDATE, large, NOW)
                instanceof ShadowReply.Updated) {
            taken++;
        }
        ShadowName refused = ShadowName.classic("T" + taken);
        byte[] none = {};

        assertThat(taken).isEqualTo(2);
        assertThat(small.handle(refused, Operation.UPDATE, large, NOW).body().toString())
                .contains("\"code\":500", "no room for more shadows", "400 bytes");
        assertThat(small.handle(ShadowName.classic("T0"), Operation.GET, none, NOW))
                .isInstanceOf(ShadowReply.Got.class);
        // What shrinks is taken, and makes room.
        small.handle(ShadowName.classic("T0"), Operation.DELETE, none, NOW);
        assertThat(small.handle(refused, Operation.UPDATE, large, NOW)).isInstanceOf(ShadowReply.Updated.class);
    }

    @Test
    void countersThatNobodyKnowsAnyMoreMakeRoom() {
        ShadowStore small = new ShadowStore(90);
        byte[] some = json("{`state`:{`reported`:{`a`:1}}}").toString().getBytes(StandardCharsets.UTF_8);
        for (int each = 0; each < 4; each++) {
            small.handle(ShadowName.classic("T" + each), Operation.UPDATE, some, NOW);
            small.handle(ShadowName.classic("T" + each), Operation.DELETE, new byte[0], NOW);
        }

        assertThat(small.handle(ShadowName.classic("new"), Operation.UPDATE, some, NOW))
                .isInstanceOf(ShadowReply.Rejected.class);
        assertThat(small.handle(
                        ShadowName.classic("new"),
                        Operation.UPDATE,
                        some,
                        NOW.plus(ShadowStore.COUNTER_KEPT).plusSeconds(1)))
                .isInstanceOf(ShadowReply.Updated.class);
    }
}
