package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** Lines that are missing, twice or elsewhere: what a run says of them, and whom it blames. */
class LineOrderJudgeTest {
    private static Judgement judged(RunLog log) {
        return log.judge();
    }

    private static RunLog lacking(String line) {
        return RunLog.clean().without(fact -> isLine(fact, line));
    }

    private static boolean isLine(Fact fact, String text) {
        return fact instanceof Fact.UartReceived it && it.bytes().latin1().contains(text);
    }

    /** A result that never came leaves its claim open; nobody is accused. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Certificate verification passed; mqtt.tls",
                "MQTT subscribes to Nuvoton/Mbed/+ OK; mqtt.user.subscribe",
                "Subscribes/publishes GetThingShadow topic OK; mqtt.shadow-get",
                "Max heap size; heap"
            })
    void aResultThatIsMissingIsUnseen(String line, String step) {
        Judgement judgement = judged(lacking(line));

        assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judgement.findings())
                .filteredOn(it -> it.verdict() == Verdict.UNSEEN && it.claim() == null)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.step()).isEqualTo(step);
                    assertThat(it.reason())
                            .startsWith("the device never said it: ")
                            .contains("is missing behind line");
                });
        assertThat(judgement.wire().missing()).isEqualTo(1);
    }

    /** The results tell enough of the other lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Starting the TLS handshake...",
                "Subscribing/publishing UpdateThingShadow topic",
                "[EasyConnect] IPv4 mode"
            })
    void anotherLineThatIsMissingIsANote(String line) {
        Judgement judgement = judged(lacking(line));

        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judgement.notes())
                .anyMatch(note -> note.startsWith("\"" + line.substring(0, 10)) && note.contains("missing"));
    }

    @Test
    void aLineThatIsPrintedTwiceIsANote() {
        Judgement judgement = judged(RunLog.clean()
                .uartReplacing("Starting the TLS handshake...\r\n", "Starting the TLS handshake...\r\n".repeat(2)));

        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judgement.notes()).anyMatch(note -> note.contains("\"Starting the TLS handshake...\" twice"));
    }

    @Test
    void aLineOfNobodyIsCounted() {
        Judgement judgement = judged(RunLog.clean()
                .uartReplacing("Using Mbed OS 5.7.1\r\n", "Using Mbed OS 5.7.1\r\nLED is on\r\nLED is off\r\n"));

        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judgement.notes()).anyMatch(note -> note.startsWith("2 lines are none of the firmware's"));
        assertThat(judgement.wire().notUnderstood()).isEqualTo(2);
    }

    /** Each line of the wire is an entry of its own. */
    @Test
    void noLostLineAccusesTheDevice() {
        List<String> lines = new ArrayList<>();
        RunLog.clean().uart(line -> {
            lines.add(line);
            return line;
        });
        List<String> blamed = new ArrayList<>();
        for (int lost = lines.indexOf("Using Mbed OS 5.7.1\r\n"); lost < lines.size(); lost++) {
            int[] left = {lost};
            Judgement judgement = judged(RunLog.clean().uart(line -> left[0]-- == 0 ? "" : line));
            if (judgement.outcome() == Outcome.MISMATCH || judgement.outcome() == Outcome.DEVICE_FAIL) {
                blamed.add(lines.get(lost).strip() + ": " + judgement.reason());
            }
        }
        assertThat(lines).hasSizeGreaterThan(80);
        assertThat(blamed).isEmpty();
    }

    /** A lie in a text that is whole is a lie. */
    @Test
    void whatIsInOrderIsHeldToItsWords() {
        Judgement judgement = judged(RunLog.clean().uartReplacing("\"attribute1\": 3", "\"attribute1\": 4"));

        assertThat(judgement.outcome()).isEqualTo(Outcome.MISMATCH);
    }

    @Test
    void everyLineOfACleanRunIsAccountedFor() {
        Judgement.Wire wire = judged(RunLog.clean()).wire();

        assertThat(wire.judged() + wire.consistent() + wire.neutral() + wire.notUnderstood())
                .isEqualTo(wire.lines());
        assertThat(wire.notUnderstood() + wire.missing()).isZero();
        assertThat(wire.words())
                .isEqualTo(wire.judged() + " of " + wire.lines() + " lines judged, " + wire.consistent()
                        + " consistent, " + wire.neutral() + " neutral, 0 not understood, 0 missing");
    }
}
