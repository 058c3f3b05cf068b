package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.HELLO;
import static org.numakerbench.crosscheck.RunLog.HTTPS_UPDATED;
import static org.numakerbench.crosscheck.RunLog.REPORTED;
import static org.numakerbench.crosscheck.RunLog.SHADOW;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.both;
import static org.numakerbench.crosscheck.RunLog.https;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;
import static org.numakerbench.model.Verdict.UNCLAIMED;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;

/** The HTTPS steps, each against what an honest cloud and a dishonest device leave behind. */
class HttpsJudgeTest {
    private static final String STATUS = "Received 200 OK status";
    private static final String RESPONSE = "Received message";
    private static final String OK = "OK";
    private static final String REST_UPDATED =
            "{\"state\":{\"desired\":{\"attribute1\":1,\"attribute2\":\"2\"},\"reported\":{\"attribute1\":2,\"attribute2\":\"1\"}}";

    private static Findings of(RunLog log) {
        return Findings.in(log.judge());
    }

    private static String end(String step) {
        return switch (step) {
            case "https.user-publish" -> "Publishes to user topic";
            case "https.shadow-update-topic" -> "Update thing shadow by publishing";
            case "https.shadow-get-topic" -> "Get thing shadow by publishing";
            case "https.shadow-delete-topic" -> "Delete thing shadow by publishing";
            case "https.shadow-update-rest" -> "Update thing shadow RESTfully";
            case "https.shadow-get-rest" -> "Get thing shadow RESTfully";
            default -> "Delete thing shadow RESTfully";
        };
    }

    /** The {@code nth} fact of those, from 1. */
    private static Predicate<Fact> nth(int nth, Predicate<Fact> which) {
        AtomicInteger seen = new AtomicInteger();
        return fact -> which.test(fact) && seen.incrementAndGet() == nth;
    }

    private static Predicate<Fact> on(String topic) {
        return fact -> fact instanceof Fact.MqttReceived it && it.topic().equals(topic);
    }

    @Nested
    class ACleanRun {
        @Test
        void confirmsEverythingButTheTraceOfARead() {
            of(https())
                    .have(Outcome.PASS)
                    .areGoodExceptAt()
                    .say("https.tls", "serial number", CONFIRMED, "the same certificate")
                    .say("https.tls", "Connects with", CONFIRMED, ":8443")
                    .say("https.user-publish", STATUS, CONFIRMED, "the same bytes on " + USER_TOPIC)
                    .say("https.user-publish", RESPONSE, CONFIRMED, "HTTP 200 and a trace ID")
                    .say("https.user-publish", end("https.user-publish"), CONFIRMED, "received its message")
                    .say("https.shadow-update-topic", STATUS, CONFIRMED, SHADOW + "update")
                    .say("https.shadow-update-topic", "Update thing", CONFIRMED, "update/accepted")
                    .say("https.shadow-get-topic", "Get thing", CONFIRMED, "get/accepted")
                    .say("https.shadow-delete-topic", "Delete thing", CONFIRMED, "REST GET gives 404")
                    .say("https.shadow-update-rest", STATUS, CONFIRMED, "update/accepted")
                    .say("https.shadow-update-rest", RESPONSE, CONFIRMED, "the same document")
                    .say("https.shadow-get-rest", STATUS, UNCHECKABLE, "leaves no trace")
                    .say("https.shadow-get-rest", RESPONSE, CONFIRMED, "the shadow at version 79")
                    .say("https.shadow-get-rest", "Get thing", CONFIRMED, "hold")
                    .say("https.shadow-delete-rest", STATUS, CONFIRMED, "delete/accepted")
                    .say("https.shadow-delete-rest", RESPONSE, CONFIRMED, "the same document")
                    .say("https.shadow-delete-rest", "Delete thing", CONFIRMED, "REST GET gives 404");
        }

        @Test
        void ofBothTestsPassesToo() {
            of(both()).have(Outcome.PASS).areGoodExceptAt();
        }

        @Test
        void passesWhenQos1DeliversEverythingTwice() {
            RunLog log = both();
            for (String topic : List.of(USER_TOPIC, SHADOW + "update", SHADOW + "update/accepted", SHADOW + "delete")) {
                log.after(nth(2, on(topic)), duplicateOf(topic));
            }

            of(log).have(Outcome.PASS).areGoodExceptAt();
        }

