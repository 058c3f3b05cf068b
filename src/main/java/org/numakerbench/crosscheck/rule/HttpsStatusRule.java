package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.ShadowSighting;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * "Received 200 OK status ... [OK]" against what the request does in the cloud: the message itself, or the change of the
 * shadow, both seen over MQTT. The firmware's [OK] means only that {@code 200 OK} stands somewhere in what it received.
 */
final class HttpsStatusRule implements Rule {
    /** Where a byte of it was lost, too: that makes it another request, not another topic. */
    private static final Pattern QUERY = Pattern.compile("(\\?[^?]*|qos=[01])$");

    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        if (run.isRepeated(pending)) {
            return announcementLost(pending);
        }
        if (!pending.step().isRestful()) {
            return PublishRule.check(pending, run, topic(pending, run), body(pending, run));
        }
        ShadowOperation operation = Objects.requireNonNull(pending.step().operation());
        if (operation == ShadowOperation.GET) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "a RESTful read leaves no trace in the cloud; the document it printed is judged by itself",
                    pending.seq());
        }
        Optional<Message> accepted = effect(pending, run);
        if (accepted.isPresent()) {
            Settled settled = Ruling.settled(
                    Verdict.CONFIRMED,
                    "the shadow service accepted it, seen on " + accepted.get().topic(),
                    accepted.get().seq(),
                    pending.seq());
            return settled.using(Use.of(Role.REST_CHANGE, accepted.get().seq()));
        }
        return run.closed() ? nothingFits(pending, run, operation) : Ruling.awaiting(Need.MESSAGE);
    }

    /** The firmware prints one of each a step: the lines that would tell this one's step were lost. */
    static Settled announcementLost(PendingClaim pending) {
        return Ruling.settled(
                Verdict.UNSEEN,
                "the lines before it are missing: it cannot be told which request it answers",
                pending.seq());
    }

    /** What the request left in the cloud, taken as evidence for {@code pending}; empty when nothing was seen. */
    static Optional<Message> effect(PendingClaim pending, RunView run) {
        String body = body(pending, run);
        ShadowOperation operation = pending.step().operation();
        if (!pending.step().isRestful()) {
            return PublishOrder.of(run).message(pending);
        }
        if (operation == null || operation == ShadowOperation.GET) {
            return Optional.empty();
        }
        // A body that was not printed whole, or without a state, was damaged on the wire; then any change that nothing
        // else explains will do.
        boolean readable = body != null && ShadowAnswers.state(body) != null;
        Predicate<Message> fits = it -> readable
                ? ShadowAnswers.fits(operation, body, it)
                : body == null
                        || operation != ShadowOperation.UPDATE
                        || run.wire().isDamaged();
        PendingClaim response = run.after(pending, ClaimKind.HTTPS_RESPONSE);
        String printed =
                response == null ? "" : PrintedResponse.of(response, run).body();
        Optional<Message> own = run.cloud()
                .unused(
                        Role.REST_CHANGE,
                        ShadowAnswers.accepted(run, operation).stream(),
                        it -> ShadowAnswers.isSame(printed, it));
        // Another change is taken for its own only when no better one can come.
        return own.isPresent() || !run.closed() && !ShadowAnswers.isAnonymous(response, printed)
                ? own
                : run.cloud().unused(Role.REST_CHANGE, ShadowAnswers.restful(run, operation).stream(), fits);
    }

    private static Settled nothingFits(PendingClaim pending, RunView run, ShadowOperation operation) {
        List<Message> others = ShadowAnswers.restful(run, operation).stream()
                .filter(it -> run.cloud().isUnused(Role.REST_CHANGE, it.seq()))
                .toList();
        if (!others.isEmpty()) {
            Message other = others.get(0);
            Settled settled = Contradiction.ruling(
                    run,
                    pending,
                    stateText(String.valueOf(body(pending, run))),
                    List.of(stateText(other.text())),
                    "the shadow service accepted something else on " + other.topic() + ": " + other.text(),
                    other.seq(),
                    pending.seq());
            return settled.using(Use.of(Role.REST_CHANGE, other.seq()));
        }
        Settled absent = Absence.ruling(
                run,
                pending,
                Purpose.SHADOW,
                operation.word() + "/accepted that answers it",
                "iot:Subscribe and iot:Receive on the shadow's topics");
        ShadowSighting read = run.cloud().shadow();
        boolean kept = operation == ShadowOperation.DELETE && read != null && read.status() == 200;
        return kept && absent.verdict() == Verdict.REFUTED
                ? new Settled(
                        absent.verdict(), absent.reason() + "; REST GET still gives the shadow", absent.evidence())
                : absent;
    }

    /** What the request left in the cloud is evidence for it as. */
    static Role role(PendingClaim pending) {
        return pending.step().isRestful() ? Role.REST_CHANGE : Role.PUBLISH;
    }

    /** Two documents are as near to each other as the states they hold. */
    static String stateText(String document) {
        JsonNode state = ShadowAnswers.state(document);
        return state == null ? document.replaceAll("\\s", "") : "{\"state\":" + state + "}";
    }

    /** The topic of the printed path; when its line was lost, the one of the step. */
    static String topic(PendingClaim pending, RunView run) {
        PendingClaim request = run.before(pending, ClaimKind.HTTPS_REQUEST);
        String path = request == null ? null : request.claim().string("path");
        if (path != null && path.startsWith("/topics/")) {
            return QUERY.matcher(path.substring("/topics/".length())).replaceFirst("");
        }
        return run.topic(pending.step());
    }

    /** The printed body; null when the request was not printed, or not whole. */
    static @Nullable String body(PendingClaim pending, RunView run) {
        PendingClaim request = run.before(pending, ClaimKind.HTTPS_REQUEST);
        boolean whole =
                request != null && Boolean.TRUE.equals(request.claim().fields().get("complete"));
        return whole ? request.claim().string("body") : null;
    }
}
