package org.numakerbench.crosscheck.rule;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * The HTTP request that the device prints: method, path and host against the step and the profile's endpoint, its body against what
 * the cloud received, its length against itself. Whether it was made at all is judged at the status line after it, and so is the
 * topic that a message was published on.
 */
final class HttpsRequestRule implements Rule {
    private static final String VERSION = " HTTP/1.1";

    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        PendingClaim status = run.after(pending, ClaimKind.HTTPS_STATUS);
        Settled effect = status == null ? null : status.ruling();
        if (effect == null && !run.closed()) {
            return Ruling.awaiting(Need.END);
        }
        Message seen =
                effect == null || effect.verdict() != Verdict.CONFIRMED ? null : HttpsResponseRule.message(run, effect);
        Optional<Other> other = line(pending, run).or(() -> host(pending, run)).or(() -> body(pending, seen));
        if (other.isPresent() && !run.closed()) {
            return Ruling.awaiting(Need.END);
        }
        if (other.isPresent()) {
            Other it = other.get();
            if (LineIntegrity.isDamage(pending.claim())) {
                return Ruling.consistent(pending.seq())
                        .noting(List.of(it.reason() + ", but it was damaged on the wire"));
            }
            Settled ruling =
                    Contradiction.ruling(run, pending, it.said(), List.of(it.expected()), it.reason(), it.evidence());
            boolean lost = run.wire().isDamaged() || run.cloud().leftOut() > 0;
            return lost ? unlessDamaged(pending, ruling) : ruling;
        }
        boolean known = seen == null || pending.step().isRestful() || isWhole(pending) || says(pending, seen);
        if (!known || pending.claim().string("method") == null) {
            String what =
                    known ? "its first line cannot be read" : "its body is not as long as its Content-Length says";
            Settled unknown =
                    Ruling.settled(Verdict.UNSEEN, "the printed request is not whole: " + what, pending.seq());
            boolean damaged = !run.wire().isWhole()
                    || run.wire().damaged().stream().anyMatch(it -> it != pending.claim())
                    || run.textLostBefore(pending) != null;
            return damaged ? unlessDamaged(pending, unknown) : unknown;
        }
        return Ruling.consistent(pending.seq()).noting(oddities(pending));
    }

    /** Where the wire lost bytes the printed text proves nothing; what the request did is judged at its status line. */
    private static Settled unlessDamaged(PendingClaim pending, Settled ruling) {
        return ruling.verdict() == Verdict.UNSEEN
                ? Ruling.consistent(pending.seq()).noting(List.of(ruling.reason()))
                : ruling;
    }

    /**
     * Something else than expected.
     *
     * @param said the part that contradicts
     */
    private record Other(String said, String expected, String reason, Long... evidence) {}

    /** Method, path and version; of a message's path the topic is the status line's to judge. */
    private static Optional<Other> line(PendingClaim pending, RunView run) {
        if (pending.claim().string("method") == null) {
            return Optional.empty();
        }
        Step step = pending.step();
        String expected = step.request(
                run.context().identity().thing(), run.context().identity().userTopic());
        String said = (pending.claim().text() + "\n\n").split("\n", 3)[1];
        if (!step.isRestful()) {
            String publishes = "POST /topics/";
            boolean fits = said.startsWith(publishes) && said.matches(".*\\?qos=[01]" + VERSION.replace(".", "\\."));
            String asExpected = expected + "?qos=1" + VERSION;
            expected = publishes + topic(said) + "?qos=1" + VERSION;
            return fits
                    ? Optional.empty()
                    : Optional.of(new Other(
                            said,
                            nearest(said, run, asExpected),
                            "the request of this step is " + expected,
                            pending.seq()));
        }
        return said.equals(expected + VERSION)
                ? Optional.empty()
                : Optional.of(different(pending, said, expected + VERSION));
    }

    /** The request of any step that it nearly is: where the line before it was lost, it is taken for another step's. */
    private static String nearest(String said, RunView run, String expected) {
        return StepTable.FIRMWARE.all(Action.POST).stream()
                .map(step -> step.request(
                                run.context().identity().thing(),
                                run.context().identity().userTopic())
                        + "?qos=1" + VERSION)
                .filter(it -> LineIntegrity.nearlyEqual(said, it))
                .findFirst()
                .orElse(expected);
    }

    private static String topic(String said) {
        int begin = said.indexOf("/topics/") + "/topics/".length();
        int end = said.indexOf('?');
        return begin >= "/topics/".length() && end > begin ? said.substring(begin, end) : "...";
    }

    private static Other different(PendingClaim pending, String said, String expected) {
        return new Other(said, expected, "the request of this step is " + expected, pending.seq());
    }

    private static Optional<Other> host(PendingClaim pending, RunView run) {
        String host = pending.claim().string("host");
        String expected = run.context().endpoint().host();
        return host == null || host.equals(expected)
                ? Optional.empty()
                : Optional.of(new Other(host, expected, "the profile's endpoint is " + expected, pending.seq()));
    }

    /** The state that a RESTful update asks for is the one that the shadow service accepted. */
    private static Optional<Other> body(PendingClaim pending, @Nullable Message accepted) {
        JsonNode document = accepted == null ? null : accepted.json();
        boolean updates = pending.step().isRestful() && pending.step().operation() == ShadowOperation.UPDATE;
        String said = pending.claim().string("body");
        if (accepted == null || document == null || !updates || said == null) {
            return Optional.empty();
        }
        JsonNode asked = ShadowAnswers.state(said);
        JsonNode state = document.path("state");
        return state.equals(asked)
                ? Optional.empty()
                : Optional.of(new Other(
                        HttpsStatusRule.stateText(said),
                        HttpsStatusRule.stateText(accepted.text()),
                        "the shadow service accepted another state, on " + accepted.topic() + ": " + state,
                        accepted.seq(),
                        pending.seq()));
    }

    private static boolean isWhole(PendingClaim pending) {
        return Boolean.TRUE.equals(pending.claim().fields().get("complete"));
    }

    private static boolean says(PendingClaim pending, Message seen) {
        String body = pending.claim().string("body");
        return body != null && seen.says(body);
    }

    /** What does not fit together within the request. */
    private static List<String> oddities(PendingClaim pending) {
        List<String> odd = new ArrayList<>();
        Map<String, Object> fields = pending.claim().fields();
        Long announced = pending.claim().number("contentLength");
        String body = pending.claim().string("body");
        if (!fields.containsKey("host")) {
            odd.add("the request has no Host line");
        }
        if (announced == null) {
            odd.add("the request has no Content-Length");
        } else if (!isWhole(pending)) {
            odd.add("the request announces " + announced + " bytes, its body has "
                    + (body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length));
        }
        return odd;
    }
}
