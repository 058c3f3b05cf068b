package org.numakerbench.lab.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.cloudFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import org.junit.jupiter.api.Test;
import org.numakerbench.lab.night.ANight.Try;
import org.numakerbench.lab.night.NightReport.News;
import org.numakerbench.model.Owner;

/** What a night is to those before. */
class NightReportTest {
    private static final Try FAILS = deviceFail("mqtt.connect", "not authorised");
    private static final Try FAULT = benchFault("flash", "openocd: no device found");

    private static NightReport report(Try lastNight, Try tonight) {
        return ANight.of(2).run("lab/a", "main", tonight).after(ANight.of(1).run("lab/a", "main", lastNight));
    }

    private static News news(Try lastNight, Try tonight) {
        NightReport report = report(lastNight, tonight);
        return report.news(report.cells().get(0));
    }

    private static String before(NightReport report) {
        return report.before(report.cells().get(0));
    }

    private static String since(NightReport report) {
        return report.since(report.cells().get(0)).sentence();
    }

    @Test
    void whatPassedAndFailsIsNew() {
        assertThat(news(pass(), FAILS)).isEqualTo(News.NEW_FAILURE);
        assertThat(before(report(pass(), FAILS))).isEqualTo("passed the night before");
    }

    @Test
    void whatFailedTheSameWayIsNotNew() {
        assertThat(news(FAILS, FAILS)).isEqualTo(News.STILL_FAILING);
        assertThat(report(FAILS, FAILS).newFailures()).isEmpty();
    }

    @Test
    void aDeviceThatFailsWhereTheBenchHadIsANewFailureOfTheDevice() {
        assertThat(news(FAULT, FAILS)).isEqualTo(News.NEW_FAILURE);
        assertThat(before(report(FAULT, FAILS))).isEqualTo("BENCH_FAULT the night before (bench, flash)");
        assertThat(news(cloudFault("away"), FAILS)).isEqualTo(News.NEW_FAILURE);
        assertThat(news(FAILS, FAULT)).isEqualTo(News.NEW_FAILURE);
    }

    @Test
    void aDeviceThatFailsAtAnotherStepFailsOtherwise() {
        assertThat(news(mismatch("https.user-publish", "not seen"), FAILS)).isEqualTo(News.FAILS_OTHERWISE);
    }

    @Test
    void aBenchThatFailsAtAnotherStageIsStillTheBench() {
        assertThat(news(benchFault("serial", "gone"), FAULT)).isEqualTo(News.STILL_FAILING);
    }

    @Test
    void whatFailedAndPassesAtOnceIsFixed() {
        assertThat(news(FAILS, pass())).isEqualTo(News.FIXED);
        assertThat(news(pass(), pass())).isEqualTo(News.NONE);
    }

    @Test
    void whatPassesOnlyOnRetryIsFlakyAndNotFixed() {
        NightReport report = ANight.of(2)
                .run("lab/a", "main", FAILS, pass())
                .after(ANight.of(1).run("lab/a", "main", FAILS));

        assertThat(report.fixed()).isEmpty();
        assertThat(report.flaky()).hasSize(1);
        assertThat(report.retries()).isEqualTo(1);
    }

    @Test
    void aFlakyRepeatIsToldEvenWhereAnotherFails() {
        NightReport report = ANight.of(1)
                .run("lab/a", "main", FAULT, pass())
                .run("lab/a", "main", FAILS)
                .after();

        assertThat(report.cells()).hasSize(1);
        assertThat(report.cells().get(0).word()).isEqualTo(ItemOutcome.DEVICE_FAIL);
        assertThat(report.flaky()).hasSize(1);
    }

    @Test
    void inTheFirstNightEveryFailureIsNewAndThereIsNothingBefore() {
        NightReport report = ANight.of(1).run("lab/a", "main", FAILS).after();

        assertThat(report.newFailures()).hasSize(1);
        assertThat(before(report)).isEqualTo("first night of this plan");
        assertThat(since(report)).isEqualTo("never run before in this plan, build main-1");
    }

    @Test
    void whatWasNotRunIsNeitherAFailureNorFixed() {
        NightReport report = ANight.of(2)
                .notRun("lab/a", "main", "the night had closed")
                .after(ANight.of(1).run("lab/a", "main", FAILS));

        assertThat(report.news(report.cells().get(0))).isEqualTo(News.NONE);
        assertThat(report.exitCode(false, false)).isEqualTo(3);
        assertThat(report.causes())
                .singleElement()
                .satisfies(it -> assertThat(it.owner()).isEqualTo(Owner.NOBODY));
    }

    @Test
    void aNightNobodyRanDoesNotMakeAnOldFailureNew() {
        NightReport report = ANight.of(3)
                .run("lab/a", "main", FAILS)
                .after(ANight.of(1).run("lab/a", "main", FAILS), ANight.of(2).notRun("lab/a", "main", "cancelled"));

        assertThat(report.news(report.cells().get(0))).isEqualTo(News.STILL_FAILING);
        assertThat(before(report)).startsWith("DEVICE_FAIL in 20261121T220000Z-nightly");
    }

    @Test
    void aBoardThatWasNotThereBeforeIsNew() {
        NightReport report =
                ANight.of(2).run("lab/b", "main", FAILS).after(ANight.of(1).run("lab/a", "main", pass()));

        assertThat(report.newFailures()).hasSize(1);
        assertThat(before(report)).isEqualTo("not run in the nights before");
    }

    @Test
    void theBuildSinceWhichItFailsIsTheFirstAfterTheLastPass() {
        NightReport report = ANight.of(4)
                .run("lab/a", "main", FAILS)
                .after(
                        ANight.of(1).run("lab/a", "main", pass()),
                        ANight.of(2).run("lab/a", "main", FAILS),
                        ANight.of(3).run("lab/a", "main", FAILS));

        assertThat(since(report))
                .isEqualTo("since 2026-11-22, build main-2 (this night's is main-4); passed last with build main-1 on"
                        + " 2026-11-21");
    }