        private Fact duplicateOf(String topic) {
            return mqtt(
                    topic,
                    topic.endsWith("/accepted")
                            ? HTTPS_UPDATED
                            : topic.equals(USER_TOPIC) ? HELLO : topic.endsWith("update") ? REPORTED : "");
        }

        @Test
        void passesWithoutADocumentInTheAnswerToDelete() {
            of(https().uartReplacing("{\"version\":79,\"timestamp\":1515473215}", "{}")
                            .uartReplacing("content-length: 37", "content-length: 2")
                            .uartReplacing("Received 225 chars", "Received 190 chars"))
                    .have(Outcome.PASS)
                    .say("https.shadow-delete-rest", RESPONSE, CONFIRMED, "no document");
        }

        @Test
        void knowsAReadByTheDocumentsMessageAlone() {
            Fact documents = mqtt(
                    SHADOW + "update/documents",
                    "{\"previous\":null,\"current\":" + REST_UPDATED
                            + ",\"metadata\":{\"desired\":{\"attribute1\":{\"timestamp\":1515473213},"
                            + "\"attribute2\":{\"timestamp\":1515473213}},\"reported\":{\"attribute1\":"
                            + "{\"timestamp\":1515473213},\"attribute2\":{\"timestamp\":1515473213}}},"
                            + "\"version\":79},\"timestamp\":1515473213}");

            of(https().without(it -> it instanceof Fact.ShadowRead read && read.status() == 200)
                            .after(nth(2, on(SHADOW + "update/accepted")), documents))
                    .have(Outcome.PASS)
                    .say("https.shadow-get-rest", RESPONSE, CONFIRMED, "update/documents");
        }

        @Test
        void waitsForTheMessageThatIsOnItsWay() {
            List<EvidenceEntry> entries = https().withoutMessagesOn(USER_TOPIC).entries();
            Judge judge = new Judge();
            for (EvidenceEntry entry : entries) {
                judge.accept(entry);
                if (line("Publishes to user topic").test(entry.fact())) {
                    break;
                }
            }

            assertThat(judge.needs()).contains(Need.MESSAGE);
            assertThat(judge.judgement().open())
                    .extracting(Judgement.OpenClaim::step)
                    .containsOnly("https.user-publish");
        }

        @Test
        void onAPortThatDoesNotLookLikeHttpsIsHttpsAllTheSame() {
            RunLog log = https().replacing(fact -> fact instanceof Fact.RunStarted
                            ? new Fact.RunStarted(RunLog.context(40321, "https"))
                            : fact instanceof Fact.TlsProbed it
                                    ? new Fact.TlsProbed(it.host(), 40321, it.certificate(), true, List.of())
                                    : fact)
                    .uartReplacing(":8443", ":40321");

            of(log).have(Outcome.PASS).areGoodExceptAt().say("https.tls", "Connects with", CONFIRMED, ":40321");
        }

        @Test
        void cannotSayMuchOfAPortItNeverLookedAt() {
            of(https().without(Fact.TlsProbed.class::isInstance))
                    .have(Outcome.PASS)
                    .say("https.tls", "serial number", UNCHECKABLE, "no handshake of its own");
        }
    }

    @Nested
    class AFailTheFirmwarePrintsOkAfter {
        private RunLog refused(String step) {
            String opening = end(step).replace("Publishes", "Publishing").replace("Update ", "Updating ");
            AtomicInteger at = new AtomicInteger();
            return https().uart(text -> {
                if (text.startsWith(opening)) {
                    at.set(1);
                } else if (at.get() == 1 && text.contains("[OK]")) {
                    at.set(2);
                    return text.replace("[OK]", "[FAIL]");
                } else if (at.get() == 2 && text.startsWith("HTTP/1.1 200 OK")) {
                    at.set(3);
                    return "HTTP/1.1 500 In\r\n";
                }
                return text;
            });
        }

        @Test
        void isNoPassAndTheOkIsRefuted() {
            of(refused("https.user-publish").withoutMessagesOn(USER_TOPIC))
                    .have(Outcome.DEVICE_FAIL)
                    .say("https.user-publish", "[FAIL]", CONFIRMED, "the cloud did not see what was requested either")
                    .say("https.user-publish", RESPONSE, CONFIRMED, "HTTP 500 is printed")
                    .say("https.user-publish", end("https.user-publish"), REFUTED, "printed all the same")
                    .areGoodExceptAt("https.user-publish");
        }

