package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * The last line of an HTTPS step, "... OK", is printed after [FAIL] too (run_req_resp, main.cpp): it is as true as its
 * status and response, and as what the shadow service made of the request.
 */
final class HttpsStepRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        List<PendingClaim> parts = run.inPhaseOf(pending)
                .filter(it -> it.claim().line() < pending.claim().line() && Rules.judges(it.claim()))
                .filter(it -> it.claim().claimsFailure()
                        || it.claim().kind() == ClaimKind.HTTPS_STATUS
                        || it.claim().kind() == ClaimKind.HTTPS_RESPONSE)
                .toList();
        if (!run.closed() && parts.stream().anyMatch(it -> it.ruling() == null)) {
            return Ruling.awaiting(Need.END);
        }
        Optional<PendingClaim> wrong = first(parts, it -> it.claim().claimsFailure());
        if (wrong.isEmpty()) {
            wrong = first(parts, PendingClaim.settledAs(Verdict.REFUTED));
        }
        if (wrong.isPresent()) {
            return because(Verdict.REFUTED, "it is printed all the same after ", wrong.get(), pending);
        }
        Optional<PendingClaim> status = first(parts, it -> it.claim().kind() == ClaimKind.HTTPS_STATUS);
        if (status.isEmpty()) {
            return Ruling.settled(
                    Verdict.UNSEEN, "the status that the firmware always prints before it is missing", pending.seq());
        }
        Optional<PendingClaim> unseen = first(parts, PendingClaim.settledAs(Verdict.UNSEEN));
        if (unseen.isPresent()) {
            return because(Verdict.UNSEEN, "there is no evidence for ", unseen.get(), pending);
        }
        Optional<PendingClaim> confirmed = first(parts, PendingClaim.settledAs(Verdict.CONFIRMED));
        if (confirmed.isEmpty()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "nothing of this step can be checked", pending.seq());
        }
        Settled ruling = status.get().ruling();
        Message seen = ruling == null ? null : HttpsResponseRule.message(run, ruling);
        return seen == null
                ? Ruling.settled(Verdict.CONFIRMED, "its " + parts.size() + " claims hold", pending.seq())
                : service(pending, run, seen);
    }

    /** What the shadow service made of the request; a message on another topic needs no more than to be there. */
    private static Ruling service(PendingClaim pending, RunView run, Message seen) {
        ShadowOperation operation = pending.step().operation();
        if (operation == null) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the witness received its message on " + seen.topic(),
                    seen.seq(),
                    pending.seq());
        }
        if (pending.step().isRestful()) {
            return accepted(pending, run, seen);
        }
        Optional<Message> answer = ShadowAnswers.to(run, operation, seen);
        if (answer.isEmpty()) {
            return run.closed()
                    ? Absence.ruling(
                            run,
                            pending,
                            Purpose.SHADOW,
                            "answer of the shadow service to it; HTTP 200 says only that the message was taken",
                            "iot:Subscribe and iot:Receive on the shadow's topics")
                    : Ruling.awaiting(Need.MESSAGE);
        }
        Message it = answer.get();
        if (it.topic().endsWith("/rejected")) {
            return Ruling.settled(
                    Verdict.REFUTED,
                    "the message was taken, but the shadow service rejected it: " + it.text(),
                    seen.seq(),
                    it.seq(),
                    pending.seq());
        }
        return accepted(pending, run, it);
    }

    private static Ruling accepted(PendingClaim pending, RunView run, Message answer) {
        String seen = "the shadow service answered on " + answer.topic();
        return answer.topic().endsWith("/delete/accepted")
                ? Deletion.check(pending, run, answer, seen)
                : Ruling.settled(Verdict.CONFIRMED, seen, answer.seq(), pending.seq());
    }

    private static Ruling because(Verdict verdict, String reason, PendingClaim cause, PendingClaim pending) {
        String line = cause.claim().text().lines().findFirst().orElse("");
        return Ruling.settled(
                verdict, reason + "\"" + line + "\" (line " + cause.claim().line() + ")", cause.seq(), pending.seq());
    }

    private static Optional<PendingClaim> first(List<PendingClaim> parts, Predicate<PendingClaim> which) {
        return parts.stream().filter(which).findFirst();
    }
}
