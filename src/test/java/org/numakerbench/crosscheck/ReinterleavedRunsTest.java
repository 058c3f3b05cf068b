package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.Extent;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Verdict;

/** A busy host writes down late and in another order what it sees; that changes nothing of what is true. */
class ReinterleavedRunsTest {
    @ParameterizedTest
    @ValueSource(strings = {"clean", "honest-connected-before-reset-returned", "https-answer-too-long"})
    void an_honest_run_passes_however_late_each_source_is(String name) {
        List<EvidenceEntry> recorded = RecordedRun.entries(name);
        for (long seed = 1; seed <= Extent.of(200, 1700); seed++) {
            passes(Reinterleaving.of(recorded, seed), "seed " + seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"3000, 0", "8000, 0", "0, 3000", "0, 8000", "3000, 8000", "8000, 3000", "8000, 8000"})
    void an_honest_run_passes_when_all_of_a_source_comes_late(long uartMs, long cloudMs) {
        for (String name : List.of("clean", "honest-connected-rr-banner", "garbage-at-reset")) {
            passes(Reinterleaving.late(RecordedRun.entries(name), uartMs, cloudMs), name);
        }
    }

    private static void passes(List<EvidenceEntry> log, String which) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        Judgement judgement = judge.judgement();
        assertThat(judgement.findings())
                .as(which)
                .filteredOn(it -> it.verdict() != Verdict.CONFIRMED && it.verdict() != Verdict.UNCHECKABLE)
                .isEmpty();
        assertThat(judgement.outcome()).as(which + ": " + judgement.reason()).isEqualTo(Outcome.PASS);
    }
}