        @Test
        void isRefutedItselfWhenTheCloudDidIt() {
            of(refused("https.shadow-update-rest"))
                    .have(Outcome.DEVICE_FAIL)
                    .say("https.shadow-update-rest", "[FAIL]", REFUTED, "the cloud saw what was requested")
                    .say("https.shadow-update-rest", RESPONSE, REFUTED, "HTTP 500 is printed")
                    .say("https.shadow-update-rest", "RESTfully", REFUTED, "printed all the same");
        }
    }

    @Nested
    class ALie {
        @Test
        void aboutARequestThatWasNeverSentIsRefuted() {
            of(https().withoutMessagesOn(USER_TOPIC))
                    .have(Outcome.MISMATCH)
                    .say("https.user-publish", STATUS, REFUTED, "saw no such message on " + USER_TOPIC)
                    .say("https.user-publish", RESPONSE, REFUTED, "HTTP 200 is printed: ")
                    .say("https.user-publish", end("https.user-publish"), REFUTED, STATUS);
        }

        @Test
        void aboutTheBytesIsRefuted() {
            of(https().replacing(fact ->
                            on(USER_TOPIC).test(fact) ? mqtt(USER_TOPIC, "{ \"message\": \"Bye\" }") : fact))
                    .have(Outcome.MISMATCH)
                    .say("https.user-publish", STATUS, REFUTED, "other bytes");
        }

        @Test
        void aboutAStateThatTheServiceDidNotTakeIsRefuted() {
            String other = "{\"state\":{\"reported\":{\"attribute1\":9}},\"version\":79}";

            of(https().replacing(fact -> fact instanceof Fact.MqttReceived it
                                    && it.payload().utf8().startsWith(REST_UPDATED)
                            ? mqtt(it.topic(), other)
                            : fact))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-update-rest", STATUS, REFUTED, "accepted something else");
        }

        @Test
        void aboutTheAnswersDocumentIsRefuted() {
            of(https().uart(text -> text.startsWith(REST_UPDATED + ",\"metadata") && !text.contains("delta")
                            ? text.replace("\"version\":79", "\"version\":81")
                            : text))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-update-rest", STATUS, CONFIRMED, "accepted")
                    .say("https.shadow-update-rest", RESPONSE, REFUTED, "another document")
                    .say("https.shadow-update-rest", "Update thing", REFUTED, RESPONSE);
        }

        @Test
        void aboutAReadDocumentIsRefutedByItsVersion() {
            of(https().uart(text ->
                            text.contains("delta") ? text.replace("\"attribute1\":2", "\"attribute1\":5") : text))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-get-rest", RESPONSE, REFUTED, "by its own REST read");
        }

        @Test
        void aboutAVersionThatNeverWasIsRefuted() {
            of(https().uart(text -> text.contains("delta") ? text.replace("\"version\":79", "\"version\":96") : text))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-get-rest", RESPONSE, REFUTED, "never saw version 96; it last saw 79");
        }

        @Test
        void thatIsNoDocumentAtAllIsRefuted() {
            of(https().uart(text -> text.contains("delta") ? "[]\r\n" : text))
                    .say("https.shadow-get-rest", RESPONSE, REFUTED, "no shadow document");
        }

        @Test
        void aboutADeletedShadowThatIsStillThereIsRefuted() {
            of(https().replacing(fact -> fact instanceof Fact.ShadowRead it && it.number() == 3
                            ? new Fact.ShadowRead(3, it.thing(), 200, Bytes.utf8("{\"version\":79}"))
                            : fact))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-delete-rest", STATUS, CONFIRMED, "delete/accepted")
                    .say("https.shadow-delete-rest", "Delete thing", REFUTED, "REST GET still gives the shadow");
        }

        @Test
        void aboutADeleteThatNobodySawIsRefutedAndNotBorneOutByTheEarlierOne() {
            of(both().without(fact -> fact instanceof Fact.MqttReceived it
                            && it.payload().utf8().equals("{\"version\":79,\"timestamp\":1515473215}")))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-delete-rest", STATUS, REFUTED, "saw no delete/accepted")
                    .areGoodExceptAt("https.shadow-delete-rest");
        }

