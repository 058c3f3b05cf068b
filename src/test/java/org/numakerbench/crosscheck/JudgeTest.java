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
import static org.numakerbench.crosscheck.Verdict.CONFIRMED;
import static org.numakerbench.crosscheck.Verdict.REFUTED;
import static org.numakerbench.crosscheck.Verdict.UNCHECKABLE;
import static org.numakerbench.crosscheck.Verdict.UNCLAIMED;
import static org.numakerbench.crosscheck.Verdict.UNSEEN;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.evidence.Stage;

class JudgeTest {

    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    @Nested
    class ACleanRun {
        @Test
        void passesWithEveryClaimConfirmedOrUncheckable() {
            Judgement judgement = clean().judge();

            Findings.in(judgement).have(Outcome.PASS).areGoodExceptAt();
            assertThat(judgement.stage()).isNull();
            assertThat(judgement.owner()).isNull();
            assertThat(judgement.open()).isEmpty();
            assertThat(judgement.notes()).isEmpty();
            assertThat(judgement.reason()).matches("\\d+ claims confirmed, \\d+ not checkable from the host");
        }

        @Test
        void namesTheEvidenceOfEachStep() {
            of(clean())
                    .say("boot", "Starting AWS IoT test", CONFIRMED, "the bench had just reset the board")
                    .say("boot", "Using Mbed OS 5.7.1", CONFIRMED, "the manifest of image seed says so")
                    .say("mqtt.tls", "Certificate verification passed", CONFIRMED, "trusted certificate")
                    .say("mqtt.tls", "serial number", CONFIRMED, "the same certificate")
                    .say("mqtt.tls", "Connects with", CONFIRMED, "the bench's own handshake")
                    .say("mqtt.connect", "MQTT connects OK", CONFIRMED, "client \"Nuvoton Client\" connected")
                    .say("mqtt.user.subscribe", "subscribes to", CONFIRMED, "subscribed Nuvoton/Mbed/+")
                    .say("mqtt.user.publish", "publishes", CONFIRMED, "the same bytes on Nuvoton/Mbed/D001")
                    .say("mqtt.user.arrive", "Message arrived", CONFIRMED, "the same on Nuvoton/Mbed/D001")
                    .say("mqtt.user.unsubscribe", "unsubscribes", CONFIRMED, "unsubscribed Nuvoton/Mbed/+")
                    .say("mqtt.user", "Subscribes/publishes user topic OK", CONFIRMED, "its 4 steps hold")
                    .say("mqtt.shadow-update.arrive", "Message arrived", CONFIRMED, "update/accepted")
                    .say("mqtt.shadow-get.publish", "publishes", CONFIRMED, "the same bytes on " + SHADOW + "get")
                    .say("mqtt.shadow-get.arrive", "Message arrived", CONFIRMED, "get/accepted")
                    .say("mqtt.shadow-delete.arrive", "Message arrived", CONFIRMED, "REST GET gives 404")
                    .say("mqtt.disconnect", "MQTT disconnects OK", CONFIRMED, "CLIENT_INITIATED_DISCONNECT")
                    .say("heap", "Current heap size", UNCHECKABLE, "possible on this target")
                    .say("heap", "Max heap size", UNCHECKABLE, "possible on this target");
        }

        @Test
        void pointsEachFindingAtItsLogEntriesAndItsLine() {
            List<EvidenceEntry> entries = clean().entries();
            Finding finding = of(clean()).finding("mqtt.user.publish", "publishes");

            List<Fact> evidence = finding.evidence().stream()
                    .map(seq -> entries.get((int) (seq - 1)).fact())
                    .toList();
            assertThat(evidence).hasSize(2);
            assertThat(evidence.get(0)).isEqualTo(mqtt(USER_TOPIC, HELLO));
            assertThat(evidence.get(1)).isInstanceOf(Fact.UartReceived.class);
            assertThat(finding.line()).isEqualTo(31);
        }

