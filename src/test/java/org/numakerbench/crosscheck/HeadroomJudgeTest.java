package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunContext.BuildFacts;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/** A profile may ask for memory to be left. */
class HeadroomJudgeTest {
    /** The clean run (peak 63,022 of 163,840 bytes), with what the profile wants and the map says. */
    private static Judgement judge(long wantedBytes, @Nullable Long staticBytes) {
        return RunLog.clean()
                .replacing(fact -> fact instanceof Fact.RunStarted it
                        ? new Fact.RunStarted(asking(it.context(), wantedBytes, staticBytes))
                        : fact)
                .judge();
    }

    private static RunContext asking(RunContext it, long wantedBytes, @Nullable Long staticBytes) {
        return new RunContext(
                it.schema(),
                it.run(),
                it.bench(),
                it.board(),
                it.target(),
                new RunContext.ImageFacts(
                        it.image().id(), it.image().sha256(), it.image().mbedOs(), staticBytes),
                it.identity(),
                it.endpoint(),
                it.phases(),
                it.ramBytes(),
                it.limits(),
                it.secrets(),
                new BuildFacts("ethernet", null, null, null, null, null, null, null, wantedBytes, null));
    }

    @Test
    void aBoardThatLeavesLessIsTheDevicesFailure() {
        Judgement judgement = judge(60_000, 42_000L);

        assertThat(judgement.outcome()).isEqualTo(Outcome.DEVICE_FAIL);
        assertThat(judgement.stage()).isEqualTo(Stage.HEAP);
        assertThat(judgement.owner()).isEqualTo(Owner.DEVICE);
        assertThat(judgement.reason())
                .isEqualTo("headroom is 58818 bytes of 163840 (peak heap 63022, static data 42000), "
                        + "the profile wants 60000");
    }

    @Test
    void aBoardThatLeavesEnoughPasses() {
        assertThat(judge(58_818, 42_000L).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void withoutAMapOnlyWhatTheHeapAloneExceedsFails() {
        assertThat(judge(100_818, null).outcome()).isEqualTo(Outcome.PASS);
        assertThat(judge(100_819, null).reason()).startsWith("headroom is at most 100818 bytes of 163840");
    }
}
