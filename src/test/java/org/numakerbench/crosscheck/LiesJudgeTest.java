package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.HELLO;
import static org.numakerbench.crosscheck.RunLog.SHADOW;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.crosscheck.RunLog.presence;
import static org.numakerbench.crosscheck.RunLog.subscription;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCLAIMED;
import static org.numakerbench.model.Verdict.UNSEEN;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** A device that says what the cloud did not see, and one that does what it does not say. */
class LiesJudgeTest {
    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    @Nested
    class ALie {
        @Test
        void aboutAPublishIsRefutedByTheWitnessThatSawNothing() {
            of(clean().withoutMessagesOn(USER_TOPIC))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.user.publish", "publishes", REFUTED, "saw no such message on " + USER_TOPIC)
                    .say("mqtt.user.arrive", "Message arrived", REFUTED, "saw no such message")
                    .say("mqtt.user", "Subscribes/publishes", REFUTED, "a step of it went wrong: MQTT publishes")
                    .areGoodExceptAt("mqtt.user.publish", "mqtt.user.arrive", "mqtt.user");
        }

        @Test
        void aboutThePublishedBytesIsRefutedOnceNamingWhatCame() {
            RunLog log = clean().replacing(
                            fact -> fact.equals(mqtt(USER_TOPIC, HELLO)) ? mqtt(USER_TOPIC, "{\"other\":1}") : fact);

            Judgement judgement = log.judge();

            Findings.in(judgement)
                    .have(Outcome.MISMATCH)
                    .say(
                            "mqtt.user.publish",
                            "publishes",
                            REFUTED,
                            "received other bytes on " + USER_TOPIC + ": {\"other\":1}")
                    .say("mqtt.user.arrive", "Message arrived", REFUTED, "received something else");
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == UNCLAIMED);
            assertThat(judgement.stage()).isEqualTo(Stage.MQTT);
            assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
        }

        @Test
        void aboutAShadowVersionIsRefuted() {
            of(clean().uart(text -> text.contains("1514962195}\r")
                            ? text.replace(
                                    "\"version\":77,\"timestamp\":1514962195",
                                    "\"version\":78,\"timestamp\":1514962195")
                            : text))
                    .have(Outcome.MISMATCH)
                    .say(
                            "mqtt.shadow-update.arrive",
                            "Message arrived",
                            REFUTED,
                            "something else on " + SHADOW + "update/accepted");
        }

        @Test
        void aboutADeleteThatWasNeverAskedForIsRefutedByTheShadowThatIsStillThere() {
            RunLog log = clean().withoutMessagesOn(SHADOW + "delete")
                    .withoutMessagesOn(SHADOW + "delete/accepted")
                    .replacing(fact -> fact instanceof Fact.ShadowRead
                            ? new Fact.ShadowRead(1, "Nuvoton-Mbed-D001", 200, Bytes.utf8("{\"version\":77}"))
                            : fact);

            of(log).have(Outcome.MISMATCH)
                    .say("mqtt.shadow-delete.publish", "publishes", REFUTED, "no such message on " + SHADOW + "delete")
                    .say("mqtt.shadow-delete.arrive", "Message arrived", REFUTED, "REST GET still gives the shadow");
        }

        @Test
        void aboutADeletedShadowThatIsStillThereIsRefuted() {
            of(clean().replacing(fact -> fact instanceof Fact.ShadowRead
                            ? new Fact.ShadowRead(1, "Nuvoton-Mbed-D001", 200, Bytes.utf8("{\"version\":77}"))
                            : fact))
                    .have(Outcome.MISMATCH)
                    .say(
                            "mqtt.shadow-delete.arrive",
                            "Message arrived",
                            REFUTED,
                            "still gives the shadow after it (HTTP 200)")
                    .say("mqtt.shadow-delete", "Subscribes/publishes", REFUTED, "a step of it went wrong");
        }

