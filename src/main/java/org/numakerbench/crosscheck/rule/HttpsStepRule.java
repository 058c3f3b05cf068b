package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * The last line of an HTTPS step, "... OK", is printed after [FAIL] too (run_req_resp, main.cpp): it is as true as its
 * status and response, and as what the shadow service made of the request.
 */
final class HttpsStepRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        List<PendingClaim> parts = judging.inPhaseOf(heard)
                .filter(it -> it.claim().line() < heard.claim().line() && Rules.judges(it.claim()))
                .filter(it -> it.claim().kind() != ClaimKind.HTTPS_STEP_END)
                .toList();
        if (!judging.closed() && parts.stream().anyMatch(it -> it.ruling() == null)) {
            return Ruling.awaiting(Need.END);
        }
        Optional<PendingClaim> wrong = first(parts, it -> it.claim().claimsFailure());
        if (wrong.isEmpty()) {
            wrong = first(parts, Judging.settledAs(Verdict.REFUTED));
        }
        if (wrong.isPresent()) {
            return because(Verdict.REFUTED, "it is printed all the same after ", wrong.get(), heard);
        }
        Optional<PendingClaim> status = first(parts, it -> it.claim().kind() == ClaimKind.HTTPS_STATUS);
        if (status.isEmpty()) {
            return Ruling.settled(
                    Verdict.UNSEEN, "the status that the firmware always prints before it is missing", heard.seq());
        }
        Optional<PendingClaim> unseen = first(parts, Judging.settledAs(Verdict.UNSEEN));
        if (unseen.isPresent()) {
            return because(Verdict.UNSEEN, "there is no evidence for ", unseen.get(), heard);
        }
        Optional<PendingClaim> confirmed = first(parts, Judging.settledAs(Verdict.CONFIRMED));
        if (confirmed.isEmpty()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "nothing of this step can be checked", heard.seq());
        }
        Settled ruling = status.get().ruling();
        Message seen = ruling == null ? null : HttpsResponseRule.message(judging, ruling);
        return seen == null
                ? Ruling.settled(Verdict.CONFIRMED, "its " + parts.size() + " claims hold", heard.seq())
                : service(heard, judging, seen);
    }

    /** What the shadow service made of the request; a message on another topic needs no more than to be there. */
    private static Ruling service(PendingClaim heard, Judging judging, Message seen) {
        String operation = Steps.shadowOperation(heard.step());
        if (operation == null) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "the witness received its message on " + seen.topic(), seen.seq(), heard.seq());
        }
        if (Steps.isRestful(heard.step())) {
            return accepted(heard, judging, seen);
        }
        Optional<Message> answer = ShadowAnswers.to(judging, operation, seen);
        if (answer.isEmpty()) {
            return judging.closed()
                    ? judging.absent(
                            heard,
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
                    heard.seq());
        }
        return accepted(heard, judging, it);
    }

    private static Ruling accepted(PendingClaim heard, Judging judging, Message answer) {
        String seen = "the shadow service answered on " + answer.topic();
        return answer.topic().endsWith("/delete/accepted")
                ? Deletion.check(heard, judging, answer, seen)
                : Ruling.settled(Verdict.CONFIRMED, seen, answer.seq(), heard.seq());
    }

    private static Ruling because(Verdict verdict, String reason, PendingClaim cause, PendingClaim heard) {
        String line = cause.claim().text().lines().findFirst().orElse("");
        return Ruling.settled(
                verdict, reason + "\"" + line + "\" (line " + cause.claim().line() + ")", cause.seq(), heard.seq());
    }

    private static Optional<PendingClaim> first(List<PendingClaim> parts, Predicate<PendingClaim> which) {
        return parts.stream().filter(which).findFirst();
    }
}
