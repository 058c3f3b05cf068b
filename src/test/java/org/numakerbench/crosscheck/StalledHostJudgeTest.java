package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.crosscheck.RunLog.USER_TOPIC;
import static org.numakerbench.crosscheck.RunLog.clean;
import static org.numakerbench.crosscheck.RunLog.line;
import static org.numakerbench.model.Verdict.REFUTED;
import static org.numakerbench.model.Verdict.UNCLAIMED;
import static org.numakerbench.model.Verdict.UNSEEN;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.Limit;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** What ran out while this host let nothing run is neither the cloud's fault nor the device's; and nothing else is excused. */
class StalledHostJudgeTest {
    private static final Predicate<Fact> FAILED = Fact.WitnessFailed.class::isInstance;
    private static final Predicate<Fact> LAG = Fact.HostLag.class::isInstance;
    private static final Predicate<Fact> EXPIRED = Fact.LimitExpired.class::isInstance;

    private static Fact stall(long ms) {
        return new Fact.HostLag(ms + 400, ms, ms);
    }

    private static Fact timedOut(long ms) {
        return new Fact.WitnessFailed(
                Owner.CLOUD, null, "endpoint e:8883 did not answer in time", "check the network", ms);
    }

    private static void isTheHosts(Judgement judgement, String seconds) {
        Findings.in(judgement).have(Outcome.BENCH_FAULT);
        assertThat(judgement.owner()).isEqualTo(Owner.BENCH);
        assertThat(judgement.stage()).isEqualTo(Stage.HOST);
        assertThat(judgement.reason()).startsWith("this host was stalled for " + seconds + " s");
    }

    @Nested
    class AWitnessThatTimedOut {
        private RunLog log(Fact failure, Fact... before) {
            List<Fact> end = new ArrayList<>(List.of(before));
            end.add(failure);
            return clean().cutAfter("Starting AWS", end.toArray(Fact[]::new));
        }

        @Test
        void whileTheHostWasStalledBlamesTheBench() {
            Judgement judgement = log(timedOut(21_000), stall(11_000))
                    .passing(13_000, LAG)
                    .passing(8_000, FAILED)
                    .judge();

            isTheHosts(judgement, "11");
            assertThat(judgement.reason()).contains("endpoint e:8883 did not answer in time");
        }

        @Test
        void isTheBenchsToo_whenTheStallIsOnRecordOnlyBehindIt() {
            isTheHosts(
                    log(stall(11_000), timedOut(11_500)).passing(11_500, FAILED).judge(), "11");
        }

        @Test
        void onAHostThatWasBusyAllTheTimeIsTheBenchs() {
            RunLog log = log(timedOut(20_000));
            for (int i = 0; i < 20; i++) {
                Fact busy = new Fact.HostLag(1_000, 500, 40);
                log.before(FAILED, busy).passing(990, it -> it == busy);
            }

            isTheHosts(log.judge(), "10");
        }

        @ParameterizedTest(name = "a stall of {0} ms in a wait of {1} ms")
        @CsvSource({"2000, 12000", "500, 10000", "0, 10000", "3000, 20000"})
        void forTheMostPartOfItsWaitInVainIsTheClouds(long stallMs, long waitMs) {
            Judgement judgement = log(timedOut(waitMs), stall(stallMs))
                    .passing(stallMs, LAG)
                    .passing(waitMs - stallMs, FAILED)
                    .judge();

            Findings.in(judgement).have(Outcome.CLOUD_FAULT);
            assertThat(judgement.reason()).isEqualTo("endpoint e:8883 did not answer in time; check the network");
        }

        @Test
        void longAfterAStallIsTheClouds() {
            Judgement judgement = log(timedOut(10_000), stall(60_000))
                    .passing(60_000, LAG)
                    .passing(10_100, FAILED)
                    .judge();

            Findings.in(judgement).have(Outcome.CLOUD_FAULT);
        }

        @Test
        void nextToLagThatMayAllLieOutsideItsWaitIsTheClouds() {
            // 15 s of lag, somewhere in 60 s of which the wait was 20.
            Judgement judgement = log(timedOut(20_000), new Fact.HostLag(60_000, 15_000, 0))
                    .passing(60_000, LAG)
                    .judge();

            Findings.in(judgement).have(Outcome.CLOUD_FAULT);
        }

