package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.SHADOW;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.crosscheck.RunLog.presence;
import static org.numakerbench.crosscheck.RunLog.subscription;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** Failures that are the device's own. */
class DeviceFailuresJudgeTest {
    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    @Nested
    class ADeviceThatFails {
        @Test
        void toConnectIsADeviceFailureAndItsDisconnectLineIsRefuted() {
            Judgement judgement = RunLog.of("mqtt-5.7-tcp-fail.wire.log")
                    .withoutMessagesOn("$aws/events/presence/disconnected/Nuvoton Client")
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.DEVICE_FAIL)
                    .say(
                            "mqtt.tls",
                            "Connects with",
                            CONFIRMED,
                            "the cloud did not see a session of this client either")
                    .say("mqtt.disconnect", "MQTT disconnects failed -1", CONFIRMED, "did not see a DISCONNECT either")
                    .say("mqtt.disconnect", "MQTT disconnects OK", REFUTED, "saw no session of client");
            assertThat(judgement.stage()).isEqualTo(Stage.TLS);
            assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
            assertThat(judgement.reason()).contains("Failed to connect");
        }

        @Test
        void toVerifyTheServerIsADeviceFailureInTls() {
            Judgement judgement = RunLog.of("mqtt-5.7-tls-verify-fail.wire.log")
                    .withoutMessagesOn("$aws/events/presence/disconnected/Nuvoton Client")
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.stage()).isEqualTo(Stage.TLS);
            assertThat(judgement.reason()).contains("-0x2700");
        }

        @Test
        void toBringUpTheNetworkIsADeviceFailureThere() {
            Judgement judgement = RunLog.of("net-fail-5.7.wire.log").judge();

            Findings.in(judgement)
                    .have(Outcome.DEVICE_FAIL)
                    .say(
                            "network",
                            "Connecting to the network failed",
                            UNCHECKABLE,
                            "only the device can see this failure");
            assertThat(judgement.stage()).isEqualTo(Stage.NETWORK);
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == UNSEEN);
        }

        @Test
        void byTheUnpatchedUnsubackBugFailsAtTheNextSubscription() {
            Judgement judgement =
                    RunLog.of("mqtt-5.7-unsuback-unpatched.wire.log").judge();

            Findings.in(judgement)
                    .have(Outcome.DEVICE_FAIL)
                    .say(
                            "mqtt.shadow-update.subscribe",
                            "update/accepted failed: -1",
                            CONFIRMED,
                            "did not see an event for this filter")
                    .say("mqtt.shadow-update.publish", "failed: -1", CONFIRMED, "did not see a message on this topic");
            assertThat(judgement.reason()).contains("update/accepted failed: -1");
        }

        @Test
        void andIsContradictedByTheCloudIsRefutedThere() {
            RunLog log = RunLog.of("mqtt-5.7-unsuback-unpatched.wire.log")
                    .before(
                            Fact.CaptureEnded.class::isInstance,
                            subscription("subscribed", SHADOW + "update/accepted"),
                            mqtt(SHADOW + "update", RunLog.REPORTED));

            of(log).have(Outcome.DEVICE_FAIL)
                    .say(
                            "mqtt.shadow-update.subscribe",
                            "update/accepted failed: -1",
                            REFUTED,
                            "but the cloud saw an event for this filter")
                    .say(
                            "mqtt.shadow-update.publish",
                            "failed: -1",
                            REFUTED,
                            "but the cloud saw a message on this topic");
        }

        @Test
        void toDisconnectButSaysOkIsCaughtTwice() {
            Judgement judgement = clean().uartReplacing(
                            "\rMQTT disconnects OK", "\rMQTT disconnects failed -1\r\n\rMQTT disconnects OK")
                    .replacing(fact -> fact.equals(presence("disconnected", "CLIENT_INITIATED_DISCONNECT"))
                            ? presence("disconnected", "CONNECTION_LOST")
                            : fact)
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.DEVICE_FAIL)
                    .say("mqtt.disconnect", "disconnects failed -1", CONFIRMED, "did not see a DISCONNECT either")
                    .say("mqtt.disconnect", "disconnects OK", REFUTED, "CONNECTION_LOST");
        }

        @Test
        void byCrashingIsADeviceFailure() {
            String crash =
                    "\r\n++ MbedOS Fault Handler ++\r\n\r\nFaultType: HardFault\r\n\r\nContext:\r\nR0   : 00000000\r\n\r\n-- MbedOS Fault Handler --\r\n\r\n";
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.UartReceived(Bytes.utf8(crash)),
                            new Fact.CaptureEnded("silent"))
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.reason()).isEqualTo("the device crashed: FaultType HardFault");
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == UNSEEN);
        }

        @Test
        void byRestartingInMidRunIsADeviceFailureAtBoot() {
            String wire = RunLog.sample("seed-mqtt-5.7.wire.log");
            RunLog log = clean().after(
                            line("UpdateThingShadow topic OK"),
                            new Fact.UartReceived(Bytes.latin1(wire.substring(0, 300))));

            Judgement judgement = log.judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.reason()).isEqualTo("the board restarted by itself in mid-run");
            assertThat(judgement.stage()).isEqualTo(Stage.BOOT);
            assertThat(judgement.findings())
                    .filteredOn(it -> "Starting AWS IoT test".equals(it.claim()))
                    .extracting(Finding::verdict)
                    .containsExactly(CONFIRMED, REFUTED);
        }
    }

    @Nested
    class ADeviceThatHangs {
        @Test
        void waitingForAMessageIsADeviceFailureAtTheArrival() {
            Judgement judgement = clean().silentAfter("MQTT publishes message to " + USER_TOPIC)
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.DEVICE_FAIL)
                    .sayUnsaid(
                            "mqtt.user.arrive",
                            UNSEEN,
                            "went silent after \"MQTT publishes message to Nuvoton/Mbed/D001 OK\": nothing for 45000 ms");
            assertThat(judgement.stage()).isEqualTo(Stage.MQTT);
        }

        @Test
        void isPlacedWhereItShouldHaveGoneOn() {
            of(clean().silentAfter("Using Mbed OS")).sayUnsaid("network", UNSEEN, "silent");
            of(clean().silentAfter("IPv4 mode")).sayUnsaid("network", UNSEEN, "silent");
            of(clean().silentAfter("Starting the TLS handshake")).sayUnsaid("mqtt.tls", UNSEEN, "silent");
            of(clean().silentAfter("Connects with")).sayUnsaid("mqtt.connect", UNSEEN, "silent");
            of(clean().silentAfter("MQTT connects OK")).sayUnsaid("mqtt.user.subscribe", UNSEEN, "silent");
            of(clean().silentAfter("Subscribing/publishing GetThing"))
                    .sayUnsaid("mqtt.shadow-get.subscribe", UNSEEN, "silent");
            of(clean().silentAfter("subscribes to " + SHADOW + "get/accepted"))
                    .sayUnsaid("mqtt.shadow-get.publish", UNSEEN, "silent");
            of(clean().silentAfter("unsubscribes from " + SHADOW + "get/rejected"))
                    .sayUnsaid("mqtt.shadow-get.unsubscribe", UNSEEN, "silent");
            of(clean().silentAfter("publishes user topic OK"))
                    .sayUnsaid("mqtt.shadow-update.subscribe", UNSEEN, "silent");
            of(clean().silentAfter("DeleteThingShadow topic OK")).sayUnsaid("mqtt.disconnect", UNSEEN, "silent");
            of(clean().silentAfter("MQTT disconnects OK")).sayUnsaid("heap", UNSEEN, "silent");
        }

        @Test
        void inTheMiddleOfALineIsPlacedThere() {
            of(clean().silentAfter("MQTT connects OK")
                            .before(
                                    Fact.LimitExpired.class::isInstance,
                                    new Fact.UartReceived(Bytes.utf8(
                                            "\r\nSubscribing/publishing user topic\r\nMQTT subscribing to Nuvot"))))
                    .have(Outcome.DEVICE_FAIL)
                    .sayUnsaid("mqtt.user.subscribe", UNSEEN, "went silent");
        }

        @Test
        void isNotBlamedWhenItsLastLineWasDamagedOnTheWire() {
            of(clean().uartReplacing("Max heap size: 63022", "Max h\u0001ap size: 63022"))
                    .have(Outcome.INCONCLUSIVE)
                    .say("heap", "Max h", UNSEEN, "damaged on the wire");
        }
    }
}
