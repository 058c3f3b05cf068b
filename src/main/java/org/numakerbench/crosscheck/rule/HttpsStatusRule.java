package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.CloudTimeline.ShadowSighting;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * "Received 200 OK status ... [OK]" against what the request does in the cloud: the message itself, or the change of the
 * shadow, both seen over MQTT. The firmware's [OK] means only that {@code 200 OK} stands somewhere in what it received.
 */
final class HttpsStatusRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        if (judging.isRepeated(heard)) {
            return announcementLost(heard);
        }
        if (!Steps.isRestful(heard.step())) {
            return PublishRule.check(heard, judging, topic(heard, judging), body(heard, judging));
        }
        String operation = String.valueOf(Steps.shadowOperation(heard.step()));
        if (operation.equals("get")) {
            return Ruling.settled(
                    Verdict.UNCHECKABLE,
                    "a RESTful read leaves no trace in the cloud; the document it printed is judged by itself",
                    heard.seq());
        }
        Optional<Message> accepted = effect(heard, judging);
        if (accepted.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the shadow service accepted it, seen on " + accepted.get().topic(),
                    accepted.get().seq(),
                    heard.seq());
        }
        return judging.closed() ? nothingFits(heard, judging, operation) : Ruling.awaiting(Need.MESSAGE);
    }

    /** The firmware prints one of each a step: the lines that would tell this one's step were lost. */
    static Settled announcementLost(PendingClaim heard) {
        return Ruling.settled(
                Verdict.UNSEEN,
                "the lines before it are missing: it cannot be told which request it answers",
                heard.seq());
    }

    /** What the request left in the cloud, taken as evidence for {@code heard}; empty when nothing was seen. */
    static Optional<Message> effect(PendingClaim heard, Judging judging) {
        String body = body(heard, judging);
        String operation = Steps.shadowOperation(heard.step());
        if (!Steps.isRestful(heard.step())) {
            return judging.cloud()
                    .take(
                            Role.PUBLISH,
                            judging.cloud().on(topic(heard, judging)).stream().filter(judging.inSameTest(heard)),
                            it -> body == null || PublishRule.sameText(body, it));
        }
        if (operation == null || operation.equals("get")) {
            return Optional.empty();
        }
        // A body that was not printed whole, or without a state, was damaged on the wire; then any change that nothing
        // else explains will do.
        boolean readable = body != null && ShadowAnswers.state(body) != null;
        Predicate<Message> fits = it -> readable
                ? ShadowAnswers.fits(operation, body, it)
                : body == null || !operation.equals("update") || judging.wire().isDamaged();
        PendingClaim response = judging.after(heard, ClaimKind.HTTPS_RESPONSE);
        String printed =
                response == null ? "" : PrintedResponse.of(response, judging).body();
        Optional<Message> own = judging.cloud()
                .take(
                        Role.REST_CHANGE,
                        ShadowAnswers.accepted(judging, operation).stream(),
                        it -> ShadowAnswers.isSame(printed, it));
        // Another change is taken for its own only when no better one can come.
        return own.isPresent() || !judging.closed() && !ShadowAnswers.isAnonymous(response, printed)
                ? own
                : judging.cloud().take(Role.REST_CHANGE, ShadowAnswers.restful(judging, operation).stream(), fits);
    }

    private static Settled nothingFits(PendingClaim heard, Judging judging, String operation) {
        List<Message> others = ShadowAnswers.restful(judging, operation).stream()
                .filter(it -> judging.cloud().unused(Role.REST_CHANGE, it.seq()))
                .toList();
        if (!others.isEmpty()) {
            Message other = others.get(0);
            judging.cloud().take(Role.REST_CHANGE, others.stream(), it -> true);
            return judging.contradicted(
                    heard,
                    stateText(String.valueOf(body(heard, judging))),
                    List.of(stateText(other.text())),
                    "the shadow service accepted something else on " + other.topic() + ": " + other.text(),
                    other.seq(),
                    heard.seq());
        }
        Settled absent = judging.absent(
                heard,
                Purpose.SHADOW,
                operation + "/accepted that answers it",
                "iot:Subscribe and iot:Receive on the shadow's topics");
        ShadowSighting read = judging.cloud().shadow();
        boolean kept = operation.equals("delete") && read != null && read.status() == 200;
        return kept && absent.verdict() == Verdict.REFUTED
                ? new Settled(
                        absent.verdict(), absent.reason() + "; REST GET still gives the shadow", absent.evidence())
                : absent;
    }

    /** Two documents are as near to each other as the states they hold. */
    private static String stateText(String document) {
        JsonNode state = ShadowAnswers.state(document);
        return state == null ? document.replaceAll("\\s", "") : "{\"state\":" + state + "}";
    }

    /** The topic of the printed path; when its line was lost, the one of the step. */
    private static String topic(PendingClaim heard, Judging judging) {
        PendingClaim request = judging.before(heard, ClaimKind.HTTPS_REQUEST);
        String path = request == null ? null : request.claim().string("path");
        if (path != null && path.startsWith("/topics/")) {
            int query = path.indexOf('?');
            return path.substring("/topics/".length(), query < 0 ? path.length() : query);
        }
        String operation = Steps.shadowOperation(heard.step());
        return operation == null
                ? judging.context().identity().userTopic()
                : Steps.shadowTopic(judging.context().identity(), operation);
    }

    /** The printed body; null when the request was not printed, or not whole. */
    private static @Nullable String body(PendingClaim heard, Judging judging) {
        PendingClaim request = judging.before(heard, ClaimKind.HTTPS_REQUEST);
        boolean whole =
                request != null && Boolean.TRUE.equals(request.claim().fields().get("complete"));
        return whole ? request.claim().string("body") : null;
    }
}