        @Test
        void andThenConnectedIsForgiven() {
            Findings.in(clean().after(
                                    Fact.TlsProbed.class::isInstance,
                                    timedOut(10_000),
                                    stall(11_000),
                                    new Fact.WitnessConnected("witness", "h"))
                            .passing(11_000, LAG)
                            .judge())
                    .have(Outcome.PASS);
        }

        @Test
        void whatNoTimeOutEndedStaysWhoseverItIs() {
            Fact refused =
                    new Fact.WitnessFailed(Owner.CLOUD, null, "endpoint e:8883 is unreachable: refused", "check");
            Fact untrusted =
                    new Fact.WitnessFailed(Owner.BENCH, null, "e:8883 refused the witness's certificate", "renew it");
            for (Fact failure : List.of(refused, untrusted)) {
                Judgement judgement =
                        log(failure, stall(11_000)).passing(11_000, LAG).judge();

                assertThat(judgement.stage()).isEqualTo(Stage.MQTT);
                assertThat(judgement.outcome())
                        .isEqualTo(failure == refused ? Outcome.CLOUD_FAULT : Outcome.BENCH_FAULT);
            }
        }
    }

    @Nested
    class ALimitThatExpired {
        @Test
        void onADeviceTheHostCouldNotHearIsTheBenchs() {
            Judgement judgement = clean().silentAfter("MQTT connects OK")
                    .before(EXPIRED, stall(30_000))
                    .passing(35_000, LAG)
                    .passing(40_000, EXPIRED)
                    .judge();

            isTheHosts(judgement, "30");
        }

        @ParameterizedTest
        @ValueSource(longs = {500, 2_000, 5_000})
        void isTheDevicesWhenTheStallExplainsNoSuchSilence(long stallMs) {
            Judgement judgement = clean().silentAfter("MQTT connects OK")
                    .before(EXPIRED, stall(stallMs))
                    .passing(10_000, LAG)
                    .passing(35_000 + stallMs, EXPIRED)
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
            assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
        }

        /** The wait has grown by what the host lost, and buffers kept what the device might have said. */
        @Test
        void onAHostThatIsMerelySlowIsTheDevices() {
            RunLog log = clean().silentAfter("MQTT connects OK");
            for (int i = 0; i < 90; i++) {
                Fact busy = new Fact.HostLag(1_000, 600, 600);
                log.before(EXPIRED, busy).passing(990, it -> it == busy);
            }

            Findings.in(log.judge()).have(Outcome.DEVICE_FAIL);
        }

        @Test
        void isTheDevicesWhenTheStallWasBeforeItsLastWord() {
            Judgement judgement = clean().silentAfter("MQTT connects OK")
                    .before(line("MQTT connects OK"), stall(60_000))
                    .passing(60_000, LAG)
                    .passing(45_000, EXPIRED)
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
        }

        @ParameterizedTest
        @EnumSource(names = {"FIRST_BYTE", "BANNER"})
        void withoutABootIsNotTheBoardsReset(Limit limit) {
            Judgement judgement = clean().uart(text -> limit == Limit.FIRST_BYTE ? "" : text.replace("Starting", "St"))
                    .before(Fact.CaptureEnded.class::isInstance, stall(9_000), new Fact.LimitExpired(limit, 5000))
                    .passing(9_000, LAG)
                    .passing(5_000, EXPIRED)
                    .judge();

            isTheHosts(judgement, "9");
        }
    }

    @Nested
    class AWitnessInAStall {
        @Test
        void refutesNothingByAbsence() {
            Judgement judgement = clean().withoutMessagesOn(USER_TOPIC)
                    .before(line("MQTT publishes message to " + USER_TOPIC + " OK"), stall(3_000))
                    .passing(3_000, LAG)
                    .judge();

            isTheHosts(judgement, "3");
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == REFUTED);
            Findings.in(judgement).say("mqtt.user.publish", "publishes", UNSEEN, "this host was stalled for 3 s");
        }

        @ParameterizedTest
        @ValueSource(longs = {50, 500, 1_500})
        void whichIsShortRefutesAsEver(long stallMs) {
            Judgement judgement = clean().withoutMessagesOn(USER_TOPIC)
                    .before(line("MQTT publishes message to " + USER_TOPIC + " OK"), stall(stallMs))
                    .passing(stallMs, LAG)
                    .judge();

            Findings.in(judgement)
                    .have(Outcome.MISMATCH)
                    .say("mqtt.user.publish", "publishes", REFUTED, "the witness was awake and saw no such message");
        }

