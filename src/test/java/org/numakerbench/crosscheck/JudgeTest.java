package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.HELLO;
import static org.numakerbench.crosscheck.RunLog.SHADOW;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.crosscheck.RunLog.mqtt;
import static org.numakerbench.model.Verdict.CONFIRMED;
import static org.numakerbench.model.Verdict.UNCHECKABLE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

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

        /** Flashing had booted it, and the reset cut that boot off at any byte; a busy host reads the rest late. */
        @Test
        void isNotToldByWhatAnOlderBootLeftOnTheWire() {
            String wire = RunLog.sample("seed-mqtt-5.7.wire.log");
            for (int cut = 1; cut < 400; cut++) {
                Fact remains = new Fact.UartReceived(Bytes.latin1(wire.substring(0, cut)));
                Fact.ResetReturned returned = new Fact.ResetReturned("break");

                for (RunLog log :
                        List.of(clean().before(returned::equals, remains), clean().after(returned::equals, remains))) {
                    Judgement judgement = log.judge();
                    assertThat(judgement.outcome())
                            .as("cut off after " + cut + " bytes: " + judgement.reason())
                            .isEqualTo(Outcome.PASS);
                }
            }
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

            assertThat(judgement.heap()).isEqualTo(new Judgement.Heap(1351L, 63022L, null, null, 163840L));
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
            assertThat(judgement.owner()).isEqualTo(Owner.BENCH);
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
            assertThat(judge.needs()).contains(org.numakerbench.crosscheck.claim.Ruling.Need.MESSAGE);
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
}
