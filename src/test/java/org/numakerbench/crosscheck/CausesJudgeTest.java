package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.SHADOW;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.crosscheck.RunLog.presence;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** What lies behind a failure is named only when it was seen; the logs of real firmware with one thing changed, and others. */
class CausesJudgeTest {
    private static final String DEVICE_CERTIFICATE = "39f174a931e0a1872ade0367cbcc7846d77ec0d4fa6743d7beafb37cd1155e55";
    private static final String OTHER_CERTIFICATE = "eedc93fd708b1fb26e92bb93e352575252e4e1c714cd86928d700fbe64ccf403";
    private static final String UNPATCHED = "mqtt-5.7-unsuback-unpatched.wire.log";

    @TempDir
    static Path scratch;

    private static List<EvidenceEntry> real(String name) {
        return PackedLog.entries(scratch, PackedLog.REAL_FIRMWARE, name);
    }

    private static Judgement judged(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement();
    }

    /** With the payloads of presence and subscription events changed. */
    private static List<EvidenceEntry> events(List<EvidenceEntry> entries, UnaryOperator<String> change) {
        return entries.stream()
                .map(it -> it.fact() instanceof Fact.MqttReceived mqtt
                                && mqtt.topic().startsWith("$aws/events/")
                        ? new EvidenceEntry(
                                it.seq(),
                                it.at(),
                                it.monoNanos(),
                                mqtt(mqtt.topic(), change.apply(mqtt.payload().utf8())))
                        : it)
                .toList();
    }

    /** So much later from the first entry on that holds {@code text}. */
    private static List<EvidenceEntry> later(List<EvidenceEntry> entries, String text, long ms) {
        List<EvidenceEntry> later = new ArrayList<>();
        StringBuilder wire = new StringBuilder();
        for (EvidenceEntry it : entries) {
            long by = wire.indexOf(text) < 0 ? 0 : ms;
            if (it.fact() instanceof Fact.UartReceived uart) {
                wire.append(uart.bytes().latin1());
            }
            later.add(new EvidenceEntry(it.seq(), it.at().plusMillis(by), it.monoNanos() + by * 1_000_000, it.fact()));
        }
        return later;
    }

    /** From the end of the device's session on a minute later, so that it failed before. */
    private static EvidenceEntry cutLate(EvidenceEntry it) {
        boolean late = it.fact() instanceof Fact.MqttReceived mqtt
                && mqtt.payload().utf8().contains("DUPLICATE_CLIENTID");
        return late ? new EvidenceEntry(it.seq(), it.at(), it.monoNanos() + 60_000_000_000L, it.fact()) : it;
    }

    @Nested
    class AClientIdTakenOver {
        @Test
        void byABoardWithTheSameCertificateIsTheSetUpsWhenTheDeviceThenFails() {
            Judgement judgement =
                    judged(events(real("g1-takeover"), it -> it.replace(OTHER_CERTIFICATE, DEVICE_CERTIFICATE)));

            assertThat(judgement.failure().code()).isEqualTo(FailureCode.CLIENT_ID_TAKEN_OVER);
            assertThat(judgement.reason()).contains("with the device's own certificate");
        }

        @Test
        void withoutAnythingThatFailedIsNobodysFaultWhenTheCertificateIsTheSame() {
            Judgement judgement =
                    judged(events(real("client-id-taken-over"), it -> it.replace("f".repeat(64), deviceOf(it))));

            assertThat(judgement.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
            assertThat(judgement.failure().code()).isEqualTo(FailureCode.UNSEEN);
        }

        private static String deviceOf(String event) {
            return "c3115e5b5f975c5d7547b8a81a148a6384cacac484ec7f90f7cf79cbf32cf356";
        }

        @Test
        void longAfterTheDeviceHadFailedIsNotWhyItDid() {
            Judgement judgement = judged(
                    real("g1-takeover").stream().map(CausesJudgeTest::cutLate).toList());

            assertThat(judgement.failure().code()).as(judgement.reason()).isEqualTo(FailureCode.STEP_FAILED);
        }

        @Test
        void doesNotExcuseALieThatCameBeforeIt() {
            List<EvidenceEntry> lie = real("g1-takeover").stream()
                    .filter(it -> !(it.fact() instanceof Fact.MqttReceived mqtt
                            && mqtt.topic().equals("Nuvoton/Mbed/D001")))
                    .toList();

            assertThat(judged(lie).outcome()).isEqualTo(Outcome.MISMATCH);
            assertThat(judged(lie).owner()).isEqualTo(Owner.DEVICE);
        }
    }

