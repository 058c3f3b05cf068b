package org.numakerbench.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
        for (long seed = 1; seed <= Extent.of(100, 1700); seed++) {
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

    /** Nor of what is not true: the same step is to blame, or, where an older boot's message may be meant, nobody. */
    /** What flashing made the board do was over before the reset, and the cloud tells of it when all is over. */
    @ParameterizedTest
    @ValueSource(longs = {100, 3000, 8000})
    void an_older_boot_that_the_cloud_tells_of_late_is_not_this_one(long cloudMs) {
        passes(Reinterleaving.late(RecordedRun.entries("older-boot-passed-before-reset"), 0, cloudMs), "late");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "publish-other-bytes",
                "publish-not-sent",
                "https-other-bytes",
                "https-not-sent",
                "https-refused",
                "https-refused-answer-nearer-to-the-refused",
                "delete-kept",
                "disconnect-failed-ok",
                "subscribe-not-sent",
                "extra-publish",
                "https-update-unclaimed",
                "shadow-version-wrong"
            })
    void a_lie_is_told_of_the_step_it_is_told_at(String name) {
        List<EvidenceEntry> recorded = RecordedRun.entries(name);
        Set<String> told = accused(judged(recorded));
        for (long seed = 1; seed <= Extent.of(10, 100); seed++) {
            Judgement judgement = judged(Reinterleaving.of(recorded, seed));
            if (judgement.outcome() != Outcome.INCONCLUSIVE) {
                assertThat(accused(judgement)).as("seed " + seed).isEqualTo(told);
            } else {
                assertThat(accused(judgement)).as("seed " + seed).isEmpty();
            }
        }
    }

    private static Set<String> accused(Judgement judgement) {
        return judgement.findings().stream()
                .filter(it -> it.verdict() == Verdict.REFUTED || it.verdict() == Verdict.UNCLAIMED)
                .map(it -> it.verdict() + " " + it.step())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Judgement judged(List<EvidenceEntry> log) {
        Judge judge = new Judge();
        log.forEach(judge::accept);
        return judge.judgement();
    }

    private static void passes(List<EvidenceEntry> log, String which) {
        Judgement judgement = judged(log);
        assertThat(judgement.findings())
                .as(which)
                .filteredOn(it -> it.verdict() != Verdict.CONFIRMED && it.verdict() != Verdict.UNCHECKABLE)
                .isEmpty();
        assertThat(judgement.outcome()).as(which + ": " + judgement.reason()).isEqualTo(Outcome.PASS);
    }
}
