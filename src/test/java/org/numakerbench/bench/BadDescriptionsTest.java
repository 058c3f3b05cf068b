package org.numakerbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.bench.Descriptions.Read;
import org.numakerbench.yaml.YamlError;

/** Descriptions with one mistake each, and what is said of it. */
class BadDescriptionsTest {
    private static final String GOOD = """
            extends: nuvoton-aws-iot
            lines:
              - pattern: "Sensor {celsius:number} C to {topic:word} OK"
                name: sensor
                step: sensor.publish
                says: ok
                published: {topic: "{topic}", json: {celsius: "{celsius}"}, tolerance: {/celsius: 0.1}, ignore: [/t]}
                measure: {name: celsius, value: celsius, unit: C}
              - pattern: "RSSI {rssi:int} dBm"
                standing: neutral
                reason: nobody else hears it
            listen: [lab/sensors/+]
            """;

    private static final String OWN = """
            banner: "Node {version:word} starts"
            end: All done
            lines:
              - pattern: "RSSI {rssi:int} dBm"
            """;

    private static final String ASKING = """
            extends: nuvoton-aws-iot
            lines:
              - {name: ready, pattern: "Sensor ready"}
              - {name: heap, pattern: "Heap {bytes:int} bytes"}
            expect:
              - {line: ready, within: 5s, times: 1}
              - {line: "Sensor {what:word}", after: ready, min: 1, max: 3, order: any}
            failOn: [ASSERT]
            send:
              - {after: ready, text: "h", answer: heap, within: 2s, step: sensor.heap}
            """;

    private static final String PHASES = """
            extends: nuvoton-aws-iot
            lines:
              - {name: ready, pattern: "Sensor ready"}
              - {name: done, pattern: "Sensor done", says: ok}
              - {name: on, pattern: "Lamp on", step: lamp.switch}
              - {name: off, pattern: "Lamp off"}
            phases:
              - {name: sensor, begins: ready, ends: done, within: 30s}
              - {name: lamp, begins: on, ends: off}
            """;