        @Test
        void listsFindingsInWireOrder() {
            assertThat(clean().judge().findings()).extracting(Finding::line).isSorted();
        }

        @Test
        void reportsHeapAndTimes() {
            Judgement judgement = clean().judge();

            assertThat(judgement.heap()).isEqualTo(new Judgement.Heap(1351L, 63022L, null, null, 163840));
            assertThat(judgement.timings().flashMs()).isEqualTo(4000);
            assertThat(judgement.timings().resetToFirstByteMs()).isEqualTo(20);
            assertThat(judgement.timings().uartMs()).isPositive();
            assertThat(judgement.timings().lastByteToReportMs()).isEqualTo(40);
        }

        @Test
        void alsoPassesWhenTheMessageComesBeforeItsAcknowledgement() {
            of(RunLog.of("mqtt-5.7-early-delivery.wire.log")).have(Outcome.PASS).areGoodExceptAt();
        }

        @Test
        void givesTheSameFindingsHoweverTheBytesWereCut() {
            List<Fact> bytewise = new ArrayList<>();
            for (EvidenceEntry entry : clean().entries()) {
                if (entry.fact() instanceof Fact.UartReceived it) {
                    for (int i = 0; i < it.bytes().length(); i++) {
                        bytewise.add(new Fact.UartReceived(
                                Bytes.of(new byte[] {it.bytes().at(i)})));
                    }
                } else {
                    bytewise.add(entry.fact());
                }
            }
            Judge judge = new Judge();
            for (int i = 0; i < bytewise.size(); i++) {
                judge.accept(
                        new EvidenceEntry(i + 1, clean().entries().get(0).at(), (i + 1) * 1_000_000L, bytewise.get(i)));
            }

            assertThat(judge.judgement().findings())
                    .extracting(Finding::step, Finding::claim, Finding::verdict, Finding::line)
                    .isEqualTo(clean().judge().findings().stream()
                            .map(it ->
                                    org.assertj.core.groups.Tuple.tuple(it.step(), it.claim(), it.verdict(), it.line()))
                            .toList());
        }
    }

    @Nested
    class ATruncatedLog {
        @Test
        void givesAPrefixOfTheFindingsAndSaysInterruptedAtEveryEntry() {
            for (RunLog log : List.of(
                    clean(),
                    clean().withoutMessagesOn(USER_TOPIC),
                    RunLog.of("mqtt-5.7-unsuback-unpatched.wire.log"))) {
                List<EvidenceEntry> entries = log.entries();
                List<Finding> whole = log.judge().findings();
                Judge judge = new Judge();
                for (EvidenceEntry entry : entries.subList(0, entries.size() - 1)) {
                    judge.accept(entry);
                    Judgement so_far = judge.judgement();
                    assertThat(so_far.findings())
                            .isEqualTo(whole.subList(0, so_far.findings().size()));
                    assertThat(so_far.outcome()).isEqualTo(Outcome.BENCH_FAULT);
                    assertThat(so_far.stage()).isEqualTo(Stage.RECORD);
                    assertThat(so_far.reason()).isEqualTo("interrupted: the log has no end");
                }
            }
        }

