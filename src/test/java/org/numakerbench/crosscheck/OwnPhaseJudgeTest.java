package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Outcome;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.UartParser;

/** Phases of a user's own: their first and last lines, what stands between, and how long they took. */
class OwnPhaseJudgeTest {
    private static final String WIRE = """
            Node 1.2 starts\r
            Modem begins\r
            something odd\r
            Sent 5\r
            Modem ends\r
            another odd line\r
            Lamp on\r
            Lamp off\r
            All done\r
            """;

    private static final Message FIVE = new Message("lab/a", "{n}", null, Map.of(), List.of());

    private static Line row(String name, String pattern, String step, Says says, Message published) {
        return new Line(name, pattern, null, null, step, says, false, null, null, published, null, null);
    }

    private static FirmwareDescription node(Duration within) {
        return new FirmwareDescription(
                "node.yaml",
                null,
                "Node {version:word} starts",
                "All done",
                List.of(
                        row("begins", "Modem begins", null, null, null),
                        row("sent", "Sent {n:int}", "modem.send", Says.OK, FIVE),
                        row("failed", "Modem failed", null, Says.FAILED, null),
                        row("ends", "Modem ends", null, Says.OK, null),
                        row("on", "Lamp on", null, null, null),
                        row("off", "Lamp off", null, Says.OK, null)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new OwnPhase("modem", "begins", "ends", within), new OwnPhase("lamp", "on", "off", null)));
    }

    private static RunLog log() {
        return RunLog.own(node(Duration.ofSeconds(30)), WIRE)
                .before(
                        fact -> fact instanceof Fact.CanarySent,
                        new Fact.WitnessSubscribed("lab/a", Fact.Purpose.OWN_TOPIC, true));
    }

    private static RunLog sent() {
        return log().after(
                        RunLog.line("Modem begins"), new Fact.MqttReceived("lab/a", Bytes.utf8("5"), 1, false, false));
    }

    @Test
    void linesBetweenItsFirstAndItsLastBelongToIt() {
        List<Claim> claims = UartParser.parse(WIRE.getBytes(java.nio.charset.StandardCharsets.UTF_8), node(null));

        assertThat(claims)
                .extracting(Claim::stepName)
                .containsExactly("boot", "modem", "modem", "modem.send", "modem", "boot", "lamp", "lamp", "boot");
    }

    @Test
    void itsLastLineIsAsTrueAsWhatWasClaimedInIt() {
        Findings.in(sent().judge())
                .have(Outcome.PASS)
                .say("modem.send", "Sent 5", CONFIRMED, "the witness received it")
                .say("modem", "Modem ends", CONFIRMED, "what it claimed since \"begins\" holds: 1 of 1")
                .say("lamp", "Lamp off", UNCHECKABLE, "nothing that the phase claimed can be checked")
                .say("modem", "Modem begins", CONFIRMED, "it came behind \"Node 1.2 starts\"");

        Findings.in(log().judge())
                .have(Outcome.MISMATCH)
                .say("modem.send", "Sent 5", REFUTED, "")
                .say("modem", "Modem ends", REFUTED, "a step of the phase went wrong: Sent 5 (line 4)")
                .say("lamp", "Lamp off", UNCHECKABLE, "nothing");
    }

    @Test
    void aFailureWithinItMakesItsSuccessALie() {
        Judgement judgement =
                sent().uartReplacing("something odd", "Modem failed").judge();

        Findings.in(judgement).say("modem", "Modem ends", REFUTED, "a step of the phase went wrong: Modem failed");
    }

    @Test
    void aPhaseThatNeverBeganIsTheDevices() {
        Judgement judgement = sent().uartReplacing("Lamp on\r\n", "").judge();

        Findings.in(judgement)
                .have(Outcome.DEVICE_FAIL)
                .sayUnsaid("lamp", REFUTED, "\"on\": it never came")
                .sayUnsaid("lamp", UNCHECKABLE, "\"off\" was never due: \"on\" never came");
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.NOT_AS_EXPECTED);
    }

    @Test
    void aPhaseThatNeverEndedIsTheDevices() {
        Findings.in(sent().uartReplacing("Lamp off\r\n", "").judge())
                .have(Outcome.DEVICE_FAIL)
                .sayUnsaid("lamp", REFUTED, "\"off\": it never came behind \"Lamp on\"");
    }

    /** One phase behind the other. */
    @Test
    void aPhaseThatBeginsAheadOfTheOneBeforeItIsEarly() {
        Findings.in(sent().uartReplacing("Lamp on\r\n", "")
                        .uartReplacing("Modem begins\r\n", "Lamp on\r\nModem begins\r\n")
                        .judge())
                .have(Outcome.DEVICE_FAIL)
                .say("lamp", "Lamp on", REFUTED, "it came at line 2, ahead of \"Modem ends\"");
    }

    /** As in the tests over MQTT and HTTPS the step is where it was. */
    @Test
    void aDeviceThatFallsSilentInItHangsThere() {
        Judgement judgement = sent().silentAfter("Lamp on").judge();

        assertThat(judgement.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.HANG);
        Findings.in(judgement).sayUnsaid("lamp", UNSEEN, "Lamp on");
    }

    @Test
    void itsTimeIsMeasured() {
        Judgement judgement = sent().judge();

        assertThat(judgement.measurements())
                .extracting(Measurement::name)
                .contains("time.phase.modem", "time.phase.lamp", "time.step.modem");
        Measurement modem = judgement.measurements().stream()
                .filter(it -> it.name().equals("time.phase.modem"))
                .findFirst()
                .orElseThrow();
        assertThat(modem.step()).isEqualTo("modem");
        assertThat(modem.unit()).isEqualTo("ms");
    }
}