        @Test
        void withA403AndAnOkIsNamedByItsEffect() {
            RunLog log = https().uart(text -> text);
            AtomicInteger status = new AtomicInteger();
            log.uart(text ->
                    text.startsWith("HTTP/1.1 200 OK") && status.incrementAndGet() == 1 ? "HTTP/1.1 403 Fo\r\n" : text);

            of(log).have(Outcome.MISMATCH)
                    .say("https.user-publish", STATUS, CONFIRMED, "the same bytes")
                    .say("https.user-publish", RESPONSE, REFUTED, "HTTP 403 is printed");
            of(log.withoutMessagesOn(USER_TOPIC))
                    .say("https.user-publish", STATUS, REFUTED, "no such message")
                    .say("https.user-publish", RESPONSE, CONFIRMED, "HTTP 403 is printed");
        }

        @Test
        void ofTheMqttTestIsNotBorneOutByTheHttpsTest() {
            RunLog log = both();
            AtomicInteger seen = new AtomicInteger();
            log.without(fact -> on(USER_TOPIC).test(fact) && seen.incrementAndGet() == 1);

            of(log).have(Outcome.MISMATCH)
                    .say("mqtt.user.publish", "publishes", REFUTED, "no such message")
                    .say("https.user-publish", STATUS, CONFIRMED, "the same bytes");
        }
    }

    @Test
    void a_message_of_the_mqtt_test_that_comes_late_is_its_own_still() {
        RunLog log = both();
        AtomicInteger seen = new AtomicInteger();
        log.without(fact -> on(USER_TOPIC).test(fact) && seen.incrementAndGet() == 1);
        log.after(line("Connecting with " + RunLog.HOST + ":8443"), mqtt(USER_TOPIC, HELLO));

        of(log).have(Outcome.PASS).areGoodExceptAt();
    }

    @Nested
    class TheShadowService {
        @Test
        void mayRejectWhatWasTaken() {
            String rejected = "{\"code\":409,\"message\":\"Version conflict\"}";

            of(https().replacing(fact -> fact instanceof Fact.MqttReceived it
                                    && it.payload().utf8().equals(HTTPS_UPDATED)
                                    && it.topic().endsWith("update/accepted")
                            ? mqtt(SHADOW + "update/rejected", rejected)
                            : fact))
                    .have(Outcome.MISMATCH)
                    .say("https.shadow-update-topic", STATUS, CONFIRMED, "the same bytes")
                    .say("https.shadow-update-topic", RESPONSE, CONFIRMED, "trace ID")
                    .say("https.shadow-update-topic", "Update thing", REFUTED, "rejected it: " + rejected);
        }

        @ParameterizedTest
        @ValueSource(strings = {"update", "get", "delete"})
        void mayNeverAnswer(String operation) {
            AtomicInteger seen = new AtomicInteger();

            of(https().without(fact -> on(SHADOW + operation + "/accepted").test(fact) && seen.incrementAndGet() == 1))
                    .have(Outcome.MISMATCH)
                    .say(
                            "https.shadow-" + operation + "-topic",
                            "by publishing",
                            REFUTED,
                            "HTTP 200 says only that the message was taken");
        }

        @Test
        void changingTheShadowUnaskedIsToldAsUnclaimed() {
            Fact update =
                    mqtt(SHADOW + "update/accepted", "{\"state\":{\"reported\":{\"attribute1\":9}},\"version\":80}");

            of(https().after(line("Get thing shadow RESTfully"), update))
                    .have(Outcome.MISMATCH)
                    .sayUnsaid("https.shadow-update-rest", UNCLAIMED, "nobody asked on its topic");
            // Firmware that does not test HTTPS has not asked for it: another client has.
            of(RunLog.clean().after(line("Subscribes/publishes GetThingShadow topic OK"), update))
                    .have(Outcome.BENCH_FAULT)
                    .sayUnsaid("mqtt.shadow-update.publish", UNCLAIMED, "nobody asked on its topic");
        }

        @Test
        void andTheDeviceItselfMayPublishUnsaid() {
            of(https().after(line("Get thing shadow RESTfully"), mqtt(SHADOW + "get", "{}")))
                    .have(Outcome.MISMATCH)
                    .sayUnsaid("https.shadow-get-topic", UNCLAIMED, "never claimed");
        }
    }

    @Nested
    class AnAnswerLongerThanTheBuffer {
        private RunLog cut() {
            return https().uart(text -> text.contains("delta")
                            ? text.substring(0, text.length() - 30) + "\r\n"
                            : text.startsWith("HTTP/1.1 200 OK") ? text : text)
                    .uartReplacing("Received 557 chars", "Received 599 chars")
                    .uartReplacing("content-length: 368", "content-length: 440");
        }