    @Nested
    class ASubscribeThatFails {
        @Test
        void lateAfterTheUnsubscribeIsNoSignatureOfTheMissingPatch() {
            Judgement judgement =
                    judged(later(real("g1-nofix"), "Subscribing/publishing UpdateThingShadow topic\r\n", 30_000));

            assertThat(judgement.failure().code()).isEqualTo(FailureCode.STEP_FAILED);
            assertThat(judgement.reason()).doesNotContain("patch");
        }

        @Test
        void atOnceOnALostConnectionIsNoSignatureEither() {
            Judgement judgement = judged(
                    later(real("g1-pull-midrun"), "Subscribing/publishing UpdateThingShadow topic\r\n", -30_500));

            assertThat(judgement.failure().code()).isEqualTo(FailureCode.STEP_FAILED);
            assertThat(judgement.reason()).doesNotContain("patch");
        }

        @Test
        void byTimeOutWhileTheSessionStoodUntilTheDeviceClosedItIsNoLostNetwork() {
            Judgement judgement = judged(events(
                    later(real("g1-nofix"), "Subscribing/publishing UpdateThingShadow topic\r\n", 30_000), it -> it));

            assertThat(judgement.failure().code()).isNotEqualTo(FailureCode.NETWORK_LOST);
        }
    }

    @Nested
    class NoAcknowledgement {
        private static RunLog seenByTheCloud() {
            return RunLog.of(UNPATCHED)
                    .before(Fact.CaptureEnded.class::isInstance, mqtt(SHADOW + "update", RunLog.REPORTED));
        }

        @Test
        void isHonestWhenTheConnectionWasLostThoughTheCloudSawTheMessage() {
            RunLog log = seenByTheCloud().replacing(it -> isEnd(it) ? presence("disconnected", "CONNECTION_LOST") : it);

            Findings.in(log.judge())
                    .have(Outcome.DEVICE_FAIL)
                    .say("mqtt.shadow-update.publish", "failed: -1", CONFIRMED, "no acknowledgement could come");
        }

        @Test
        void isRefutedWhenTheSessionStoodUntilTheDeviceClosedIt() {
            Findings.in(seenByTheCloud().judge())
                    .say("mqtt.shadow-update.publish", "failed: -1", REFUTED, "but the cloud saw a message");
        }

        @Test
        void cannotBeToldWhenTheHostLostTheEndpointToo() {
            RunLog log = seenByTheCloud()
                    .before(Fact.CaptureEnded.class::isInstance, new Fact.WitnessDisconnected("connection lost"));

            Findings.in(log.judge())
                    .say("mqtt.shadow-update.publish", "failed: -1", UNSEEN, "the host lost the endpoint too");
        }

        private static boolean isEnd(Fact fact) {
            return fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/events/presence/disconnected/");
        }
    }

    private static void contradictsTheCloud(Finding finding) {
        assertThat(finding.verdict()).isIn(REFUTED, UNSEEN);
        assertThat(finding.reason()).contains("the cloud saw a message for it");
    }

    /** Mbed OS 5.15 and later say that no message came within 5 s. */
    @Nested
    class AMessageThatDidNotCome {
        private static final String USER = "MQTT receives message with subscribed " + USER_TOPIC;
        private static final String GET = "MQTT receives message with subscribed " + SHADOW + "get";

        /** The device never printed the arrival ahead of the line {@code result}, and so timed out. */
        private static List<EvidenceEntry> timedOut(String result, String cloudLacks) {
            boolean[] within = new boolean[1];
            return PackedLog.entries(scratch, Path.of("src/test/resources/recorded-runs"), "clean-5.15.1").stream()
                    .filter(it -> !(it.fact() instanceof Fact.MqttReceived mqtt
                            && mqtt.topic().equals(cloudLacks)))
                    .map(it -> it.fact() instanceof Fact.UartReceived uart
                            ? new EvidenceEntry(
                                    it.seq(),
                                    it.at(),
                                    it.monoNanos(),
                                    new Fact.UartReceived(
                                            Bytes.latin1(timedOut(uart.bytes().latin1(), result, within))))
                            : it)
                    .toList();
        }

        private static String timedOut(String text, String result, boolean[] within) {
            StringBuilder kept = new StringBuilder();
            for (String line : text.split("(?<=\n)")) {
                if (line.contains(result + " OK")) {
                    within[0] = false;
                    kept.append(result).append(" TIMEOUT\r\n");
                } else if (!within[0]) {
                    kept.append(line);
                }
                within[0] |= line.contains(result + "...");
            }
            return kept.toString();
        }

