package org.numakerbench.crosscheck.cause;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.model.Stage;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * The cloud refused the device what its policy does not allow.
 *
 * @param words what, and how that shows, for a person
 */
record Refusal(String words) {
    private static final long FORBIDDEN = 403;

    /** What lies behind {@code trouble}; empty when the cloud refused nothing there. */
    static Optional<Refusal> of(Trouble trouble, RunView run) {
        PendingClaim claim = trouble.claim();
        if (trouble.stage() == Stage.MQTT) {
            return run.cloud().presences().stream()
                    .filter(it -> !it.connected() && it.reason().equals(Presence.AUTH_ERROR))
                    .findFirst()
                    .map(end -> new Refusal("the cloud ended its session with " + end.reason() + " (entry " + end.seq()
                            + ")" + action(claim) + alsoOverHttps(run)));
        }
        // Where the cloud did what was asked, the printed status is not its answer.
        return claim == null || trouble.verdict() != Verdict.CONFIRMED && trouble.verdict() != Verdict.UNCHECKABLE
                ? Optional.empty()
                : forbidden(run)
                        .filter(it -> it.boot() == claim.boot() && it.step().equals(claim.step()))
                        .map(it -> new Refusal("the endpoint answers " + request(it, run) + " with HTTP 403"));
    }

    private static Optional<PendingClaim> forbidden(RunView run) {
        return run.heard().stream()
                .filter(it -> it.claim().kind() == ClaimKind.HTTPS_RESPONSE)
                .filter(it -> Long.valueOf(FORBIDDEN).equals(it.claim().number("status")))
                .findFirst();
    }

    private static String alsoOverHttps(RunView run) {
        return forbidden(run)
                .map(it -> ", and answers " + request(it, run) + " with HTTP 403")
                .orElse("");
    }

    private static String request(PendingClaim response, RunView run) {
        return response.step()
                .request(
                        run.context().identity().thing(),
                        run.context().identity().userTopic());
    }

    /** The policy's action for what the device did. */
    private static String action(@Nullable PendingClaim claim) {
        if (claim == null) {
            return "";
        }
        String topic = claim.claim().string("topic");
        String filter = claim.claim().string("filter");
        return switch (claim.claim().kind()) {
            case MQTT_PUBLISH -> ": iot:Publish on " + topic + " is not allowed";
            case MQTT_SUBSCRIBE -> ": iot:Subscribe on " + filter + " is not allowed";
            default -> "";
        };
    }
}