        @Test
        void cannotBeCheckedAndIsNoFault() {
            of(cut()).have(Outcome.PASS).say("https.shadow-get-rest", RESPONSE, UNCHECKABLE, "600-byte buffer");
        }

        @Test
        void leavesItsRestBeforeTheNextOneWhichIsJudgedAllTheSame() {
            AtomicInteger responses = new AtomicInteger();
            RunLog log = cut().uart(text -> text.startsWith("HTTP/1.1 200 OK") && responses.incrementAndGet() == 7
                            ? "},\"version\":79,\"timestamp\":1515473214}" + text
                            : text)
                    .uartReplacing("Received 225 chars", "Received 263 chars");

            of(log).have(Outcome.PASS).say("https.shadow-delete-rest", RESPONSE, CONFIRMED, "the same document");
        }
    }

    @Nested
    class WithoutEvidence {
        @Test
        void aReadThatNobodyCouldCompareIsUnseen() {
            of(https().without(it -> it instanceof Fact.ShadowRead read && read.status() == 200
                            || it instanceof Fact.MqttReceived message
                                    && message.topic().endsWith("get/accepted")))
                    .say("https.shadow-get-rest", RESPONSE, UNSEEN, "never saw the shadow at version 79");
        }

        @Test
        void aSleepingWitnessRefutesNothing() {
            of(https().withoutMessagesOn(USER_TOPIC).without(Fact.CanaryReturned.class::isInstance))
                    .have(Outcome.INCONCLUSIVE)
                    .say("https.user-publish", STATUS, UNSEEN, "no canary")
                    .say("https.user-publish", RESPONSE, UNSEEN, "no canary")
                    .say("https.user-publish", end("https.user-publish"), UNSEEN, "no evidence for");
        }

        @Test
        void aRequestDamagedOnTheWireIsNotRefuted() {
            of(https().uart(text ->
                            text.startsWith("{ \"state\": { \"desired\"") ? text.replace("2\"", "\u00ff2\"") : text))
                    .have(Outcome.PASS)
                    .say("https.shadow-update-rest", STATUS, CONFIRMED, "the shadow service accepted it");
        }
    }

    @Test
    void silence_within_the_https_test_is_a_hang_at_the_step_that_would_follow() {
        of(https().silentAfter("Publishes to user topic through HTTPS/POST OK"))
                .have(Outcome.DEVICE_FAIL)
                .sayUnsaid("https.shadow-update-topic", UNSEEN, "went silent");
        of(both().silentAfter("MQTT disconnects OK"))
                .have(Outcome.DEVICE_FAIL)
                .sayUnsaid("https.tls", UNSEEN, "went silent");
    }

    @Test
    void a_step_that_the_device_skipped_is_missed() {
        AtomicInteger skipping = new AtomicInteger();
        RunLog log = https().uart(text -> {
            if (text.startsWith("Getting thing shadow RESTfully")) {
                skipping.set(1);
            }
            boolean dropped = skipping.get() == 1;
            if (text.startsWith("Get thing shadow RESTfully")) {
                skipping.set(2);
            }
            return dropped ? "" : text;
        });

        of(log).have(Outcome.INCONCLUSIVE).sayUnsaid("https.shadow-get-rest", UNSEEN, "the device never said it");
    }

    @Test
    void a_truncated_log_gives_a_prefix_of_the_findings() {
        for (RunLog log : List.of(https(), both(), https().withoutMessagesOn(USER_TOPIC))) {
            List<Finding> whole = log.judge().findings();
            Judge judge = new Judge();
            for (EvidenceEntry entry : log.entries()) {
                judge.accept(entry);
                List<Finding> sofar = judge.judgement().findings();
                assertThat(whole.subList(0, sofar.size())).isEqualTo(sofar);
            }
        }
    }

    @Nested
    class LinesLostOnTheWay {
        private RunLog without(String from, String to) {
            AtomicInteger at = new AtomicInteger();
            return https().uart(text -> {
                if (at.get() == 0 && text.startsWith(from)) {
                    at.set(1);
                } else if (at.get() == 1 && text.startsWith(to)) {
                    at.set(2);
                }
                return at.get() == 1 ? "" : text;
            });
        }

        @Test
        void ofARequestLeaveItsStatusToAnyMessageOnTheTopic() {
            of(without("HTTPS: Request message", "HTTPS: Received 253"))
                    .have(Outcome.PASS)
                    .say("https.user-publish", STATUS, CONFIRMED, "received a message");
        }