        @Test
        void saysWhyWhenTheNextStartMarkedIt() {
            RunLog log = clean().without(Fact.RunEnded.class::isInstance);
            log.after(fact -> fact.equals(new Fact.CanaryReturned("last")), new Fact.Interrupted("killed"));

            Judgement judgement = log.judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.reason()).isEqualTo("interrupted: killed");
            assertThat(judgement.owner()).isEqualTo("bench");
        }
    }

    @Nested
    class AnOpenClaim {
        @Test
        void isListedUntilItsEvidenceComes() {
            Judge judge = new Judge();
            for (EvidenceEntry entry : clean().withoutMessagesOn(USER_TOPIC).entries()) {
                judge.accept(entry);
                if (line("MQTT publishes message to " + USER_TOPIC).test(entry.fact())) {
                    break;
                }
            }

            assertThat(judge.judgement().open())
                    .contains(new Judgement.OpenClaim(
                            "mqtt.user.publish", "MQTT publishes message to " + USER_TOPIC + " OK", 31));
            assertThat(judge.needs()).contains(org.numakerbench.crosscheck.rule.Ruling.Need.MESSAGE);
        }

        @Test
        void isNotWaitedForWhenNothingCanCome() {
            Judge judge = new Judge();
            for (EvidenceEntry entry : clean().entries()) {
                if (entry.fact() instanceof Fact.CaptureEnded) {
                    break;
                }
                judge.accept(entry);
            }

            assertThat(judge.needs()).isEmpty();
            assertThat(judge.progress().finished()).isTrue();
            assertThat(judge.progress().testsDone()).isTrue();
            assertThat(judge.progress().booted()).isTrue();
            assertThat(judge.progress().bytes()).isEqualTo(5127);
        }
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
            assertThat(judgement.owner()).isEqualTo("device");
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
                            "a later update made the shadow anew");
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
                            ? new Fact.TlsProbed(it.host(), it.port(), it.certificate(), false)
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
            assertThat(judgement.owner()).isEqualTo("device");
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
    class APortThatGoesAway {
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

        @Test
        void andLosesTheEndIsNoHang() {
            Judgement judgement = clean().cutAfter(
                            "UpdateThingShadow topic OK",
                            awayAndBack[0],
                            awayAndBack[1],
                            new Fact.LimitExpired("silence", 45000),
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
            of(clean().silentAfter("IPv4 mode")).sayUnsaid("mqtt.tls", UNSEEN, "silent");
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
            assertThat(judgement.notes()).anyMatch(note -> note.contains("bytes before the boot banner are noise"));
        }
    }

    @Nested
    class ABenchThatFails {
        @Test
        void isNeverTheDevicesFault() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.BenchFailed(Stage.SERIAL, "/dev/x went away", "check the cable"))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.stage()).isEqualTo(Stage.SERIAL);
            assertThat(judgement.owner()).isEqualTo("bench");
            assertThat(judgement.reason()).isEqualTo("/dev/x went away; check the cable");
        }

        @Test
        void toResetSaysThatTheLineWasSilent() {
            Judgement judgement = clean().uart(text -> "")
                    .before(Fact.CaptureEnded.class::isInstance, new Fact.LimitExpired("firstByte", 5000))
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
            assertThat(judgement.reason()).contains("correct serial.baud");
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
    class ACloudThatFails {
        @Test
        void isTheCloudsFaultWhenTheHostCannotReachItEither() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK",
                            new Fact.WitnessDisconnected("reset"),
                            new Fact.WitnessFailed("cloud", "endpoint unreachable", "check the network"))
                    .judge();

            Findings.in(judgement).have(Outcome.CLOUD_FAULT);
            assertThat(judgement.owner()).isEqualTo("cloud");
            assertThat(judgement.reason()).isEqualTo("endpoint unreachable; check the network");
        }

        @Test
        void isTheBenchsFaultWhenItsOwnCredentialsAreRefused() {
            Judgement judgement = clean().cutAfter(
                            "MQTT connects OK", new Fact.WitnessFailed("bench", "certificate refused", "activate it"))
                    .judge();

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.owner()).isEqualTo("bench");
        }

        @Test
        void andCameBackIsForgiven() {
            of(clean().after(
                                    Fact.TlsProbed.class::isInstance,
                                    new Fact.WitnessFailed("cloud", "x", "y"),
                                    new Fact.WitnessConnected("witness", "h")))
                    .have(Outcome.PASS);
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
            RunLog log = clean().every(1500)
                    .before(
                            Fact.ResetReturned.class::isInstance,
                            new Fact.UartReceived(
                                    Bytes.utf8("\r\nStarting AWS IoT test\r\nUsing Mbed OS 5.7.1\r\n[EasyCon")));

            Findings.in(log.judge()).have(Outcome.DEVICE_FAIL);
        }
    }
}
