package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** Heap figures cannot be seen from the host; they can be impossible. */
final class HeapRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        Long current = figure(pending, run, ClaimKind.HEAP_CURRENT);
        Long max = figure(pending, run, ClaimKind.HEAP_MAX);
        if ((current == null || max == null) && !run.closed()) {
            return Ruling.awaiting(Need.END);
        }
        RunContext context = run.context();
        Long staticBytes = context.image().staticBytes();
        long total = (max == null ? 0 : max) + (staticBytes == null ? 0 : staticBytes);
        if (current != null && current <= 0 || max != null && max <= 0) {
            return impossible("a running firmware has heap in use", pending, run);
        }
        if (current != null && max != null && max < current) {
            return impossible("the peak (" + max + ") is below the current size (" + current + ")", pending, run);
        }
        if (total > context.ramBytes()) {
            return impossible(
                    "static and peak heap together (" + total + ") exceed the target's RAM (" + context.ramBytes()
                            + ")",
                    pending,
                    run);
        }
        return Ruling.settled(
                Verdict.UNCHECKABLE,
                "the host cannot see the board's heap; the figures are possible on this target",
                pending.seq());
    }

    private static Ruling impossible(String why, PendingClaim pending, RunView run) {
        // Either figure may be the one that lost digits, and both are judged by the two together.
        PendingClaim torn = run.inPhaseOf(pending)
                .filter(it -> run.textLostBefore(it) != null)
                .findFirst()
                .orElse(pending);
        return Contradiction.ruling(run, torn, "", List.of(), "impossible: " + why, pending.seq());
    }

    private static @Nullable Long figure(PendingClaim pending, RunView run, ClaimKind kind) {
        PendingClaim last = run.last(pending, kind);
        return last == null ? null : last.claim().number("bytes");
    }
}