        @Test
        void isConfirmedWhenTheWitnessSawNoneEither() {
            Findings.in(judged(timedOut(USER, USER_TOPIC)))
                    .say("mqtt.user.arrive", "TIMEOUT", CONFIRMED, "did not see a message for it either");
            Findings.in(judged(timedOut(GET, SHADOW + "get/accepted")))
                    .say("mqtt.shadow-get.arrive", "TIMEOUT", CONFIRMED, "did not see a message for it either");
        }

        /** Which of the two is wrong is left open where the sequence of the lines is broken there, too. */
        @Test
        void isNotConfirmedWhenTheCloudHadIt() {
            assertThat(Findings.in(judged(timedOut(USER, "nothing"))).finding("mqtt.user.arrive", "TIMEOUT"))
                    .satisfies(CausesJudgeTest::contradictsTheCloud);
            assertThat(Findings.in(judged(timedOut(GET, "nothing"))).finding("mqtt.shadow-get.arrive", "TIMEOUT"))
                    .satisfies(CausesJudgeTest::contradictsTheCloud);
        }

        @Test
        void isConfirmedWhenItCameLater() {
            String published = "MQTT publishes message to " + USER_TOPIC + " OK\r\n";
            RunLog late =
                    clean().uart(it -> it.endsWith(published) ? it + USER + "...\r\n" + USER + " TIMEOUT\r\n" : it);

            Findings.in(late.judge()).say("mqtt.user.arrive", "TIMEOUT", CONFIRMED, "it came after that");
        }
    }

    @Nested
    class AnotherEndpoint {
        @Test
        void isNamedWhenTheDeviceHangsThere() {
            Judgement judgement = clean().uart(it -> it.replace(RunLog.HOST, "b2.iot.eu-west-1.amazonaws.com"))
                    .silentAfter("Starting the TLS handshake")
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.owner()).isEqualTo(Owner.SETUP);
            assertThat(judgement.failure().code()).isEqualTo(FailureCode.WRONG_ENDPOINT);
            assertThat(judgement.reason()).contains("b2.iot.eu-west-1.amazonaws.com");
        }

        @Test
        void isALieWhenTheDeviceSaysThatAllWentWell() {
            Judgement judgement = clean().uartReplacing(
                            "Connects with " + RunLog.HOST, "Connects with b2.iot.eu-west-1.amazonaws.com")
                    .judge();

            Findings.in(judgement).have(Outcome.MISMATCH);
            assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
        }
    }

    @Nested
    class ALimit {
        @Test
        void isNamedByItsOwnName() {
            Judgement run = clean().cutAfter(
                            "Subscribing/publishing GetThing",
                            new Fact.LimitExpired(Limit.RUN, 600_000),
                            new Fact.CaptureEnded("the run took longer than the profile allows"))
                    .judge();
            Judgement network = clean().cutAfter(
                            "IPv4 mode",
                            new Fact.LimitExpired(Limit.NETWORK, 75_000),
                            new Fact.CaptureEnded("the device did not come onto its network"))
                    .judge();
            Judgement silence =
                    clean().silentAfter("Subscribing/publishing GetThing").judge();

            assertThat(run.failure().code()).isEqualTo(FailureCode.RUN_LIMIT);
            assertThat(run.reason())
                    .contains("limits.run")
                    .contains("600000 ms")
                    .doesNotContain("silent");
            assertThat(network.failure().code()).isEqualTo(FailureCode.NO_NETWORK);
            assertThat(network.reason()).contains("limits.network");
            assertThat(network.stage()).isEqualTo(Stage.NETWORK);
            assertThat(silence.failure().code()).isEqualTo(FailureCode.HANG);
            assertThat(silence.reason()).contains("limits.silence");
        }
    }

    @Nested
    class AnExperiment {
        @Test
        void thatDisturbedTheLinkDoesNotBlameTheDevice() {
            Fact fault = new Fact.LinkFaultBegan(0, "stall", "stall of 3000 ms after 812 bytes", 812, 4000);
            Judgement disturbed = clean().after(line("MQTT connects OK"), fault)
                    .silentAfter("Subscribing/publishing GetThing")
                    .judge();
            Judgement passed = clean().after(line("MQTT connects OK"), fault).judge();

            Findings.in(disturbed).have(Outcome.INCONCLUSIVE);
            assertThat(disturbed.failure().code()).isEqualTo(FailureCode.LINK_DISTURBED);
            Findings.in(passed).have(Outcome.PASS);
        }
    }

