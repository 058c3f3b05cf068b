package org.numakerbench.crosscheck;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Expectations;
import org.numakerbench.crosscheck.claim.Expectations.Expected;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** What a good run would have said, and this one did not. */
final class NeverSaid {
    private NeverSaid() {}

    /**
     * Silence before the end; on a damaged wire the lines that would have told the end may be what was lost.
     *
     * @param last what the device said last
     */
    static boolean isHang(RunState state, RunView run, PendingClaim last) {
        if (state.course().limit() == null || state.progress().finished()) {
            return false;
        }
        Long gap = run.wire().lastGap();
        // A stall explains a silence only when it fills enough of it, which is not for the wire to say.
        boolean lastIsDamaged =
                LineIntegrity.isDamage(last.claim()) || last.claim().string("resembles") != null;
        boolean endMayBeLost = lastIsDamaged
                || run.wire().isGarbled() && (state.progress().testsDone() || gap != null && gap > last.seq());
        return !endMayBeLost;
    }

    /** Where it went silent. */
    static Finding hang(RunState state, RunView run, PendingClaim last) {
        boolean arrived = run.inPhaseOf(last).anyMatch(it -> it.claim().kind() == ClaimKind.MESSAGE_ARRIVED);
        Long seq = state.course().limitSeq();
        return new Finding(
                Expectations.nextStep(run.context(), last, arrived).name(),
                null,
                Verdict.UNSEEN,
                "the device went silent after \"" + last.claim().text() + "\": nothing for "
                        + state.course().limitMs() + " ms",
                seq == null ? List.of() : List.of(seq),
                null);
    }

    /** Results that are missing from a run that went to its end. */
    static List<Finding> lost(RunView run) {
        LineIntegrity wire = run.wire();
        List<Claim> damaged = new ArrayList<>(wire.damaged());
        List<Finding> lost = new ArrayList<>();
        for (Expected expected : Expectations.missing(run.context(), run.heard())) {
            Claim remains = damaged.stream()
                    .filter(it -> expected.kind().word().equals(it.string("resemblesKind")))
                    .findFirst()
                    .orElse(null);
            damaged.remove(remains);
            lost.add(new Finding(
                    expected.step().name(),
                    remains == null ? null : remains.text(),
                    Verdict.UNSEEN,
                    reason(remains, wire),
                    wire.stalls(),
                    remains == null ? null : remains.line()));
        }
        return lost;
    }

    private static String reason(@Nullable Claim remains, LineIntegrity wire) {
        if (remains != null) {
            return "its line was damaged on the wire: \"" + remains.text() + "\" (bytes " + remains.start() + " to "
                    + remains.end() + ")";
        }
        String never = "the device never said it";
        return wire.isDamaged() ? never + ", and the wire was damaged at " + wire.describe() : never;
    }
}
