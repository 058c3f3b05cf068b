package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;

/**
 * A failure the device reports itself: confirmed when the cloud saw nothing of it either, refuted when it happened all
 * the same. Nobody waits for what should not come, so it settles at the end.
 */
final class FailureRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        if (!judging.closed()) {
            return Ruling.awaiting(Need.END);
        }
        Claim claim = heard.claim();
        return switch (claim.kind()) {
            case TCP_CONNECT, TLS_HANDSHAKE, CONNECTED, MQTT_CONNECT ->
                ruling(heard, judging, "a session of this client", session(judging.cloud()));
            case MQTT_SUBSCRIBE, MQTT_UNSUBSCRIBE ->
                ruling(heard, judging, "an event for this filter", subscription(heard, judging.cloud()));
            case MQTT_PUBLISH -> ruling(heard, judging, "a message on this topic", publish(heard, judging));
            case HTTPS_STATUS -> https(heard, judging);
            case MQTT_DISCONNECT -> ruling(heard, judging, "a DISCONNECT", disconnect(judging.cloud()));
            default -> Ruling.settled(Verdict.UNCHECKABLE, "only the device can see this failure", heard.seq());
        };
    }

    private static Ruling ruling(PendingClaim heard, Judging judging, String what, @Nullable Long seen) {
        if (seen != null) {
            return Ruling.settled(
                    Verdict.REFUTED, "the device reports a failure, but the cloud saw " + what, seen, heard.seq());
        }
        if (judging.cloud().leftOut() > 0) {
            return Ruling.settled(Verdict.UNSEEN, "nobody can tell: " + judging.flood(), heard.seq());
        }
        return judging.awakeFor(heard)
                ? Ruling.settled(Verdict.CONFIRMED, "the cloud did not see " + what + " either", heard.seq())
                : Ruling.settled(Verdict.UNSEEN, "the witness cannot prove that it was awake", heard.seq());
    }

    private static Ruling https(PendingClaim heard, Judging judging) {
        if (judging.isRepeated(heard)) {
            return HttpsStatusRule.announcementLost(heard);
        }
        if (heard.step().equals("https.shadow-get-rest")) {
            return Ruling.settled(Verdict.UNCHECKABLE, "a RESTful read leaves no trace in the cloud", heard.seq());
        }
        Long seen = HttpsStatusRule.effect(heard, judging).map(Message::seq).orElse(null);
        return ruling(heard, judging, "what was requested", seen);
    }

    private static @Nullable Long session(CloudTimeline cloud) {
        return cloud.takePresence(Role.CONNECT, Presence::connected)
                .map(Presence::seq)
                .orElse(null);
    }

    private static @Nullable Long disconnect(CloudTimeline cloud) {
        Optional<Presence> event = cloud.presences().stream()
                .filter(it -> it.reason().equals(Presence.CLIENT_INITIATED))
                .filter(it -> cloud.unused(Role.DISCONNECT, it.seq()))
                .findFirst();
        return event.map(Presence::seq).orElse(null);
    }

    private static @Nullable Long subscription(PendingClaim heard, CloudTimeline cloud) {
        boolean subscribed = heard.step().endsWith(".subscribe");
        String filter = String.valueOf(heard.claim().string("filter"));
        return cloud.takeSubscription(subscribed, filter)
                .map(event -> event.seq())
                .orElse(null);
    }

    private static @Nullable Long publish(PendingClaim heard, Judging judging) {
        String topic = String.valueOf(heard.claim().string("topic"));
        return judging.cloud()
                .take(Role.PUBLISH, judging.cloud().on(topic).stream(), judging.inSameTest(heard))
                .map(message -> message.seq())
                .orElse(null);
    }
}
