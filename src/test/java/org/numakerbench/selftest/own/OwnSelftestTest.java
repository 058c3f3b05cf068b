package org.numakerbench.selftest.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.crosscheck.RunLog;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.Outcome;
import org.numakerbench.selftest.own.OwnSelftest.Outcomes;
import org.numakerbench.selftest.own.OwnSelftest.Result;
import org.numakerbench.text.JsonText;

/** Which lies of a description's lines are caught, and which are said to be out of sight. */
class OwnSelftestTest {
    private static final String FRAME = "banner: Node starts\nend: Node ends\n";

    @TempDir
    Path directory;

    private Outcomes tested(String lines) throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), FRAME + lines);
        return OwnSelftest.scratch(Descriptions.read(file).usable().description(), 1)
                .run(20);
    }

    private static List<Result> covered(Outcomes outcomes) {
        return outcomes.lies().stream().filter(it -> it.uncovered() == null).toList();
    }

    private static List<String> uncovered(Outcomes outcomes) {
        return outcomes.lies().stream()
                .filter(it -> it.uncovered() != null)
                .map(it -> it.line() + ": " + it.planted() + ": " + it.uncovered())
                .toList();
    }

    /** A server that is asked tells of the value, but neither how often nor of what it was not asked. */
    @Test
    void liesAboutWhatAServerHasAreCaught() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - name: stored
                    pattern: "Stored {celsius:number} C of {board:word} OK"
                    step: sensor.store
                    says: ok
                    request: {get: "http://backend/{board}", pointer: /last/celsius, value: "{celsius}", tolerance: 3}
                """);

        assertThat(outcomes.falseAlarms()).isEmpty();
        assertThat(covered(outcomes)).hasSize(2).allMatch(Result::caught);
        assertThat(uncovered(outcomes))
                .containsExactlyInAnyOrder(
                        "stored: {board} is another: the server that is asked may not know of another {board}",
                        "stored: said twice, sent once: a server that is asked shows what is so, not how often",
                        "stored: sent, and the line not printed: no line has to come; name it under expect:");
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("bench-profiles/firmware"))) {
            return files.filter(it ->
                            it.toString().endsWith(".yaml") && !it.toString().endsWith(".lines.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyLieWithEvidenceInAWorkedExampleIsCaught(Path file) {
        FirmwareDescription description = Descriptions.read(file).usable().description();
        OwnSelftest selftest = description.extendsExample()
                ? OwnSelftest.beside(description, RunLog.clean().entries(), 1)
                : OwnSelftest.scratch(description, 1);

        Outcomes outcomes = selftest.run(20);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(covered(outcomes)).hasSizeGreaterThan(5);
        assertThat(outcomes.untried()).isEmpty();
    }

    /** In a fast run the cloud's event of the session may come behind all that the board prints of it. */
    @Test
    void aSessionOfWhichTheCloudToldLateExcusesNoLieAndRaisesNoAlarm() {
        FirmwareDescription description = Descriptions.read(Path.of("bench-profiles/firmware/example-with-sensor.yaml"))
                .usable()
                .description();
        List<EvidenceEntry> late = new ArrayList<>(RunLog.clean().entries());
        EvidenceEntry session = late.stream()
                .filter(it -> it.fact() instanceof Fact.MqttReceived event
                        && event.topic().startsWith("$aws/events/presence/connected/"))
                .findFirst()
                .orElseThrow();
        late.remove(session);
        EvidenceEntry behind = late.stream()
                .filter(it -> it.fact() instanceof Fact.UartReceived uart
                        && uart.bytes().latin1().contains("MQTT subscribes to"))
                .findFirst()
                .orElseThrow();
        late.add(late.indexOf(behind) + 1, session);

        Outcomes outcomes = OwnSelftest.beside(description, late, 1).run(20);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
    }

    @Test
    void ofAMessageEveryPartThatIsComparedIsCoveredAndNothingElse() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - name: sent
                    pattern: "sent {celsius:number} as {id:int} of {spare:word}"
                    step: sensor.publish
                    says: ok
                    published:
                      topic: "lab/{id}"
                      json: {celsius: "{celsius}", spare: "{spare}"}
                      tolerance: {/celsius: 0.5}
                      ignore: [/spare]
                """);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(covered(outcomes))
                .extracting(Result::planted)
                .containsExactly(
                        "the message was not sent",
                        "it was sent on another topic",
                        "another payload was sent",
                        "{celsius} is another",
                        "{id} is another",
                        "said twice, sent once");
        assertThat(covered(outcomes)).allSatisfy(it -> {
            assertThat(it.found()).isEqualTo("sensor.publish REFUTED");
            assertThat(it.outcome()).isEqualTo(Outcome.MISMATCH);
        });
        assertThat(uncovered(outcomes))
                .containsExactly(
                        "sent: {spare} is another: {spare} stands in nothing that is compared",
                        "sent: sent, and the line not printed: no line has to come; name it under expect:",
                        "sent: {/spare} of the payload is another: its description ignores it");
    }

    /** Beforehand it is said what to add; with that added the same lies are caught. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'listen: []'|0", "'listen: [lab/+]'|5", "'listen: [lab/#, other/a]'|5"})
    void whatTheWitnessDoesNotListenToIsNotCovered(String listen, int caught) throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: sent, pattern: "sent to {topic:word}", step: a.b, says: ok, published: {topic: "{topic}", text: hello}}
                """ + listen + "\n");

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(covered(outcomes)).hasSize(caught);
        assertThat(uncovered(outcomes)).hasSize(6 - caught);
        if (caught == 0) {
            assertThat(uncovered(outcomes))
                    .contains("sent: the message was not sent: nobody listens to its topic; add listen: [TOPIC]");
        }
    }

    @Test
    void ofALineWithoutAMessageEveryLieIsSaidToBeOutOfSight() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: calibrated, pattern: "calibrated to {offset:int} OK", step: sensor.start, says: ok}
                  - {name: seen, pattern: "sensor {name:word}", standing: neutral, reason: nobody sees it}
                  - {name: broken, pattern: "calibration failed: {code:int}", step: sensor.start, says: failed}
                """);

        String add =
                "its description names no evidence; add published: or received: with the topic, or request: with a URL";
        assertThat(uncovered(outcomes))
                .containsExactly(
                        "calibrated: it did not happen: " + add,
                        "calibrated: {offset} is another: " + add,
                        "seen: it did not happen: nobody sees it",
                        "seen: {name} is another: nobody sees it",
                        "broken: success said instead of failure: no line of its step that says success names evidence");
        assertThat(covered(outcomes)).extracting(Result::planted).containsExactly("a failure reported");
        assertThat(outcomes.lies()).allMatch(it -> it.uncovered() == null || !it.caught());
    }

    @Test
    void aFigureBeyondItsLimitIsCaught() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - pattern: "RSSI {rssi:int} dBm"
                    step: node.state
                    reason: nobody else hears it
                    measure: {name: rssi, value: rssi, unit: dBm, limits: {min: -80, max: -10}}
                  - {pattern: sent, step: a.b, says: ok, published: {topic: lab/a}}
                """);

        assertThat(covered(outcomes)).first().satisfies(it -> {
            assertThat(it.caught()).isTrue();
            assertThat(it.found()).isEqualTo("out-of-limits");
            assertThat(it.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        });
        assertThat(outcomes.falseAlarms()).isEmpty();
    }

    @Test
    void whateverIsExpectedIsBrokenOnceAndCaughtOnItsStep() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: sent, pattern: sent, step: a.b, says: ok, published: {topic: lab/a}}
                  - {name: answered, pattern: "answered {to:word}", step: a.c, reason: nobody sees it}
                  - {name: asked, pattern: "ready?", step: a.d, reason: it asks}
                expect:
                  - {line: answered, times: 3, after: asked}
                  - {line: sent, within: 5s, step: own.step}
                  - {line: "late {:int}", order: any, max: 2, min: 0}
                failOn: [panic]
                send:
                  - {after: asked, text: h, answer: answered}
                """);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(outcomes.untried()).isEmpty();
        assertThat(covered(outcomes))
                .filteredOn(it -> it.outcome() == Outcome.DEVICE_FAIL)
                .extracting(Result::line, Result::planted, Result::step, Result::found)
                .containsExactly(
                        tuple("expect answered", "it comes once too few", "a.c", "a.c REFUTED"),
                        tuple("expect answered", "it comes once too often", "a.c", "a.c REFUTED"),
                        tuple("expect answered", "it comes ahead of what it comes behind", "a.c", "a.c REFUTED"),
                        tuple("expect sent", "it does not come", "own.step", "own.step REFUTED"),
                        tuple("expect sent", "it comes ahead of what it comes behind", "own.step", "own.step REFUTED"),
                        tuple("expect sent", "it comes too late", "own.step", "own.step REFUTED"),
                        tuple("expect late {:int}", "it comes once too often", "expect", "expect REFUTED"),
                        tuple("answer answered", "it does not come", "a.c", "a.c REFUTED"),
                        tuple("answer answered", "it comes ahead of what it comes behind", "a.c", "a.c REFUTED"),
                        tuple("answer answered", "it comes too late", "a.c", "a.c REFUTED"),
                        tuple("failOn panic", "it comes all the same", "a.d", "a.d REFUTED"));
        assertThat(uncovered(outcomes))
                .filteredOn(it -> it.startsWith("expect"))
                .containsExactly(
                        "expect answered: it comes too late: it may take its time; add within:",
                        "expect sent: it comes once too often: it may come as often as it likes; add times: or max:",
                        "expect late {:int}: it does not come: it need not come; give min: 1",
                        "expect late {:int}: it comes ahead of what it comes behind: it need not come; give min: 1",
                        "expect late {:int}: it comes too late: it may take its time; add within:");
    }

    /** A line that has to come twice, with another between. */
    @Test
    void theOrderOfTheExpectedLinesIsNotThatOfTheDescription() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: open, pattern: "door opens", step: door.open, reason: nobody sees it}
                  - {name: shut, pattern: "door shuts", step: door.shut, reason: nobody sees it}
                expect:
                  - {line: shut}
                  - {line: open}
                  - {line: shut, within: 50ms}
                """);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(outcomes.conclusive()).isTrue();
        assertThat(covered(outcomes))
                .extracting(Result::line, Result::planted)
                .containsExactly(
                        tuple("expect shut", "it does not come"),
                        tuple("expect open", "it does not come"),
                        tuple("expect open", "it comes ahead of what it comes behind"),
                        tuple("expect shut", "it does not come"),
                        tuple("expect shut", "it comes ahead of what it comes behind"),
                        tuple("expect shut", "it comes too late"));
    }

    /** Of what is tried the honest run keeps everything. */
    @Test
    void whatNoHonestRunKeepsIsSaidNotToBeTried() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: sent, pattern: "sent it", step: a, published: {topic: lab/a}}
                  - {name: odd, regex: "odd [0-9]+", reason: it is odd}
                  - {name: broken, pattern: "broken: {code:int}", step: a, says: failed}
                expect: [{line: odd}, {line: broken}, {line: end, within: 5s}]
                failOn: [sent]
                send: [{after: odd, text: "h"}]
                listen: [lab/a]
                """);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(outcomes.untried())
                .containsExactly(
                        "expect odd: a regular expression cannot be printed",
                        "expect broken: it is a failure, which no good run prints",
                        "failOn sent: it stands in what a good run prints",
                        "send after odd: a regular expression cannot be printed",
                        "expect end: banner, end and the example firmware's lines are not tampered with",
                        "odd: a regular expression cannot be printed");
        assertThat(covered(outcomes))
                .filteredOn(it -> it.outcome() == Outcome.DEVICE_FAIL)
                .extracting(Result::line, Result::planted)
                .contains(tuple("expect end", "it comes too late"));
    }

    @Test
    void beginAndEndOfAPhaseAreExpected() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: on, pattern: "Lamp on"}
                  - {name: sent, pattern: sent, step: lamp.report, says: ok, published: {topic: lab/a}}
                  - {name: off, pattern: "Lamp off", says: ok}
                phases:
                  - {name: lamp, begins: on, ends: off, within: 20s}
                """);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(covered(outcomes))
                .filteredOn(it -> it.outcome() == Outcome.DEVICE_FAIL)
                .extracting(Result::line, Result::planted, Result::found)
                .containsExactly(
                        tuple("phase lamp: on", "it does not come", "lamp REFUTED"),
                        tuple("phase lamp: off", "it does not come", "lamp REFUTED"),
                        tuple("phase lamp: off", "it comes ahead of what it comes behind", "lamp REFUTED"),
                        tuple("phase lamp: off", "it comes too late", "lamp REFUTED"));
        assertThat(uncovered(outcomes)).noneMatch(it -> it.startsWith("phase"));
    }

    /** What the example firmware prints stands where it stands. */
    @Test
    void besideTheExampleFirmwareExpectationsAreBroken() throws IOException {
        Path file = Files.writeString(directory.resolve("beside.yaml"), """
                extends: nuvoton-aws-iot
                lines:
                  - {name: ready, pattern: "Sensor ready", step: sensor.start, reason: nobody sees it}
                  - {name: done, pattern: "Sensor done", step: sensor.start, reason: nobody sees it}
                expect:
                  - {line: "MQTT connects OK"}
                  - {line: ready, times: 1}
                  - {line: done, within: 3s}
                  - {line: "MQTT disconnects OK"}
                  - {line: "counted {:int}", order: any, after: ready, times: 2}
                failOn: [ASSERT]
                """);

        Outcomes outcomes = OwnSelftest.beside(
                        Descriptions.read(file).usable().description(),
                        RunLog.clean().entries(),
                        1)
                .run(20);

        assertThat(outcomes.isGood()).as(OwnTable.markdown(outcomes)).isTrue();
        assertThat(covered(outcomes))
                .extracting(Result::line, Result::planted)
                .containsExactly(
                        tuple("expect ready", "it does not come"),
                        tuple("expect ready", "it comes once too often"),
                        tuple("expect done", "it does not come"),
                        tuple("expect done", "it comes ahead of what it comes behind"),
                        tuple("expect done", "it comes too late"),
                        tuple("expect counted {:int}", "it comes once too few"),
                        tuple("expect counted {:int}", "it comes once too often"),
                        tuple("expect counted {:int}", "it comes ahead of what it comes behind"),
                        tuple("failOn ASSERT", "it comes all the same"));
        assertThat(outcomes.untried())
                .extracting(it -> it.substring(0, it.indexOf(':')))
                .containsExactly(
                        "expect MQTT connects OK",
                        "expect ready, ahead of MQTT connects OK",
                        "expect MQTT disconnects OK");
    }

    /** That is nobody's false alarm, and said. */
    @Test
    void withoutAnyEvidenceNoRunCanPass() throws IOException {
        Outcomes outcomes = tested("lines:\n  - {name: done, pattern: calibration OK, step: a.b, says: ok}\n");

        assertThat(outcomes.conclusive()).isFalse();
        assertThat(outcomes.isGood()).isTrue();
        assertThat(OwnTable.markdown(outcomes))
                .contains("no run can pass: no line has evidence in the cloud", "false alarms: 0 of 20 clean runs");
        assertThat(tested("lines:\n  - {pattern: sent, step: a.b, says: ok, published: {topic: a/b}}\n")
                        .conclusive())
                .isTrue();
    }

    /** Two lines that one message confirms: the one that lies gets away, and the honest one is blamed. */
    @Test
    void aLieThatAnotherLinesMessageHidesIsMissed() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: first, pattern: first sent, step: a.first, says: ok, published: {topic: lab/a}}
                  - {name: second, pattern: second sent, step: a.second, says: ok, published: {topic: lab/a}}
                """);

        assertThat(outcomes.isGood()).isFalse();
        assertThat(outcomes.falseAlarms()).isEmpty();
        assertThat(outcomes.lies())
                .filteredOn(Result::isMissed)
                .extracting(Result::line, Result::found)
                .contains(tuple("first", "a.second REFUTED"));
        assertThat(OwnTable.markdown(outcomes)).contains("| NO |");
    }

    @Test
    void aRegularExpressionIsSaidNotToBeTried() throws IOException {
        Outcomes outcomes = tested("""
                lines:
                  - {name: odd, regex: "odd (?P<number>[0-9]+)", published: {topic: lab/a}}
                """);

        assertThat(outcomes.untried()).containsExactly("odd: a regular expression cannot be printed");
    }

    @Test
    void aFalseAlarmIsNotGood() {
        assertThat(new Outcomes(List.of(), 1, List.of("MISMATCH: ..."), true, List.of()).isGood())
                .isFalse();
    }

    @Test
    void theTableIsJsonToo() throws IOException {
        Outcomes outcomes = tested("lines:\n  - {name: sent, pattern: sent, step: a, published: {topic: lab/a}}\n");

        var json = JsonText.MAPPER.readTree(OwnTable.json(outcomes));

        assertThat(json.get("good").booleanValue()).isTrue();
        assertThat(json.get("lies").get(0).get("found").stringValue()).isEqualTo("a REFUTED");
        assertThat(json.get("cleanRuns").intValue()).isEqualTo(20);
    }
}