        @Test
        void betweenTwoStepsLeaveUnseenWhatCannotBeToldApart() {
            of(without("Publishes to user topic", "HTTPS: Received 253"))
                    .have(Outcome.INCONCLUSIVE)
                    .say("https.user-publish", STATUS, CONFIRMED, "the same bytes");
            RunLog lost = without("Update thing shadow by publishing", "HTTPS: Received 253");
            assertThat(lost.judge().findings())
                    .filteredOn(it -> it.verdict() == REFUTED)
                    .isEmpty();
        }

        @Test
        void beforeTheEndOfAStepLeaveItUnseen() {
            of(without("HTTPS: Received 253", "Publishes to user topic"))
                    .have(Outcome.INCONCLUSIVE)
                    .say("https.user-publish", end("https.user-publish"), UNSEEN, "always prints");
        }
    }

    @Nested
    class CertificatesThatExpire {
        /** The seed's server certificate expires on 2018-03-08; the log begins on 2018-01-03. */
        private RunLog reading(String owner, String expiresOn) {
            var seen = RunLog.CERTIFICATE;
            var own = new org.numakerbench.evidence.CertificateFacts(
                    3,
                    "01",
                    "CN=AWS IoT",
                    "CN=" + owner,
                    "2017-01-01 00:00:00",
                    expiresOn,
                    seen.signedUsing(),
                    "EC",
                    256,
                    List.of(),
                    null,
                    null,
                    null);
            return https().after(
                            Fact.RunStarted.class::isInstance, new Fact.CredentialRead(owner, "ab".repeat(32), own));
        }

        @Test
        void areNotedLongBefore() {
            assertThat(reading("witness", "2018-01-21 07:00:00").judge().notes())
                    .containsExactly(
                            "the witness's certificate (CN=witness) expires in 17 days, on 2018-01-21 07:00:00");
            assertThat(reading("device", "2018-01-02 00:00:00").judge().notes())
                    .containsExactly("the device's certificate (CN=device) expired on 2018-01-02 00:00:00");
            assertThat(reading("device", "2018-02-02 08:00:00").judge().notes()).isEmpty();
            assertThat(reading("device", "soon").judge().notes())
                    .containsExactly("the device's certificate has an expiry date that cannot be read: soon");
        }

        @Test
        void ofTheEndpointToo() {
            RunLog log = https().replacing(fact -> fact instanceof Fact.TlsProbed it
                    ? new Fact.TlsProbed(
                            it.host(),
                            it.port(),
                            new org.numakerbench.evidence.CertificateFacts(
                                    3,
                                    "01",
                                    "CN=i",
                                    "CN=s",
                                    "2017-01-01 00:00:00",
                                    "2018-01-10 07:00:00",
                                    "x",
                                    "EC",
                                    256,
                                    List.of(),
                                    null,
                                    null,
                                    null),
                            true,
                            List.of())
                    : fact);

            assertThat(log.judge().notes())
                    .containsExactly("the certificate of " + RunLog.HOST
                            + ":8443 (CN=s) expires in 6 days, on 2018-01-10 07:00:00");
        }

        @Test
        void areToldApartByTheEventOfTheConnection() {
            String id = "cd".repeat(32);
            Fact connected = mqtt(
                    "$aws/events/presence/connected/Nuvoton Client",
                    "{\"sessionIdentifier\":\"s1\",\"principalIdentifier\":\"" + id + "\"}");
            RunLog log = both().replacing(fact ->
                    fact instanceof Fact.MqttReceived it && it.topic().startsWith("$aws/events/presence/connected/")
                            ? connected
                            : fact);
            of(log).say("mqtt.connect", "MQTT connects OK", CONFIRMED, "connected");
            var own = RunLog.CERTIFICATE;

            of(log.after(Fact.RunStarted.class::isInstance, new Fact.CredentialRead("device", id, own)))
                    .say("mqtt.connect", "MQTT connects OK", CONFIRMED, "connected with its certificate");
            of(both().replacing(fact -> fact instanceof Fact.MqttReceived it
                                            && it.topic().startsWith("$aws/events/presence/connected/")
                                    ? connected
                                    : fact)
                            .after(
                                    Fact.RunStarted.class::isInstance,
                                    new Fact.CredentialRead("device", "ee".repeat(32), own)))
                    .say("mqtt.connect", "MQTT connects OK", CONFIRMED, "another certificate than the profile names");
        }
    }
}
