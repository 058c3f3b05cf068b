package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.RunView;

/** Stack figures cannot be seen from the host; they can be impossible. */
final class ThreadStackRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        Long size = pending.claim().number("stackBytes");
        Long most = pending.claim().number("maxStackBytes");
        boolean possible = size == null || most == null || most <= size;
        return Ruling.consistent(pending.seq())
                .noting(
                        possible
                                ? List.of()
                                : List.of("a stack of " + size + " bytes of which " + most + " were used"));
    }
}
