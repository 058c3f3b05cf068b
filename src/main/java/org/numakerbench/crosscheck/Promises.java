package org.numakerbench.crosscheck;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.cause.Diagnosis;
import org.numakerbench.crosscheck.cause.Trouble;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.expect.ExpectedFindings;
import org.numakerbench.crosscheck.expect.ExpectedFindings.Kept;
import org.numakerbench.crosscheck.expect.RunEnd;
import org.numakerbench.crosscheck.measure.ByteTimes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.expect.Dialogue;

/** What a firmware's own description says that the device does, and whether it did. */
final class Promises {
    private Dialogue dialogue = new Dialogue(null);
    private List<Kept> kept = List.of();
    private @Nullable Kept broken;
    private @Nullable PendingClaim brokenBy;

    void accept(EvidenceEntry entry) {
        if (entry.fact() instanceof Fact.RunStarted it) {
            dialogue = new Dialogue(it.context().firmware());
        }
        dialogue.accept(entry);
    }

    void heard(Claim claim, long nanos) {
        dialogue.heard(claim, nanos);
    }

    void forget() {
        dialogue.forget();
    }

    /** The board may be silent because it waits for what was not sent, or did not reach it. */
    boolean isOpen() {
        return dialogue.isOpen();
    }

    HostTurn turn() {
        return new HostTurn(dialogue.due(), dialogue.prompted(), dialogue.patience());
    }

    /** Once the run is over. */
    void settle(RunView run, ByteTimes times, boolean toTheEnd, boolean otherTrouble, boolean leftOut) {
        kept = ExpectedFindings.of(
                run, dialogue, times, new RunEnd(toTheEnd, otherTrouble, leftOut, dialogue.endNanos()));
        for (Kept each : kept) {
            Long at = each.brokenAt();
            Long first = broken == null ? null : broken.brokenAt();
            if (at != null && (first == null || at < first)) {
                broken = each;
            }
        }
        Kept first = broken;
        brokenBy = first == null || first.finding().line() == null
                ? null
                : run.heard().stream()
                        .filter(it -> Long.valueOf(it.seq()).equals(first.brokenAt())
                                && it.claim().text().equals(first.finding().claim()))
                        .findFirst()
                        .orElse(null);
    }

    List<Finding> findings() {
        return kept.stream().map(Kept::finding).toList();
    }

    /** True when something that was expected came. */
    boolean isAnyKept() {
        return kept.stream().anyMatch(it -> it.finding().verdict() == Verdict.CONFIRMED);
    }

    /** The first that the device broke; null when it broke none. */
    @Nullable
    Trouble broken() {
        Kept first = broken;
        if (first == null) {
            return null;
        }
        Finding finding = first.finding();
        String words = (finding.claim() == null ? "" : "\"" + finding.claim() + "\": ") + finding.reason();
        return new Trouble(
                Diagnosis.NOT_AS_EXPECTED,
                StepTable.FIRMWARE.of(finding.step()).stage(),
                Diagnosis.NOT_AS_EXPECTED.sentence(finding.step() + ": " + words),
                brokenBy,
                finding.verdict(),
                words,
                finding.evidence());
    }
}