        @Test
        void aboutADeletedShadowIsNoneWhenALaterUpdateMadeItAnew() {
            of(clean().before(Fact.ShadowRead.class::isInstance, mqtt(SHADOW + "update/accepted", "{\"version\":79}"))
                            .replacing(fact -> fact instanceof Fact.ShadowRead
                                    ? new Fact.ShadowRead(1, "Nuvoton-Mbed-D001", 200, Bytes.utf8("{\"version\":79}"))
                                    : fact))
                    .say(
                            "mqtt.shadow-delete.arrive",
                            "Message arrived",
                            CONFIRMED,
                            "a later update made the shadow again");
        }

        @Test
        void aboutTheDisconnectIsRefutedByTheSessionThatWasLost() {
            of(clean().replacing(fact -> fact.equals(presence("disconnected", "CLIENT_INITIATED_DISCONNECT"))
                            ? presence("disconnected", "CONNECTION_LOST")
                            : fact))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.disconnect", "MQTT disconnects OK", REFUTED, "the session ended with CONNECTION_LOST")
                    .areGoodExceptAt("mqtt.disconnect");
        }

        @Test
        void aboutADisconnectThatNeverCameIsRefuted() {
            of(clean().withoutMessagesOn("$aws/events/presence/disconnected/Nuvoton Client"))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.disconnect", "MQTT disconnects OK", REFUTED, "saw no end of the device's session");
        }

        @Test
        void aboutTheConnectionIsRefuted() {
            of(clean().without(fact ->
                            fact instanceof Fact.MqttReceived it && it.topic().contains("/presence/")))
                    .have(Outcome.MISMATCH)
                    .say(
                            "mqtt.connect",
                            "MQTT connects OK",
                            REFUTED,
                            "saw no presence event for client \"Nuvoton Client\"")
                    .say(
                            "mqtt.disconnect",
                            "MQTT disconnects OK",
                            REFUTED,
                            "saw no session of client \"Nuvoton Client\" at all");
        }

