package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.evidence.RunContext.MeasurementFacts;
import org.numakerbench.model.Direction;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** A profile may set limits to measurements; the clean run has a peak heap of 63,022 bytes. */
class MeasurementLimitsTest {
    private static RunLog asking(String name, MeasurementFacts asked) {
        return RunLog.clean()
                .replacing(fact -> fact instanceof Fact.RunStarted it
                        ? new Fact.RunStarted(asking(it.context(), Map.of(name, asked)))
                        : fact);
    }

    private static RunContext asking(RunContext it, Map<String, MeasurementFacts> measurements) {
        return new RunContext(
                it.schema(),
                it.run(),
                it.bench(),
                it.board(),
                it.target(),
                it.image(),
                it.identity(),
                it.endpoint(),
                it.phases(),
                it.ramBytes(),
                it.limits(),
                it.secrets(),
                new BuildFacts("ethernet", null, null, null, null, null, null, null, null, measurements));
    }

    private static MeasurementFacts facts(@Nullable Double min, @Nullable Double max) {
        return new MeasurementFacts(min, max, null, null);
    }

    @Test
    void whatLiesBeyondALimitIsTheDevicesFailureWithStepValueAndLimit() {
        Judgement judgement = asking("heap.max", facts(null, 63_000.0)).judge();

        assertThat(judgement.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.failure().code()).isEqualTo(FailureCode.OUT_OF_LIMITS);
        assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
        assertThat(judgement.stage()).isEqualTo(Stage.HEAP);
        assertThat(judgement.reason()).isEqualTo("heap.max of step heap is 63,022 bytes, more than 63,000 bytes");
    }

    @Test
    void theLimitItselfIsAllowed() {
        assertThat(asking("heap.max", facts(63_022.0, 63_022.0)).judge().outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(asking("heap.max", facts(63_023.0, null)).judge().reason())
                .isEqualTo("heap.max of step heap is 63,022 bytes, less than 63,023 bytes");
    }

    /** It is never a reason to call a run that was bad before a good one, or to name another culprit. */
    @Test
    void anotherTroubleComesFirst() {
        Judgement judgement = asking("heap.max", facts(null, 63_000.0))
                .uartReplacing("MQTT connects OK", "MQTT connects failed: -1")
                .judge();

        assertThat(judgement.failure().code()).isNotEqualTo(FailureCode.OUT_OF_LIMITS);
        assertThat(judgement.outcome()).isNotEqualTo(Outcome.PASS);
    }

    @Test
    void aLimitForWhatTheRunDoesNotTellIsANote() {
        Judgement judgement = asking("rssi", facts(-80.0, null)).judge();

        assertThat(judgement.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judgement.notes())
                .contains("measurements.rssi has a limit in the profile, and this run gave no such value");
    }

    @Test
    void theProfileKnowsBetterWhichWayIsWorseAndWhatIsAChange() {
        Measurement peak =
                asking("heap.max", new MeasurementFacts(null, 70_000.0, 64.0, Direction.BOTH))
                        .judge()
                        .measurements()
                        .stream()
                        .filter(it -> it.name().equals("heap.max"))
                        .findFirst()
                        .orElseThrow();

        assertThat(peak.direction()).isEqualTo(Direction.BOTH);
        assertThat(peak.floor()).isEqualTo(64);
        assertThat(peak.limits()).isEqualTo(new Limits(null, 70_000.0));
    }

    /** Figures that cannot be true are no measurement. */
    @Test
    void anImpossiblePeakIsNotMeasured() {
        assertThat(RunLog.clean()
                        .uartReplacing("Max heap size: 63022", "Max heap size: 12")
                        .judge()
                        .measurements())
                .noneMatch(it -> it.name().startsWith("heap."));
    }
}
