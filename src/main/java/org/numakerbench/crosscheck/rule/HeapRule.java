package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** Heap figures cannot be seen from the host; they can be impossible. */
final class HeapRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        Long current = figure(heard, judging, ClaimKind.HEAP_CURRENT);
        Long max = figure(heard, judging, ClaimKind.HEAP_MAX);
        if ((current == null || max == null) && !judging.closed()) {
            return Ruling.awaiting(Need.END);
        }
        RunContext context = judging.context();
        Long staticBytes = context.image().staticBytes();
        long total = (max == null ? 0 : max) + (staticBytes == null ? 0 : staticBytes);
        if (current != null && current <= 0 || max != null && max <= 0) {
            return impossible("a running firmware has heap in use", heard, judging);
        }
        if (current != null && max != null && max < current) {
            return impossible("the peak (" + max + ") is below the current size (" + current + ")", heard, judging);
        }
        if (total > context.ramBytes()) {
            return impossible(
                    "static and peak heap together (" + total + ") exceed the target's RAM (" + context.ramBytes()
                            + ")",
                    heard,
                    judging);
        }
        return Ruling.settled(
                Verdict.UNCHECKABLE,
                "the host cannot see the board's heap; the figures are possible on this target",
                heard.seq());
    }

    private static Ruling impossible(String why, PendingClaim heard, Judging judging) {
        // Either figure may be the one that lost digits, and both are judged by the two together.
        PendingClaim torn = judging.inPhaseOf(heard)
                .filter(it -> judging.textLostBefore(it) != null)
                .findFirst()
                .orElse(heard);
        return judging.contradicted(torn, "", List.of(), "impossible: " + why, heard.seq());
    }

    private static @Nullable Long figure(PendingClaim heard, Judging judging, ClaimKind kind) {
        PendingClaim last = judging.last(heard, kind);
        return last == null ? null : last.claim().number("bytes");
    }
}
