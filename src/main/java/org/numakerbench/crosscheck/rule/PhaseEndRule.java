package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * "Subscribes/publishes X topic OK" is printed also after failed steps and a rejected shadow request (main.cpp,
 * sub_pub_topic): it is as true as the steps of its phase.
 */
final class PhaseEndRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        List<PendingClaim> steps = run.inPhaseOf(pending)
                .filter(it -> it.claim().line() < pending.claim().line() && Rules.judges(it.claim()))
                .filter(it -> it.claim().kind() != ClaimKind.PHASE_END)
                .toList();
        if (!run.closed() && steps.stream().anyMatch(it -> it.ruling() == null)) {
            return Ruling.awaiting(Need.END);
        }
        PendingClaim failed = first(steps.stream()
                .filter(it -> it.claim().claimsFailure()
                        || PendingClaim.settledAs(Verdict.REFUTED).test(it)));
        if (failed != null) {
            return because(Verdict.REFUTED, "a step of it went wrong: ", failed, pending);
        }
        PendingClaim rejected = first(steps.stream().filter(PhaseEndRule::isRejection));
        if (rejected != null) {
            return because(Verdict.REFUTED, "the shadow service rejected the request: ", rejected, pending);
        }
        if (steps.stream().noneMatch(it -> it.claim().kind() == ClaimKind.MESSAGE_ARRIVED)) {
            return Ruling.settled(
                    run.wire().isDamaged() ? Verdict.UNSEEN : Verdict.REFUTED,
                    "the device never printed the arrival of a message in this phase",
                    pending.seq());
        }
        PendingClaim unseen = first(steps.stream().filter(PendingClaim.settledAs(Verdict.UNSEEN)));
        if (unseen != null) {
            return because(Verdict.UNSEEN, "a step of it has no evidence: ", unseen, pending);
        }
        boolean confirmed = steps.stream().anyMatch(PendingClaim.settledAs(Verdict.CONFIRMED));
        return confirmed
                ? Ruling.settled(Verdict.CONFIRMED, "its " + steps.size() + " steps hold", pending.seq())
                : Ruling.settled(Verdict.UNCHECKABLE, "none of its steps can be checked", pending.seq());
    }

    private static boolean isRejection(PendingClaim pending) {
        String payload = pending.claim().string("payload");
        if (pending.claim().kind() != ClaimKind.MESSAGE_ARRIVED
                || payload == null
                || pending.step().operation() == null) {
            return false;
        }
        JsonNode document = Json.parse(payload);
        return document != null && document.has("code") && document.has("message");
    }

    private static Ruling because(Verdict verdict, String reason, PendingClaim cause, PendingClaim pending) {
        String said = cause.claim().string("payload") == null
                ? cause.claim().text()
                : String.valueOf(cause.claim().string("payload"));
        return Ruling.settled(
                verdict, reason + said + " (line " + cause.claim().line() + ")", cause.seq(), pending.seq());
    }

    private static @Nullable PendingClaim first(Stream<PendingClaim> claims) {
        return claims.findFirst().orElse(null);
    }
}
