package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.claim.Ask;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.model.Outcome;
import org.numakerbench.text.JsonText;

/** Lines that a server of the user's own can tell of. */
class OwnRequestJudgeTest {
    private static final String URL = "http://backend/readings/D001?unit=C";
    private static final String STEP = "sensor.publish";

    private String capture;
    private long number;

    @BeforeEach
    void read() throws Exception {
        capture = Files.readString(
                Path.of("bench-profiles/firmware/example-with-sensor.raw"),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static FirmwareDescription asking(String get, @Nullable String pointer, String value, double tolerance) {
        Line line = new Line(
                null,
                "Sensor publishes {celsius:number} C to Nuvoton/Mbed/{board:word}/sensor OK",
                null,
                null,
                STEP,
                Says.OK,
                false,
                null,
                null,
                null,
                null,
                null,
                new Request(get, pointer, JsonText.MAPPER.readTree(value), tolerance));
        return new FirmwareDescription(
                "sensor.yaml", FirmwareDescription.EXAMPLE, null, null, List.of(line), List.of());
    }

    private static FirmwareDescription asking() {
        return asking("http://backend/readings/{board}?unit=C", "/last/celsius", "\"{celsius}\"", 0.05);
    }

    private Fact[] answered(int status, String body) {
        return new Fact[] {new Fact.HttpAsked(++number, URL), new Fact.HttpAnswered(number, status, Bytes.utf8(body))};
    }

    private Fact[] shows(String celsius) {
        return answered(200, "{\"last\": {\"celsius\": " + celsius + "}}");
    }

    private RunLog log() {
        return RunLog.own(asking(), capture);
    }

    @Test
    void whatTheServerShowsConfirmsALineByValue() {
        Judgement judgement = log().after(line("Sensor publishes 23.5"), shows("23.52"))
                .after(line("Sensor publishes 23.6"), shows("2.36e1"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say(STEP, "publishes 23.5", CONFIRMED, "GET " + URL + " shows it")
                .say(STEP, "publishes 23.6", CONFIRMED, "GET " + URL + " shows it");
    }

    @Test
    void aServerThatLearnsOfItLateConfirmsItAllTheSame() {
        Judgement judgement = log().after(line("Sensor publishes 23.5"), answered(404, ""))
                .after(line("Sensor publishes 23.5"), shows("20"))
                .after(line("Sensor publishes 23.5"), shows("23.5"))
                .after(line("Sensor publishes 23.6"), shows("23.6"))
                .judge();

        Findings.in(judgement).have(Outcome.PASS).say(STEP, "publishes 23.5", CONFIRMED, "shows it");
    }

    @Test
    void aServerThatShowsSomethingElseRefutesItOnItsStep() {
        Judgement judgement = log().after(line("Sensor publishes 23.5"), shows("23.5"))
                .after(line("Sensor publishes 23.6"), shows("23.5"))
                .after(line("Sensor publishes 23.6"), shows("23.5"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.MISMATCH)
                .say(
                        STEP,
                        "publishes 23.6",
                        REFUTED,
                        "asked 2 times, does not show it: at /last/celsius, it is 23.5, not 23.6");
    }

    /** Asked before the line: what was so then says nothing. */
    @Test
    void whatWasAskedAheadOfTheLineIsNoEvidence() {
        Judgement judgement = log().before(line("Sensor publishes 23.5"), shows("23.5"))
                .after(line("Sensor publishes 23.6"), shows("23.6"))
                .judge();

        Findings.in(judgement).say(STEP, "publishes 23.5", UNSEEN, "the device said the next of it before");
    }

    @Test
    void whatNobodyAskedIsNotHeldAgainstTheDevice() {
        Judgement judgement =
                log().after(line("Sensor publishes 23.5"), shows("23.5")).judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say(STEP, "publishes 23.6", UNCHECKABLE, "the bench did not ask " + URL);
    }

    /** The server shows the next already, whose line came behind the answer, or ahead of it. */
    @ParameterizedTest
    @ValueSource(strings = {"Sensor publishes 23.5", "Sensor publishes 23.6"})
    void whatALaterLineChangedRefutesNothing(String behind) {
        Judgement judgement = log().after(line(behind), shows("23.6"))
                .after(line("Sensor publishes 23.6"), shows("23.6"))
                .judge();

        Findings.in(judgement)
                .say(STEP, "publishes 23.5", UNSEEN, "the device said the next of it before")
                .say(STEP, "publishes 23.6", CONFIRMED, "shows it");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 410, 500, 503})
    void anAnswerThatIsNoneRefutesNothing(int status) {
        Judgement judgement = log().after(line("Sensor publishes 23.5"), shows("23.5"))
                .after(line("Sensor publishes 23.6"), answered(status, "{\"last\": {\"celsius\": 1}}"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.PASS)
                .say(STEP, "publishes 23.6", UNCHECKABLE, "answers " + status + ", which says nothing of it");
    }

    @Test
    void aServerThatIsAwayLeavesItUnseen() {
        Judgement judgement = log().after(line("Sensor publishes 23.5"), shows("23.5"))
                .after(
                        line("Sensor publishes 23.6"),
                        new Fact.HttpAsked(77, URL),
                        new Fact.HttpFailed(77, "connection refused"))
                .judge();

        Findings.in(judgement)
                .have(Outcome.INCONCLUSIVE)
                .say(STEP, "publishes 23.6", UNSEEN, "GET " + URL + ": connection refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # pointer | value              | answer                         | what differs
                      | '{"c":"{celsius}"}'| '{"c": 23.6}'                  |
                      | '{"c":"{celsius}"}'| '{"c": 1}'                     | /c is 1, not 23.6
                      | '"{celsius}"'      | 23.6                           |
                      | '"{celsius} C"'    | 23.6 C                         |
                      | '"{celsius} C"'    | 23.7 C                         | it is "23.7 C", not "23.6 C"
            /c        | true               | '{"c": true}'                  |
            /c        | true               | <html>                         | the answer is no JSON
            /c        | true               | '{}'                           | at /c, it is missing, not true
            /0/c      | '"{board}"'        | '[{"c": "D001"}]'              |
            /a~1b     | 1                  | '{"a/b": 1.0}'                 |
            """)
    void valuesAreComparedByWhatTheyAre(
            @Nullable String pointer, String value, String answer, @Nullable String difference) {
        Judgement judgement = RunLog.own(asking(URL, pointer, value, 0), capture)
                .after(line("Sensor publishes 23.6"), answered(200, answer))
                .judge();

        Findings.in(judgement)
                .say(
                        STEP,
                        "publishes 23.6",
                        difference == null ? CONFIRMED : REFUTED,
                        difference == null ? "shows it" : difference);
    }

    /** What the device says stays in its place of the URL; the bench goes nowhere else for it. */
    @ParameterizedTest
    @CsvSource({
        "D001, http://backend/readings/D001",
        "a/b?c#d, http://backend/readings/a%2Fb%3Fc%23d",
        "ä%2f, http://backend/readings/%C3%A4%252f",
        "@evil:80, http://backend/readings/%40evil%3A80",
        "..,",
        ".,"
    })
    void textOfTheDeviceStaysInItsSegment(String board, @Nullable String url) {
        String other = capture.replace("Nuvoton/Mbed/D001/sensor", "Nuvoton/Mbed/" + utf8(board) + "/sensor");
        FirmwareDescription firmware = asking("http://backend/readings/{board}", null, "1", 0);
        List<Ask> asks = new ArrayList<>();
        Judge judge = new Judge();
        RunLog.own(firmware, other).entries().forEach(entry -> {
            judge.accept(entry);
            asks.addAll(judge.asks());
        });

        assertThat(asks.stream().map(Ask::url).distinct()).isEqualTo(url == null ? List.of() : List.of(url));
        if (url == null) {
            Findings.in(judge.judgement()).say(STEP, "publishes 23.5", UNCHECKABLE, "makes no URL of");
        }
    }

    private static String utf8(String text) {
        return Bytes.utf8(text).latin1();
    }
}