        @Test
        void whoseLastCanaryWasLostIsTheBenchs() {
            Judgement judgement = clean().withoutMessagesOn(USER_TOPIC)
                    .without(fact -> fact.equals(new Fact.CanaryReturned("last")))
                    .before(Fact.RunEnded.class::isInstance, new Fact.HostLag(9_000, 6_000, 400))
                    .passing(9_000, LAG)
                    .judge();

            isTheHosts(judgement, "6");
            Findings.in(judgement).say("mqtt.user.publish", "publishes", UNSEEN, "no canary");
        }

        @Test
        void thatLostItsConnectionCannotAccuseTheCloudOfADevicesFailure() {
            Judgement judgement = clean().uartReplacing("MQTT connects OK", "MQTT connects failed: -1")
                    .cutAfter(
                            "MQTT connects failed",
                            stall(40_000),
                            new Fact.WitnessDisconnected("Connection lost"),
                            new Fact.WitnessConnected("witness", "h"),
                            new Fact.LimitExpired(Limit.SILENCE, 45000),
                            new Fact.CaptureEnded("the device went silent"))
                    .passing(40_000, LAG)
                    .judge();

            isTheHosts(judgement, "40");
        }
    }

    @Nested
    class AWireInAStall {
        @Test
        void mayHaveLostLines() {
            Judgement judgement = clean().after(line("UpdateThingShadow topic OK"), stall(6_000))
                    .passing(6_000, LAG)
                    .uart(text -> text.contains("GetThingShadow") || text.contains("shadow/get") ? "" : text)
                    .judge();

            isTheHosts(judgement, "6");
            assertThat(judgement.findings()).noneMatch(it -> it.verdict() == REFUTED || it.verdict() == UNCLAIMED);
        }

        @Test
        void thatLostNothingPasses() {
            Judgement judgement = clean().after(line("UpdateThingShadow topic OK"), stall(6_000))
                    .passing(6_000, LAG)
                    .judge();

            Findings.in(judgement).have(Outcome.PASS);
            assertThat(judgement.notes()).anyMatch(it -> it.contains("this host was stalled for 6 s"));
        }

        @Test
        void doesNotExcuseALieElsewhere() {
            Judgement judgement = clean().uartReplacing("Using Mbed OS 5.7.1", "Using Mbed OS 5.9.5")
                    .before(Fact.CaptureEnded.class::isInstance, stall(6_000))
                    .passing(6_000, LAG)
                    .judge();

            assertThat(judgement.stage()).isEqualTo(Stage.FLASH);
        }

        @Test
        void doesNotExcuseAFailureThatTheDeviceTellsItself() {
            Judgement judgement = clean().uartReplacing("MQTT connects OK", "MQTT connects failed: -1")
                    .cutAfter("MQTT connects failed", stall(6_000), new Fact.CaptureEnded("the device is done"))
                    .passing(6_000, LAG)
                    .judge();

            Findings.in(judgement).have(Outcome.DEVICE_FAIL);
        }
    }

    @Test
    void aToolThatTimedOutInAStallIsNotHeldAgainstItsBoard() {
        Fact ran = new Fact.ToolRan(Stage.FLASH, "openocd", List.of("openocd"), null, true, Bytes.utf8(""), 65_000);
        Judgement judgement = clean().cutAfter(
                        "Starting AWS",
                        stall(30_000),
                        ran,
                        new Fact.BenchFailed(Stage.FLASH, null, "openocd did not end within 60000 ms", "check it"))
                .passing(30_000, LAG)
                .passing(35_000, it -> it == ran)
                .judge();

        isTheHosts(judgement, "30");
    }

    @Test
    void aLogCutOffAnywhereGivesAPrefixOfTheFindings() {
        List<EvidenceEntry> whole = clean().withoutMessagesOn(USER_TOPIC)
                .before(line("MQTT publishes message to " + USER_TOPIC + " OK"), stall(3_000))
                .passing(3_000, LAG)
                .after(line("UpdateThingShadow topic OK"), new Fact.HostLag(1_000, 600, 300))
                .entries();
        List<Finding> all = judged(whole).findings();
        for (int end = 0; end < whole.size(); end++) {
            Judgement cut = judged(whole.subList(0, end));

            assertThat(cut.findings()).isEqualTo(all.subList(0, cut.findings().size()));
            assertThat(cut.reason()).startsWith("interrupted");
        }
    }

    private static Judgement judged(List<EvidenceEntry> entries) {
        Judge judge = new Judge();
        entries.forEach(judge::accept);
        return judge.judgement();
    }
}