    @Nested
    class Provisioning {
        private static final String LINES =
                "The device has not provisioned yet. Try to provision it...\r\nProvision for development...\r\n";

        private static RunLog provisioning() {
            return clean().before(line("Starting AWS IoT test"), new Fact.UartReceived(Bytes.latin1(LINES)));
        }

        @Test
        void beforeTheBannerIsThisBootsOwnAndNoNoise() {
            Judgement judgement = provisioning().judge();

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).noneMatch(it -> it.contains("noise"));
        }

        @Test
        void thatNeverEndsIsTheDevicesAndNotAResetThatWasNotSeen() {
            Judgement judgement = provisioning()
                    .cutAfter(
                            "Provision for development",
                            new Fact.LimitExpired(Limit.BANNER, 10_000),
                            new Fact.CaptureEnded("no boot banner after the reset"))
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.stage()).isEqualTo(Stage.BOOT);
            assertThat(judgement.reason()).contains("its provisioning").contains("limits.banner");
        }
    }

    @Nested
    class ASessionThatEndedWithoutAReason {
        private static RunLog ended(String members) {
            return clean().replacing(it -> it instanceof Fact.MqttReceived mqtt
                            && mqtt.topic().startsWith("$aws/events/presence/disconnected/")
                    ? mqtt(mqtt.topic(), "{\"sessionIdentifier\":\"s1\"" + members + "}")
                    : it);
        }

        @Test
        void isWhatClientInitiatedDisconnectSaysOrUnseen() {
            Findings.in(ended(",\"clientInitiatedDisconnect\":true").judge())
                    .have(Outcome.PASS)
                    .say("mqtt.disconnect", "OK", CONFIRMED, "presence event: disconnected");
            Findings.in(ended("").judge())
                    .have(Outcome.INCONCLUSIVE)
                    .say("mqtt.disconnect", "OK", UNSEEN, "does not say why");
        }
    }

    @Nested
    class AnotherClient {
        private static Judgement afterItsTests(Fact foreign) {
            return clean().before(Fact.CaptureEnded.class::isInstance, foreign)
                    .passing(5_000, foreign::equals)
                    .judge();
        }

        @Test
        void thatPublishesOnTheUserTopicWhenTheDeviceHasLeftIsTheSetUps() {
            Judgement judgement = afterItsTests(mqtt(USER_TOPIC, "{\"message\":\"hello from elsewhere\"}"));

            Findings.in(judgement).have(Outcome.BENCH_FAULT);
            assertThat(judgement.owner()).isEqualTo(Owner.SETUP);
            assertThat(judgement.failure().code()).isEqualTo(FailureCode.FOREIGN_CLIENT);
        }

        @Test
        void thatChangesTheShadowInMidRunIsTheSetUpsByItsToken() {
            String document = "{\"state\":{\"desired\":{\"lamp\":\"on\"}},\"clientToken\":\"console-1\"}";
            Judgement judgement = clean().after(
                            line("Subscribing/publishing GetThing"), mqtt(SHADOW + "update", document))
                    .judge();

            assertThat(judgement.failure().code()).as(judgement.reason()).isEqualTo(FailureCode.FOREIGN_CLIENT);
            assertThat(judgement.reason()).contains("clientToken");
        }

        @Test
        void thatChangesTheShadowOverHttpsInTheMqttTestIsTheSetUps() {
            Judgement judgement = clean().after(
                            line("Subscribing/publishing GetThing"),
                            mqtt(
                                    SHADOW + "update/accepted",
                                    "{\"state\":{\"desired\":{\"lamp\":\"on\"}},\"version\":99,\"timestamp\":1514962199}"))
                    .judge();

            assertThat(judgement.failure().code()).as(judgement.reason()).isEqualTo(FailureCode.FOREIGN_CLIENT);
        }

        /** MQTT does not tell who sends. */
        @Test
        void thatPublishesInMidRunCannotBeToldFromADeviceThatDoesNotSay() {
            Judgement judgement = clean().after(
                            line("Subscribing/publishing GetThing"), mqtt(USER_TOPIC, "{\"message\":\"extra\"}"))
                    .judge();

            Findings.in(judgement).have(Outcome.MISMATCH);
            assertThat(judgement.reason()).contains("never claimed").contains("another client");
        }

        @Test
        void thatPublishesWhereTheDeviceListensIsNoted() {
            Judgement judgement = afterItsTests(mqtt("Nuvoton/Mbed/D002", "hello"));

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).anyMatch(it -> it.contains("another client published on Nuvoton/Mbed/D002"));
        }
    }
}
