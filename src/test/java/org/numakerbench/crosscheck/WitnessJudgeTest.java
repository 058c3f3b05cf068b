package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.HELLO;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;

/** What the witness could see, and when it was awake. */
class WitnessJudgeTest {
    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    @Nested
    class AWitness {
        @Test
        void thatLostItsConnectionMakesAbsenceUnseen() {
            RunLog log = clean().withoutMessagesOn(USER_TOPIC)
                    .before(line("MQTT connects OK"), new Fact.WitnessDisconnected("reset by peer"))
                    .after(line("UpdateThingShadow topic OK"), new Fact.WitnessConnected("witness", RunLog.HOST));

            of(log).have(Outcome.INCONCLUSIVE)
                    .say("mqtt.user.publish", "publishes", UNSEEN, "the witness lost its connection (entry");
        }

        @Test
        void thatNeverGotACanaryBackProvesNothingByAbsence() {
            of(clean().withoutMessagesOn(USER_TOPIC).without(Fact.CanaryReturned.class::isInstance))
                    .have(Outcome.INCONCLUSIVE)
                    .say("mqtt.user.publish", "publishes", UNSEEN, "no canary of the witness came back");
        }

        @Test
        void needsACanaryAfterTheClaimToo() {
            of(clean().withoutMessagesOn(USER_TOPIC).without(fact -> fact.equals(new Fact.CanaryReturned("last"))))
                    .say("mqtt.user.publish", "publishes", UNSEEN, "no canary");
        }

        @Test
        void thatMayNotLookMakesClaimsUncheckableAndSaysWhatToAllow() {
            RunLog log = clean().without(fact ->
                            fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/events/"))
                    .replacing(fact -> fact instanceof Fact.WitnessSubscribed it && it.purpose() == Purpose.PRESENCE
                            ? new Fact.WitnessSubscribed(it.filter(), it.purpose(), false)
                            : fact);

            of(log).have(Outcome.PASS)
                    .say(
                            "mqtt.connect",
                            "MQTT connects OK",
                            UNCHECKABLE,
                            "allow it iot:Subscribe and iot:Receive on $aws/events/presence/*")
                    .say(
                            "mqtt.disconnect",
                            "MQTT disconnects OK",
                            UNCHECKABLE,
                            "the cloud refuses the witness this view");
        }

        @Test
        void thatGetsNoLifecycleEventsAtAllRefutesNothingByTheirAbsence() {
            of(clean().without(fact ->
                            fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/events/")))
                    .have(Outcome.PASS)
                    .say("mqtt.connect", "MQTT connects OK", UNCHECKABLE, "no lifecycle events reach the witness")
                    .say(
                            "mqtt.user.subscribe",
                            "subscribes",
                            CONFIRMED,
                            "a message arrived that only this subscription explains")
                    .say("mqtt.user.unsubscribe", "unsubscribes", UNCHECKABLE, "no lifecycle events reach the witness")
                    .say("mqtt.shadow-get.subscribe", "get/rejected", UNCHECKABLE, "no lifecycle events");
        }

        @Test
        void thatSeesNothingAtAllLeavesTheRunInconclusive() {
            RunLog log = clean().without(Fact.MqttReceived.class::isInstance)
                    .replacing(fact -> fact instanceof Fact.WitnessSubscribed it
                            ? new Fact.WitnessSubscribed(it.filter(), it.purpose(), false)
                            : fact);

            Judgement judgement = log.judge();

            Findings.in(judgement).have(Outcome.INCONCLUSIVE);
            assertThat(judgement.reason()).isEqualTo("nothing the device claimed could be matched with the cloud");
        }

        @Test
        void whoseHandshakeFailedLeavesTheCertificateUnchecked() {
            of(clean().replacing(fact -> fact instanceof Fact.TlsProbed it
                            ? new Fact.TlsProbeFailed(it.host(), it.port(), "timed out")
                            : fact))
                    .say("mqtt.tls", "serial number", UNCHECKABLE, "the bench's own handshake failed: timed out")
                    .say("mqtt.tls", "Connects with", UNCHECKABLE, "timed out");
        }

        @Test
        void thatDoesNotTrustTheEndpointRefutesTheDevicesTrust() {
            of(clean().replacing(fact -> fact instanceof Fact.TlsProbed it
                            ? new Fact.TlsProbed(it.host(), it.port(), it.certificate(), false, List.of())
                            : fact))
                    .say(
                            "mqtt.tls",
                            "Certificate verification passed",
                            REFUTED,
                            "does not verify against the configured CA");
        }

        @Test
        void shownAnotherCertificateOfTheSameEndpointConfirmsWithARemark() {
            of(clean().uartReplacing("3C:AC:B3", "00:11:22"))
                    .have(Outcome.PASS)
                    .say(
                            "mqtt.tls",
                            "serial number",
                            CONFIRMED,
                            "showed the bench another certificate of its own, serial 3C:AC:B3");
        }

        @Test
        void seesAMessageTwiceAndConfirmsASecondArrivalOfIt() {
            String again = "Message arrived: qos 1, retained 0, dup 1, packetid 2\r\nPayload:\r\n" + HELLO + "\r\n";
            of(clean().uart(text -> text.startsWith("\r\n") ? text : text)
                            .before(
                                    line("MQTT unsubscribing from Nuvoton/Mbed/+"),
                                    new Fact.UartReceived(Bytes.utf8(again))))
                    .have(Outcome.PASS)
                    .say("mqtt.user.arrive", "dup 1", CONFIRMED, "QoS 1 may deliver more than once");
        }
    }

    @Nested
    class ACloudThatFails {
        @Test
        void isTheCloudsFaultWhenTheHostCannotReachItEither() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.WitnessDisconnected("reset"),
                            new Fact.WitnessFailed(Owner.CLOUD, null, "endpoint unreachable", "check the network"))
                    .judge();

            Findings.in(judgement).have(Outcome.CLOUD_FAULT);
            assertThat(judgement.owner()).isEqualTo(Owner.CLOUD);
            assertThat(judgement.reason()).isEqualTo("endpoint unreachable; check the network");
        }

        @Test
        void isTheBenchsFaultWhenItsOwnCredentialsAreRefused() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.WitnessFailed(Owner.BENCH, null, "certificate refused", "activate it"))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.owner()).isEqualTo(Owner.BENCH);
        }

        @Test
        void andCameBackIsForgiven() {
            of(clean().after(
                                    Fact.TlsProbed.class::isInstance,
                                    new Fact.WitnessFailed(Owner.CLOUD, null, "x", "y"),
                                    new Fact.WitnessConnected("witness", "h")))
                    .have(Outcome.PASS);
        }
    }
}
