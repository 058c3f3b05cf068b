package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/** The banner against the reset the bench made; the version against the image's manifest. */
final class BootRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        return pending.claim().kind() == ClaimKind.BOOT_BANNER ? banner(pending, run) : version(pending, run);
    }

    private static Ruling banner(PendingClaim pending, RunView run) {
        Long reset = run.resetSeq();
        if (pending.boot() > 1) {
            // Evidence may still show that the boot before was an older run's.
            return !run.closed()
                    ? Ruling.awaiting(Need.END)
                    : Ruling.settled(
                            Verdict.REFUTED,
                            "the board restarted by itself: the bench made no reset here",
                            pending.seq());
        }
        return reset == null
                ? Ruling.settled(Verdict.UNCHECKABLE, "the bench made no reset", pending.seq())
                : Ruling.settled(Verdict.CONFIRMED, "the bench had just reset the board", reset, pending.seq());
    }

    private static Ruling version(PendingClaim pending, RunView run) {
        String expected = run.context().image().mbedOs();
        String said = pending.claim().string("version");
        if (expected == null || said == null) {
            return Ruling.settled(Verdict.UNCHECKABLE, "the image's manifest names no Mbed OS version", pending.seq());
        }
        if (said.equals(expected)) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the manifest of image " + run.context().image().id() + " says so",
                    pending.seq());
        }
        if (!run.closed()) {
            return Ruling.awaiting(Need.END);
        }
        return Contradiction.ruling(
                run,
                pending,
                said,
                List.of(expected),
                "wrong image: the manifest of " + run.context().image().id() + " says " + expected,
                pending.seq());
    }
}