    @TempDir
    Path directory;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                bad("lines:", "linse:", "2: linse: unknown key; did you mean lines?"),
                bad(
                        "nuvoton-aws-iot",
                        "nuvoton",
                        "1: extends: \"nuvoton\" is not known; did you mean nuvoton-aws-iot?"),
                bad("says: ok", "says: good", "6: lines[0].says: \"good\" is not known; did you mean ok?"),
                bad("says: ok", "claims: ok", "6: lines[0].claims: unknown key; did you mean"),
                bad(
                        "sensor.publish",
                        "Sensor Publish",
                        "5: lines[0].step: \"Sensor Publish\" is not a name of lower-case"),
                bad("standing: neutral", "standing: trusted", "lines[1].standing: \"trusted\" is not known"),
                bad("    reason: nobody else hears it\n", "", "9: lines[1].reason: missing; say why"),
                bad(
                        "    standing: neutral\n    reason: nobody else hears it\n",
                        "    standing: judged\n",
                        "10: lines[1].standing: judged, but nothing says by what; add published: or received:"),
                bad(
                        "says: ok",
                        "standing: neutral\n    reason: none",
                        "6: lines[0].standing: neutral, but the line names evidence"),
                requested("get: \"http://{topic}/x\", value: 1", "lines[0].request.get: "),
                requested(
                        "get: \"ftp://host/x\", value: 1",
                        "is not an http or https URL, whose host has no placeholder"),
                requested("get: \"http://ann:secret@host/x\", value: 1", "lines[0].request.get: "),
                requested(
                        "get: \"http://host/{topik}\", value: 1",
                        "{topik} is no placeholder of the line; did you mean"),
                requested(
                        "get: \"http://host/\", value: \"{celsiu}\"",
                        "lines[0].request.value: {celsiu} is no placeholder"),
                requested("get: \"http://host/\"", "lines[0].request.value: missing; add it"),
                requested(
                        "get: \"http://host/\", value: 1, pointer: a",
                        "lines[0].request.pointer: \"a\" is not a JSON pointer"),
                bad(
                        "    measure: {name",
                        "    request: {get: \"http://host/\", value: 1}\n    measure: {name",
                        "lines[0].request: given beside a message; keep one of the two"),
                bad(
                        "    standing: neutral\n    reason: nobody else hears it\n",
                        "    says: failed\n    request: {get: \"http://host/\", value: 1}\n",
                        "lines[1].request: given for a line that says failed; leave it away"),
                bad(
                        "topic: \"{topic}\"",
                        "topic: \"{topik}\"",
                        "7: lines[0].published.topic: {topik} is no placeholder of" + " the line; did you mean topic?"),
                bad(
                        "\"{celsius}\"}",
                        "\"{celcius}\"}",
                        "lines[0].published.json: {celcius} is no placeholder of the line; did" + " you mean celsius?"),
                bad(
                        "value: celsius",
                        "value: temperature",
                        "8: lines[0].measure.value: {temperature} is no placeholder"),
                bad("name: celsius, value", "value", "8: lines[0].measure.name: missing; add it"),
                bad("unit: C", "unit: C, limits: {}", "8: lines[0].measure.limits"),
                bad(
                        "unit: C",
                        "unit: C, limits: {min: 5, max: 4}",
                        "8: lines[0].measure.limits: min is greater than max"),
                bad("unit: C", "unit: C, direction: up", "8: lines[0].measure.direction"),
                bad("unit: C", "unit: C, floor: -1", "8: lines[0].measure.floor"),
                bad(
                        "    reason: nobody else hears it",
                        "    reason: nobody else hears it\n    measure: {name: celsius, value: rssi, unit: dBm}",
                        "lines[1].measure.unit: another than where celsius is measured before"),
                bad("{/celsius: 0.1}", "{/celsius: -1}", "lines[0].published.tolerance"),
                bad("ignore: [/t]", "ignore: [t]", "lines[0].published.ignore[0]: \"t\" is not a JSON pointer"),
                bad("json: {", "text: x, json: {", "lines[0].published.json: given beside text; keep one of the two"),
                bad(
                        "    measure",
                        "    received: {topic: a}\n    measure",
                        "8: lines[0].received: given beside published"),
                bad(
                        "{celsius:number} C",
                        "{celsius:float} C",
                        "lines[0].pattern: pattern \"Sensor {celsius:float} C to"
                                + " {topic:word} OK\" has {celsius:float}; the types are text, any, word, int,"),
                bad(
                        "{rssi:int} dBm",
                        "{rssi:int dBm",
                        "9: lines[1].pattern: pattern \"RSSI {rssi:int dBm\" has a brace"),
                bad(
                        "RSSI {rssi:int} dBm",
                        "{rssi}",
                        "9: lines[1].pattern: pattern \"{rssi}\" takes any line; give the words"),
                bad("RSSI {rssi:int} dBm", "RSSI {rssi}{more:int}", "has a placeholder right behind one for any text"),
                bad("RSSI {rssi:int} dBm", "RSSI {a:int} {a:int}", "has field a twice"),
                bad("RSSI {rssi:int} dBm", "RSSI {text} dBm", "has placeholder {text}, a name that claims use"),
                bad("RSSI {rssi:int} dBm", "RSSI {rssi:int} dBm ", "ends with a space, which nobody sees; {:spaces}"),
                bad(
                        "RSSI {rssi:int} dBm",
                        "RSSI {a:hex}{b:hex} dBm",
                        "9: lines[1].pattern: can never match: a placeholder" + " takes what the next one needs"),
                bad(
                        "RSSI {rssi:int} dBm",
                        "Sensor {celsius:number} C to {topic:word} OK",
                        "9: lines[1].pattern: the same as that of lines[0]; keep one"),
                bad(
                        "pattern: \"RSSI",
                        "regex: \"RSSI (",
                        "9: lines[1].regex: regex \"RSSI ( {rssi:int} dBm\" is not a regular"
                                + " expression that is known here"),
                bad(
                        "pattern: \"RSSI {rssi:int} dBm\"",
                        "regex: '(a*)*'",
                        "lines[1].regex: regex \"(a*)*\" takes any line"),
                bad(
                        "pattern: \"RSSI {rssi:int} dBm\"",
                        "regex: '(RSSI) \\1'",
                        "use the syntax of RE2: no back-references"),
                bad("pattern: \"RSSI {rssi:int} dBm\"", "regex: 'RSSI ((a{900}){900}){900}'", "is too large when its"),
                bad(
                        "    name: sensor\n",
                        "    name: sensor\n    regex: x\n",
                        "5: lines[0].regex: given beside pattern"),
                bad(
                        "pattern: \"RSSI {rssi:int} dBm\"",
                        "name: rssi",
                        "9: lines[1].pattern: missing; add it, for example"),
                bad("dBm\"\n", "dBm\"\n    name: sensor\n", "10: lines[1].name: the same as that of lines[0]"),
                bad(
                        "    standing: neutral\n    reason: nobody else hears it\n",
                        "    kind: mqtt-conect\n",
                        "10: lines[1].kind: kind \"mqtt-conect\" is none that a line"
                                + " may be; did you mean mqtt-connect?"),
                bad(
                        "RSSI {rssi:int} dBm\"\n    standing: neutral\n    reason: nobody else hears it",
                        "Heap {top:int}\"\n" + "    kind: heap-max",
                        "has placeholder {top}, which lines of kind heap-max have not"),
                bad(
                        "RSSI {rssi:int} dBm\"\n    standing",
                        "Heap {bytes:int}\"\n    kind: heap-max\n    standing",
                        "11: lines[1].standing: given beside kind"),
                bad(
                        "\"RSSI {rssi:int} dBm\"",
                        "\"{rssi:int} dBm\"\n    interrupts: true",
                        "10: lines[1].interrupts: given for" + " a line without a beginning"),
                bad("lab/sensors/+", "'#'", "12: listen[0]: \"#\" is not a topic filter"),
                Arguments.of(
                        OWN.replace("banner: \"Node {version:word} starts\"\n", ""),
                        "1: banner: missing; give the first"),
                Arguments.of(OWN.replace("end: All done\n", ""), "1: end: missing; give the last line"),
                Arguments.of(OWN.replace("{version:word}", "{version:wort}"), "1: banner: pattern"),
                Arguments.of(
                        OWN.replace("RSSI {rssi:int} dBm", "All {what:word}") + "  - pattern: \"All {who:word}\"\n",
                        "5: lines[1].pattern: can never match: lines[0], \"All {what:word}\" takes every line"));
    }

    static Stream<Arguments> mistakesOfExpectations() {
        return Stream.of(
                asking("within: 5s", "within: soon", "6: expect[0].within: \"soon\" is not a duration"),
                asking("within: 5s", "within: 5h", "6: expect[0].within: \"5h\" is not a duration"),
                asking(
                        "within: 5s",
                        "within: 2000m",
                        "6: expect[0].within: is no time that a run may take; use 1ms to"),
                asking("within: 5s", "witin: 5s", "6: expect[0].witin: unknown key; did you mean within?"),
                asking("{line: ready, within", "{within", "6: expect[0].line: missing; add it"),
                asking("times: 1", "times: 0", "6: expect[0].times: 0 is"),
                asking("times: 1", "times: 1, max: 2", "6: expect[0].times: given beside min or max; keep one"),
                asking("min: 1, max: 3", "min: 4, max: 3", "7: expect[1].min: is greater than max; exchange the two"),
                asking("max: 3", "max: 0", "7: expect[1].max: 0 is"),
                asking("order: any", "order: all", "7: expect[1].order: \"all\" is not known; did you mean any?"),
                asking("Sensor {what:word}", "{what}", "7: expect[1].line: pattern \"{what}\" takes any line; give"),
                asking("after: ready, min", "after: \"{x:wort}\", min", "7: expect[1].after: pattern"),
                asking("[ASSERT]", "[\"ASSERT {\"]", "8: failOn[0]: pattern \"ASSERT {\" has a brace without"),
                asking("[ASSERT]", "ASSERT", "8: failOn: \"ASSERT\" is not a list"),
                asking("[ASSERT]", "[Sensor ready]", "6: expect[0].line: must come, and must never come by failOn:"),
                asking("text: \"h\", ", "", "10: send[0].text: missing; add it"),
                asking("\"h\"", "\"\"", "10: send[0].text"),
                asking("answer: heap", "answr: heap", "10: send[0].answr: unknown key; did you mean answer?"),
                asking(
                        "answer: heap, ",
                        "",
                        "10: send[0].within: given without an answer that is awaited; add answer:"),
                asking(
                        "\"h\"",
                        "\"Heap 1 bytes\"",
                        "10: send[0].answer: takes the text itself, which many boards echo"),
                asking("\"h\"", "\"ASSERT\\n\"", "10: send[0].text: has what failOn: forbids, and many boards echo it"),
                Arguments.of(
                        OWN + "failOn: [All]\n",
                        "5: failOn[0]: stands in \"All done\", which every boot prints; give it more words"));
    }

    static Stream<Arguments> mistakesOfPhases() {
        return Stream.of(
                phases(
                        "begins: ready",
                        "begins: redy",
                        "8: phases[0].begins: no line is called \"redy\"; did you mean \"ready\"?"),
                phases("ends: done", "ends: ready", "8: phases[0].ends: the same as begins; name the last line"),
                phases("name: sensor", "name: mqtt", "8: phases[0].name: is the example firmware's; call it otherwise"),
                phases("name: sensor", "name: https.sensor", "8: phases[0].name: is the example firmware's; call it"),
                phases(
                        "name: sensor,",
                        "name: lamp.sensor,",
                        "9: phases[1].name: is another phase's, or within it; give"),
                phases("ends: off", "ends: ready", "9: phases[1].ends: begins or ends another phase; name a line"),
                phases("lamp.switch", "light.switch", "9: phases[1].begins: is a line of step light.switch; leave its"),
                phases("within: 30s", "within: 2000m", "8: phases[0].within: is no time that a run may take"),
                phases(", ends: off", "", "9: phases[1].ends: missing; add it"),
                phases("name: lamp", "name: Lamp", "9: phases[1].name: \"Lamp\" is not"));
    }

    private static Arguments phases(String right, String wrong, String problem) {
        assertThat(PHASES).contains(right);
        return Arguments.of(PHASES.replace(right, wrong), problem);
    }

    @Test
    void phasesOfItsOwnAreNoMistake() throws IOException {
        Read read = read(PHASES);

        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings()).isEmpty();
    }

    private static Arguments asking(String right, String wrong, String problem) {
        assertThat(ASKING).contains(right);
        return Arguments.of(ASKING.replace(right, wrong), problem);
    }

    private static Arguments requested(String request, String message) {
        String published =
                GOOD.lines().filter(it -> it.contains("published:")).findFirst().orElseThrow();
        return bad(published, "    request: {" + request + "}", message);
    }

    private static Arguments bad(String right, String wrong, String problem) {
        assertThat(GOOD).contains(right);
        return Arguments.of(GOOD.replace(right, wrong), problem);
    }

    @Test
    void aBannerThatIsTheEndIsAMistake() throws IOException {
        assertThat(read(OWN.replace("All done", "\"Node {version:word} starts\""))
                        .errors())
                .singleElement()
                .asString()
                .contains("2: end: the same as banner; give the last line");
    }

    @Test
    void aLineThatIsTheBannerIsAMistake() throws IOException {
        assertThat(read(OWN.replace("RSSI {rssi:int} dBm", "Node {version:word} starts"))
                        .errors())
                .singleElement()
                .asString()
                .contains("4: lines[0].pattern: the same as banner; leave the line away");
    }

    /** As deep as anybody can write: they are looked at without a stack that grows with them. */
    @ParameterizedTest
    @ValueSource(strings = {"/a", "/"})
    void longNamesAndPointersEndNothing(String level) throws IOException {
        String pointers = GOOD.replace("[/t]", "[\"" + level.repeat(20_000) + "\"]");
        String steps = GOOD.replace("sensor.publish", "a" + ".a".repeat(20_000));
        String hyphens = GOOD.replace("sensor.publish", "a" + "-a".repeat(20_000));

        assertThat(read(pointers).errors()).isEmpty();
        assertThat(read(steps).errors()).isEmpty();
        assertThat(read(hyphens).errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a..b", "a--b", "a.-b", ".a", "-a", "a.", "a-", "A", "a_b", "''"})
    void whatIsNoStepIsSaidToBeNone(String step) throws IOException {
        assertThat(read(GOOD.replace("sensor.publish", "\"" + step + "\"")).errors())
                .anyMatch(it -> it.key().equals("lines[0].step"));
    }

    @ParameterizedTest
    @MethodSource({"mistakes", "mistakesOfExpectations", "mistakesOfPhases"})
    void oneMessageNamesThePlaceAndWhatWouldBeRight(String text, String problem) throws IOException {
        Read read = read(text);

        assertThat(read.errors())
                .extracting(YamlError::toString)
                .singleElement()
                .satisfies(it -> assertThat(it)
                        .startsWith(directory.resolve("own.yaml") + ":")
                        .contains(problem)
                        .contains("; "));
    }

    @Test
    void whatIsRightIsNotBlamed() throws IOException {
        assertThat(read(GOOD).errors()).isEmpty();
        assertThat(read(GOOD).warnings()).isEmpty();
        assertThat(read(OWN).errors()).isEmpty();
        assertThat(read(ASKING).errors()).isEmpty();
        assertThat(read(ASKING).warnings()).isEmpty();
        Read example = Descriptions.read(Path.of("bench-profiles/firmware/example-with-sensor.yaml"));
        assertThat(example.errors()).isEmpty();
        assertThat(example.warnings()).isEmpty();
    }

    @Test
    void allMistakesAreToldAtOnceWhateverFindsThem() throws IOException {
        String text = GOOD.replace("says: ok", "says: good")
                        .replace("{rssi:int}", "{rssi:float}")
                        .replace("listen", "lissen")
                + "  - pattern: \"Free stack {a:int}{b:int}\"\n".replace("  - ", "lines2: [] # ");

        assertThat(read(text).errors())
                .extracting(YamlError::key)
                .containsExactly("lines[0].says", "lines[1].pattern", "lissen", "lines2");
    }

    /** An item with a mistake is set aside, and those behind it keep their places. */
    @Test
    void allMistakesOfExpectationsAreToldAtOnce() throws IOException {
        String text = ASKING.replace("times: 1", "times: 0")
                .replace("Sensor {what:word}", "{what}")
                .replace("answer: heap", "answer: \"{x:wort}\"");

        assertThat(read(text).errors())
                .extracting(YamlError::key)
                .containsExactly("expect[0].times", "expect[1].line", "send[0].answer");
    }

    @Test
    void anExpectedLineThatNoLineIsLikeIsAWarningWithTheNearestName() throws IOException {
        Read read = read(ASKING.replace("{line: ready, w", "{line: redy, w"));

        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings())
                .singleElement()
                .satisfies(it -> assertThat(it.toString())
                        .contains(":6: expect[0].line: no line that the firmware is known to print is like it; did you"
                                + " mean \"ready\"?"));
    }

    /** One of them the schema's, the other the grammar's; and nothing is said that only follows from what was set aside. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{pattern: \"A {b:float}\", says: good}| lines[0].pattern, lines[0].says",
                "{pattern: \"A {b:int}\", says: good, published: {topic: \"{c}\"}}| lines[0].says, lines[0].published.topic",
                "{pattern: \"A {b:int}\", stp: x, measure: {name: b, value: c}}| lines[0].stp, lines[0].measure.value",
                "{pattern: \"A {b:int}\", says: good, name: \"\", kind: mqtt}| lines[0].says, lines[0].name, lines[0].kind",
                "{pattern: 5, says: ok}| lines[0].pattern",
                "{patern: \"A\", says: ok}| lines[0].patern",
                "{pattern: A, standing: judged, published: {topic: 5}}| lines[0].published.topic",
                "{pattern: A, standing: neutral, reasn: nobody sees it}| lines[0].reasn",
                "5| lines[0]",
            })
    void twoMistakesInOneLineAreBothTold(String line, String keys) throws IOException {
        assertThat(read("banner: Starting it\nend: Ending it\nlines:\n  - " + line + "\n")
                        .errors())
                .extracting(YamlError::key)
                .containsExactlyInAnyOrder(keys.split(", "));
    }

    @Test
    void aLineThatTwoRowsFitIsAWarningThatSaysWhich() throws IOException {
        Read read = read(OWN + "  - pattern: \"RSSI {word} dBm\"\n" + "  - pattern: \"Retry {n:int}\"\n"
                + "  - pattern: \"Retry {what:word}\"\n");

        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings())
                .extracting(YamlError::toString)
                .satisfiesExactly(
                        it -> assertThat(it)
                                .contains(":5: lines[1].pattern: fits \"RSSI 7 dBm\" as does lines[0],"
                                        + " \"RSSI {rssi:int} dBm\", which takes it"),
                        it -> assertThat(it).contains(":7: lines[3].pattern: fits \"Retry 7\" as does lines[2]"));
    }

    @Test
    void aLineThatHidesOneOfTheExampleIsAWarning() throws IOException {
        Read read = read("extends: nuvoton-aws-iot\nlines:\n  - pattern: \"MQTT publishes message to {what} OK\"\n"
                + "  - pattern: \"MQTT disconnects {how:word}\"\n");

        assertThat(read.errors()).isEmpty();
        assertThat(read.warnings())
                .extracting(YamlError::toString)
                .anySatisfy(it -> assertThat(it)
                        .contains("lines[0].pattern: hides a line of nuvoton-aws-iot,"
                                + " \"MQTT publishes message to {topic} OK\""));
    }

    @Test
    void fileThatIsNoDescriptionIsOneError() throws IOException {
        assertThat(read("- a\n- b\n").errors()).isNotEmpty();
        assertThat(Descriptions.read(directory.resolve("none.yaml")).errors())
                .singleElement()
                .satisfies(it -> assertThat(it.toString()).contains("no such file"));
    }

    private Read read(String text) throws IOException {
        Path file = directory.resolve("own.yaml");
        Files.write(file, List.of(text.split("\n")), StandardCharsets.UTF_8);
        return Descriptions.read(file);
    }
}