    @Test
    void aBenchFaultInBetweenIsNotSinceWhenTheDeviceFails() {
        NightReport report = ANight.of(3)
                .run("lab/a", "main", FAILS)
                .after(ANight.of(1).run("lab/a", "main", pass()), ANight.of(2).run("lab/a", "main", FAULT));

        assertThat(since(report))
                .isEqualTo("since this night, build main-3; passed last with build main-1 on 2026-11-21");
    }

    @Test
    void aBuildThatPassedBeforeIsNotWhatChanged() {
        NightReport report = ANight.of(2)
                .build("main", "r1")
                .run("lab/a", "main", FAILS)
                .after(ANight.of(1).build("main", "r1").run("lab/a", "main", pass()));

        assertThat(since(report))
                .isEqualTo("since this night; the same build r1 passed on 2026-11-21: the build is not what changed");
    }

    @Test
    void aFailureThatComesAndGoesSaysHowManyRunsPassed() {
        NightReport report = ANight.of(2)
                .run("lab/a", "main", pass())
                .run("lab/a", "main", FAILS)
                .run("lab/a", "main", pass())
                .after(ANight.of(1).run("lab/a", "main", pass()));

        assertThat(since(report)).endsWith("; 2 of 3 runs of this night passed");
    }

    @Test
    void heapThatMovedByMoreThanNoiseIsTold() {
        NightReport report = ANight.of(2)
                .run("lab/a", "main", pass().heap(50_064))
                .run("lab/b", "main", pass().heap(50_065))
                .run("lab/c", "main", pass().heap(40_000))
                .after(ANight.of(1)
                        .run("lab/a", "main", pass())
                        .run("lab/b", "main", pass())
                        .run("lab/c", "main", pass()));

        assertThat(report.heapChanges())
                .extracting(it -> it.cell().place() + " " + it.growthBytes())
                .containsExactly("lab/b 65", "lab/c -10000");
    }

    @Test
    void heapThatMovedWithTheSameBuildSaysSo() {
        NightReport report = ANight.of(2)
                .build("main", "r1")
                .run("lab/a", "main", pass().heap(60_000))
                .after(ANight.of(1).build("main", "r1").run("lab/a", "main", pass()));

        assertThat(report.heapChanges())
                .singleElement()
                .satisfies(it -> assertThat(it.isSameBuild()).isTrue());
    }

    @Test
    void theHeapOfADeviceThatDidNotComeToItsEndSaysNothing() {
        NightReport report = ANight.of(2)
                .run("lab/a", "main", FAILS.heap(90_000), pass())
                .after(ANight.of(1).run("lab/a", "main", pass()));

        assertThat(report.heapChanges()).isEmpty();
    }

    @Test
    void theExitCodeIsTheDevicesBeforeTheBenchsBeforeTheClouds() {
        ANight night = ANight.of(1).run("lab/a", "main", pass()).run("lab/b", "main", FAILS, pass());
        assertThat(night.after().exitCode(false, false)).isZero();
        assertThat(night.after().exitCode(true, false)).isEqualTo(1);
        night.run("lab/c", "main", cloudFault("away"));
        assertThat(night.after().exitCode(false, false)).isEqualTo(4);
        night.run("lab/c", "main", FAULT);
        assertThat(night.after().exitCode(false, false)).isEqualTo(3);
        night.run("lab/a", "main", mismatch("mqtt.user.publish", "not seen"));
        assertThat(night.after().exitCode(false, false)).isEqualTo(1);
    }

    @Test
    void aHeapRegressionFailsTheNightIfThePlanSaysSo() {
        NightReport report = ANight.of(1)
                .run("lab/a", "main", pass())
                .regression("peak heap +4,096 bytes")
                .after();

        assertThat(report.exitCode(false, false)).isZero();
        assertThat(report.exitCode(false, true)).isEqualTo(1);
    }

    @Test
    void aNightUnderWayIsNotYetGoodAndNothingOfItWasNotRun() {
        NightReport report = ANight.underWay(1)
                .run("lab/a", "main", pass())
                .open("lab/a", "main")
                .open("lab/b", "main")
                .after();

        assertThat(report.exitCode(false, false)).isEqualTo(4);
        assertThat(report.causes()).isEmpty();
        assertThat(report.counts()).containsOnlyKeys(ItemOutcome.PASS);
        assertThat(report.cells().get(0).word()).isEqualTo(ItemOutcome.PASS);
        assertThat(report.headline()).isEqualTo("3 runs: 1 PASS; 2 not finished yet; 0 new failures, 0 fixed");
    }

    @Test
    void theHeadlineCountsWhatThereIs() {
        NightReport report = ANight.of(2)
                .run("lab/a", "main", FAILS, FAILS)
                .run("lab/b", "main", pass())
                .after(ANight.of(1).run("lab/a", "main", pass()).run("lab/b", "main", FAULT));

        assertThat(report.headline()).isEqualTo("2 runs: 1 DEVICE_FAIL, 1 PASS; 1 new failure, 1 fixed, 1 retry");
    }

    @Test
    void rowsAndColumnsAreInTheSameOrderEveryNight() {
        NightReport report = ANight.of(1)
                .run("lab/m-10", "rel-10", pass())
                .run("lab/m-2", "rel-9", pass())
                .after();

        assertThat(report.places()).containsExactly("lab/m-2", "lab/m-10");
        assertThat(report.columns()).extracting(NightCell.Key::build).containsExactly("rel-9", "rel-10");
    }
}
