package org.numakerbench.lab.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.numakerbench.lab.night.ANight.benchFault;
import static org.numakerbench.lab.night.ANight.cloudFault;
import static org.numakerbench.lab.night.ANight.deviceFail;
import static org.numakerbench.lab.night.ANight.mismatch;
import static org.numakerbench.lab.night.ANight.pass;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.numakerbench.lab.night.ANight.Try;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Owner;

class AttemptSummaryTest {
    private static final Try DEVICE = deviceFail("mqtt.connect", "not authorised");
    private static final Try BENCH = benchFault("serial", "/dev/ttyACM0 is gone");

    private static NightCell.Result after(Try... tries) {
        return ANight.of(1).run("lab/a", "main", tries).cells().get(0).results().get(0);
    }

    @Test
    void aPassAtTheFirstAttemptIsAPass() {
        assertThat(after(pass()).word()).isEqualTo(ItemOutcome.PASS);
        assertThat(after(pass()).owner()).isEqualTo(Owner.NOBODY);
    }

    @Test
    void aPassOnRetryIsFlakyAndSaysThatTheDeviceFailedBefore() {
        NightCell.Result result = after(DEVICE, pass());

        assertThat(result.word()).isEqualTo(ItemOutcome.FLAKY);
        assertThat(result.owner()).isEqualTo(Owner.DEVICE);
        assertThat(result.reason()).isEqualTo("passed at attempt 2; at attempt 1 the device failed: not authorised");
    }

    @Test
    void aPassAfterABenchFaultIsFlakyAndSaysThatItWasNotTheDevice() {
        NightCell.Result result = after(BENCH, pass());

        assertThat(result.word()).isEqualTo(ItemOutcome.FLAKY);
        assertThat(result.owner()).isEqualTo(Owner.BENCH);
        assertThat(result.reason())
                .isEqualTo(
                        "passed at attempt 2; at attempt 1 the bench was at fault, not the device: /dev/ttyACM0 is gone");
    }

    @Test
    void ofSeveralFailuresBeforeAPassTheDevicesIsTold() {
        assertThat(after(DEVICE, BENCH, pass()).owner()).isEqualTo(Owner.DEVICE);
        assertThat(after(BENCH, DEVICE, cloudFault("away"), pass()).reason()).contains("attempt 2 the device failed");
    }

    @Test
    void aDeviceThatFailedIsNotExcusedByABenchThatFailedAtTheNextLook() {
        NightCell.Result result = after(DEVICE, BENCH);

        assertThat(result.word()).isEqualTo(ItemOutcome.DEVICE_FAIL);
        assertThat(result.owner()).isEqualTo(Owner.DEVICE);
        assertThat(result.where()).isEqualTo("mqtt.connect");
        assertThat(result.reason()).isEqualTo("not authorised (attempt 1 of 2)");
    }

    @Test
    void attemptsThatAllEndedAlikeAreCounted() {
        assertThat(after(DEVICE, DEVICE).reason()).isEqualTo("not authorised (2 attempts)");
    }

    @Test
    void aRunThatPassedTwiceBecauseItsHostDiedInBetweenIsNotFlaky() {
        assertThat(after(pass(), pass()).word()).isEqualTo(ItemOutcome.PASS);
    }

    @Test
    void whereTheBenchFailedTheStepOnlyTellsHowFarTheDeviceHadCome() {
        Try cutOff = new Try("BENCH_FAULT", "serial", "bench", "mqtt.user.publish", "the port is gone", null);

        assertThat(after(cutOff).where()).isEqualTo("serial");
    }

    @Test
    void nothingTriedHasNoWord() {
        assertThat(new AttemptSummary(List.of()).word()).isNull();
        assertThat(new AttemptSummary(List.of()).telling()).isEmpty();
        assertThat(new AttemptSummary(List.of()).reason()).isEmpty();
    }

    @Provide
    Arbitrary<List<Try>> tries() {
        return Arbitraries.of(
                        pass(),
                        DEVICE,
                        mismatch("mqtt.user.publish", "not seen"),
                        BENCH,
                        cloudFault("away"),
                        new Try("INCONCLUSIVE", "mqtt", "cloud", null, "lost the endpoint too", null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property
    void theAttemptThatIsToldMadeTheWord(@ForAll("tries") List<Try> tries) {
        NightCell.Result result = after(tries.toArray(Try[]::new));
        AttemptRow telling = result.telling();
        boolean deviceFailed = tries.stream().anyMatch(it -> "device".equals(it.owner()));
        boolean passedAtTheEnd = tries.get(tries.size() - 1).outcome().equals("PASS");

        assertThat(telling).isNotNull();
        assertThat(result.word().isPass()).isEqualTo(passedAtTheEnd);
        if (result.word() == ItemOutcome.FLAKY) {
            assertThat(telling.isPass()).isFalse();
        } else {
            assertThat(telling.outcome()).isEqualTo(result.word().countsAs());
        }
        if (result.word() != ItemOutcome.PASS) {
            assertThat(result.owner() == Owner.DEVICE).isEqualTo(deviceFailed);
        }
        assertThat(result.reason()).contains(String.valueOf(telling.reason()));
    }

    @Test
    void whatPassedOrHasUsedItsRetriesIsOver() {
        Try cutOff = benchFault("record", "interrupted: it was killed").code(FailureCode.INTERRUPTED);

        assertThat(isOver(pass())).isTrue();
        assertThat(isOver(cutOff, pass())).isTrue();
        assertThat(isOver(DEVICE)).isFalse();
        assertThat(isOver(DEVICE, DEVICE)).isTrue();
        assertThat(isOver(BENCH, BENCH)).isFalse();
        assertThat(isOver(BENCH, BENCH, BENCH)).isTrue();
        assertThat(isOver(cutOff, cutOff, cutOff, cutOff)).isFalse();
        assertThat(isOver(DEVICE, DEVICE, cutOff)).isFalse();
        assertThat(isOver()).isFalse();
    }

    private static boolean isOver(Try... tries) {
        return new AttemptSummary(after(tries).attempts()).isOver(new Retries(1, 2, 2));
    }
}
