package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.Verdict;

/** The line that ends a phase of a user's own, and says success: as true as what was claimed since the line that began it. */
final class OwnPhaseEnd {
    private OwnPhaseEnd() {}

    static Ruling check(OwnPhase phase, PendingClaim pending, RunView run) {
        List<PendingClaim> before = run.heard().stream()
                .filter(it -> it.boot() == pending.boot()
                        && it.claim().line() < pending.claim().line())
                .toList();
        int begin = before.size();
        while (begin > 0 && !isBegin(phase, before.get(begin - 1))) {
            begin--;
        }
        List<PendingClaim> steps = begin == 0
                ? List.of()
                : before.subList(begin, before.size()).stream()
                        .filter(it -> Rules.judges(it.claim()))
                        .toList();
        if (!run.closed() && steps.stream().anyMatch(it -> it.ruling() == null)) {
            return Ruling.awaiting(Need.END);
        }
        Optional<PendingClaim> wrong = first(
                steps,
                it -> it.claim().claimsFailure()
                        || PendingClaim.settledAs(Verdict.REFUTED).test(it));
        if (wrong.isPresent()) {
            return because(Verdict.REFUTED, "a step of the phase went wrong: ", wrong.get(), pending);
        }
        Optional<PendingClaim> unseen = first(steps, PendingClaim.settledAs(Verdict.UNSEEN));
        if (unseen.isPresent()) {
            return because(Verdict.UNSEEN, "a step of the phase has no evidence: ", unseen.get(), pending);
        }
        long hold =
                steps.stream().filter(PendingClaim.settledAs(Verdict.CONFIRMED)).count();
        return hold > 0
                ? Ruling.settled(
                        Verdict.CONFIRMED,
                        "what it claimed since \"" + phase.begins() + "\" holds: " + hold + " of " + steps.size()
                                + " could be checked",
                        pending.seq())
                : Ruling.settled(Verdict.UNCHECKABLE, "nothing that the phase claimed can be checked", pending.seq());
    }

    private static boolean isBegin(OwnPhase phase, PendingClaim it) {
        return phase.begins().equals(it.claim().string(FirmwareDescription.ROW));
    }

    private static Optional<PendingClaim> first(List<PendingClaim> steps, Predicate<PendingClaim> which) {
        return steps.stream().filter(which).findFirst();
    }

    private static Ruling because(Verdict verdict, String reason, PendingClaim cause, PendingClaim pending) {
        return Ruling.settled(
                verdict,
                reason + cause.claim().text() + " (line " + cause.claim().line() + ")",
                cause.seq(),
                pending.seq());
    }
}