        @Test
        void aboutASubscriptionIsRefuted() {
            of(clean().without(fact -> fact.equals(subscription("subscribed", SHADOW + "get/accepted"))))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.shadow-get.subscribe", "get/accepted", REFUTED, "saw no \"subscribed\" event")
                    .say("mqtt.shadow-get.subscribe", "get/rejected", CONFIRMED, "subscription event")
                    .say("mqtt.shadow-get", "Subscribes/publishes", REFUTED, "a step of it went wrong");
        }

        @Test
        void aboutAnUnsubscriptionIsRefuted() {
            of(clean().without(fact -> fact.equals(subscription("unsubscribed", "Nuvoton/Mbed/+"))))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.user.unsubscribe", "unsubscribes", REFUTED, "saw no \"unsubscribed\" event");
        }

        @Test
        void aboutAnArrivalThatNeverCameIsRefuted() {
            String invented = "Message arrived: qos 1, retained 0, dup 0, packetid 2\r\nPayload:\r\n{ \"no\": 1 }\r\n";
            of(clean().before(
                                    line("MQTT unsubscribes from Nuvoton/Mbed/+"),
                                    new Fact.UartReceived(Bytes.utf8(invented))))
                    .have(Outcome.MISMATCH);
        }

        @Test
        void aboutTheCertificateIsRefutedFieldByField() {
            of(clean().uartReplacing("3C:AC:B3", "00:11:22")
                            .uartReplacing("issuer name       : C=US", "issuer name       : C=XX"))
                    .have(Outcome.MISMATCH)
                    .say(
                            "mqtt.tls",
                            "serial number",
                            REFUTED,
                            "serial is 3C:AC:B3:D3:3E:D8:6A:C9:2B:EF:D2:C5:B1:DC:BF:66, not 00:11:22")
                    .say("mqtt.tls", "serial number", REFUTED, "issuer is C=US");
        }

        @Test
        void aboutTheHeapIsRefutedWhenThePeakIsBelowTheCurrentSize() {
            of(clean().uartReplacing("Max heap size: 63022", "Max heap size: 1000"))
                    .have(Outcome.MISMATCH)
                    .say(
                            "heap",
                            "Max heap size",
                            REFUTED,
                            "impossible: the peak (1000) is below the current size (1351)");
        }

        @Test
        void aboutTheHeapIsRefutedWhenItExceedsTheTargetsRam() {
            of(clean().uartReplacing("Max heap size: 63022", "Max heap size: 163841"))
                    .say("heap", "Max heap size", REFUTED, "(163841) exceed the target's RAM (163840)");
            of(clean().uartReplacing("Max heap size: 63022", "Max heap size: 163840"))
                    .have(Outcome.PASS);
        }

        @Test
        void aboutAnEmptyHeapIsRefuted() {
            of(clean().uartReplacing("Current heap size: 1351", "Current heap size: 0"))
                    .say("heap", "Current heap size", REFUTED, "a running firmware has heap in use");
        }

        @Test
        void aboutTheEndpointIsRefuted() {
            of(clean().uartReplacing("TLS connection to a1fbcwaqfqeozo", "TLS connection to other"))
                    .have(Outcome.MISMATCH)
                    .say("mqtt.tls", "TLS connection", REFUTED, "the profile's endpoint is " + RunLog.HOST + ":8883");
        }
    }

    @Nested
    class WhatTheDeviceNeverSaid {
        @Test
        void isUnclaimedOnItsOwnTopics() {
            of(clean().before(Fact.CaptureEnded.class::isInstance, mqtt(USER_TOPIC, "{\"extra\":1}")))
                    .have(Outcome.MISMATCH)
                    .sayUnsaid("mqtt.user.publish", UNCLAIMED, "never claimed: {\"extra\":1}");
            of(clean().before(Fact.CaptureEnded.class::isInstance, mqtt(SHADOW + "update", "{\"state\":null}")))
                    .have(Outcome.MISMATCH)
                    .sayUnsaid("mqtt.shadow-update.publish", UNCLAIMED, "on " + SHADOW + "update");
        }

        @Test
        void isNoneWhenTheSameBytesAreDeliveredTwice() {
            of(clean().before(Fact.CaptureEnded.class::isInstance, mqtt(USER_TOPIC, HELLO)))
                    .have(Outcome.PASS);
        }

        @Test
        void isNoneWhenOthersPublishWithinItsFilter() {
            of(clean().before(Fact.CaptureEnded.class::isInstance, mqtt("Nuvoton/Mbed/D002", "{}")))
                    .have(Outcome.PASS);
        }

        @Test
        void isNoneWhenItHappenedBeforeTheReset() {
            of(clean().before(
                                    Fact.ResetIssued.class::isInstance,
                                    mqtt(USER_TOPIC, "old"),
                                    presence("connected", "", "old")))
                    .have(Outcome.PASS);
        }

        @Test
        void isInconclusiveWhenAResultLineIsMissing() {
            of(clean().uart(text -> text.contains("MQTT unsubscribes from Nuvoton") ? "" : text))
                    .have(Outcome.INCONCLUSIVE)
                    .sayUnsaid("mqtt.user.unsubscribe", UNSEEN, "the device never said it");
        }
    }

    @Nested
    class AShadowRequestThatIsRejected {
        @Test
        void refutesThePhaseThatPrintsOk() {
            String rejected = "{\"code\":409,\"message\":\"Version conflict\"}";
            RunLog log = clean().withoutMessagesOn(SHADOW + "get/accepted")
                    .uart(text -> text.contains("\"timestamp\":1514962198") ? rejected + "\r\n" : text)
                    .before(line("409"), mqtt(SHADOW + "get/rejected", rejected));

            of(log).have(Outcome.MISMATCH)
                    .say("mqtt.shadow-get.arrive", "Message arrived", CONFIRMED, "get/rejected")
                    .say(
                            "mqtt.shadow-get",
                            "Subscribes/publishes",
                            REFUTED,
                            "the shadow service rejected the request: " + rejected);
        }
    }
}
