package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCLAIMED;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** Failures that are nobody's but the bench's and its wires'. */
class BenchFailuresJudgeTest {
    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    @Nested
    class ABenchThatFails {
        @Test
        void isNeverTheDevicesFault() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.BenchFailed(Stage.SERIAL, null, "/dev/x went away", "check the cable"))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.stage()).isEqualTo(Stage.SERIAL);
            assertThat(judgement.owner()).isEqualTo(Owner.BENCH);
            assertThat(judgement.reason()).isEqualTo("/dev/x went away; check the cable");
        }

        @Test
        void toResetSaysThatTheLineWasSilent() {
            Judgement judgement = clean().uart(text -> "")
                    .before(Fact.CaptureEnded.class::isInstance, new Fact.LimitExpired(Limit.FIRST_BYTE, 5000))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.stage()).isEqualTo(Stage.RESET);
            assertThat(judgement.reason()).contains("not one byte came after it");
        }

        @Test
        void toReadAtTheRightSpeedIsNamed() {
            String garbage = "\u0000\u00fe\u0080x\u00f8\u0000~\u00e6";
            Judgement judgement = clean().uart(text -> garbage.repeat(3)).judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.stage()).isEqualTo(Stage.SERIAL);
            assertThat(judgement.reason()).contains("check the baud rate");
        }

        @Test
        void toResetSaysThatTheOldProgramWentOn() {
            Judgement judgement = clean().uart(
                            text -> text.startsWith("\r\n") || text.contains("Starting AWS") ? "" : text)
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.reason()).contains("no boot banner");
        }

        @Test
        void byFlashingAnotherImageIsAWrongImage() {
            Judgement judgement = clean().uartReplacing("Using Mbed OS 5.7.1", "Using Mbed OS 5.9.5")
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.BENCH_FAULT)
                    .say("boot", "Using Mbed OS 5.9.5", REFUTED, "wrong image: the manifest of seed says 5.7.1");
            assertThat(judgement.stage()).isEqualTo(Stage.FLASH);
        }
    }

    @Nested
    class APortThatGoesAway {
        /** Behind the boot banner: before it there is nothing to judge. */
        private static final int BOOTED = 200;

        private final Fact[] awayAndBack = {
            new Fact.PortGone("read failed"), new Fact.PortReopened("/dev/x", "/dev/ttyACM1", 9600)
        };

        @Test
        void andLosesNothingIsNoted() {
            Judgement judgement = clean().after(line("UpdateThingShadow topic OK"), awayAndBack)
                    .judge();

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).anyMatch(note -> note.contains("the serial port went away in mid-run"));
        }

        @Test
        void andLosesLinesLeavesThemUnseen() {
            Judgement judgement = clean().after(line("UpdateThingShadow topic OK"), awayAndBack)
                    .uart(text -> text.contains("GetThingShadow") || text.contains("shadow/get") ? "" : text)
                    .judge();

            Findings.in(judgement).have(Outcome.INCONCLUSIVE);
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == REFUTED);
        }

        /** Wherever it happens and whatever is lost: halves of two lines may make one that nobody said. */
        @ParameterizedTest
        @ValueSource(ints = {1, 7, 40, 160, 600})
        void blamesNobodyForWhatTheHalvesOfLinesSay(int lost) {
            for (Supplier<RunLog> whole : List.<Supplier<RunLog>>of(RunLog::clean, RunLog::https, RunLog::both)) {
                int length = whole.get().wireLength();
                for (int from = BOOTED; from + lost < length; from += Integer.getInteger("gap.stride", 31)) {
                    Judgement judgement =
                            whole.get().portAway(from, from + lost).judge();
                    String where = "bytes " + from + " to " + (from + lost) + ": " + judgement.reason();

                    assertThat(judgement.findings())
                            .as(where)
                            .noneMatch(it -> it.verdict() == REFUTED || it.verdict() == UNCLAIMED);
                    assertThat(judgement.outcome()).as(where).isIn(Outcome.PASS, Outcome.INCONCLUSIVE);
                }
            }
        }

        @Test
        void andLosesTheEndIsNoHang() {
            Judgement judgement = clean().cutAfter(
                            "UpdateThingShadow topic OK",
                            awayAndBack[0],
                            awayAndBack[1],
                            new Fact.LimitExpired(Limit.SILENCE, 45000),
                            new Fact.CaptureEnded("the device went silent"))
                    .judge();

            Findings.in(judgement).have(Outcome.INCONCLUSIVE);
        }

        @Test
        void andComesBackWithABootIsTheBenchs() {
            String wire = RunLog.sample("seed-mqtt-5.7.wire.log");
            Judgement judgement = clean().after(
                            line("UpdateThingShadow topic OK"),
                            awayAndBack[0],
                            awayAndBack[1],
                            new Fact.UartReceived(Bytes.latin1(wire.substring(0, 300))))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.stage()).isEqualTo(Stage.SERIAL);
            assertThat(judgement.reason()).contains("restarted after its serial port had been away");
        }
    }

    @Nested
    class ADamagedWire {
        @Test
        void makesTheClaimOfTheDamagedLineUnseenAndNamesTheBytes() {
            Judgement judgement = clean().uartReplacing(
                            "\rMQTT publishes message to " + USER_TOPIC + " OK",
                            "\rMQTT publisles message to " + USER_TOPIC + " OK")
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.INCONCLUSIVE)
                    .say("mqtt.user.publish", "publisles", UNSEEN, "its line was damaged on the wire");
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == UNCLAIMED || it.verdict() == REFUTED);
            assertThat(judgement.notes()).anyMatch(note -> note.contains("is damaged (bytes"));
        }

        @Test
        void excusesAPayloadThatDiffersByAByte() {
            RunLog log = clean().uartReplacing("MQTT connects OK", "MQTT conn\u0002cts OK")
                    .uart(text ->
                            text.contains("1514962202}") ? text.replace("\"version\":77", "\"versiom\":77") : text);

            of(log).have(Outcome.INCONCLUSIVE)
                    .say(
                            "mqtt.shadow-delete.arrive",
                            "Message arrived",
                            UNSEEN,
                            "only a few bytes differ and bytes were damaged");
        }

        @Test
        void doesNotExcuseAPayloadThatDiffersByMore() {
            RunLog log = clean().uartReplacing("MQTT connects OK", "MQTT conn\u0002cts OK")
                    .uart(text -> text.contains("1514962202}") ? "{\"version\":12345678,\"timestamp\":99}\r\n" : text);

            of(log).have(Outcome.MISMATCH)
                    .say("mqtt.shadow-delete.arrive", "Message arrived", REFUTED, "something else");
        }

        @Test
        void excusesAVersionThatDiffersByAByte() {
            of(clean().uartReplacing("MQTT connects OK", "MQTT conn\u0002cts OK")
                            .uartReplacing("Using Mbed OS 5.7.1", "Using Mbed OS 5.7.3"))
                    .have(Outcome.INCONCLUSIVE)
                    .say("boot", "Using Mbed OS 5.7.3", UNSEEN, "only a few bytes differ");
        }

        @Test
        void isNoDamageWhenNoiseComesBeforeTheBanner() {
            Judgement judgement = clean().after(
                            Fact.ResetReturned.class::isInstance,
                            new Fact.UartReceived(Bytes.latin1("\u00ff\u0000\u0081x\r\n")))
                    .judge();

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).anyMatch(note -> note.matches("ignored \\d+ bytes before the boot banner"));
        }
    }

    @Nested
    class TextOfAnOlderRun {
        @Test
        void stillInFlightAtTheResetIsSetAside() {
            RunLog log = clean().before(
                            Fact.ResetReturned.class::isInstance,
                            new Fact.UartReceived(
                                    Bytes.utf8("\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n[EasyCon")));

            Judgement judgement = log.judge();

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).anyMatch(note -> note.contains("still an older run's"));
        }

        @Test
        void thatCameLongAfterTheResetIsARestart() {
            RunLog log = clean().every(6000)
                    .before(
                            Fact.ResetReturned.class::isInstance,
                            new Fact.UartReceived(
                                    Bytes.utf8("\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n[EasyCon")));

            Findings.in(log.judge()).have(Outcome.DEVICE_FAIL);
        }
    }
}
