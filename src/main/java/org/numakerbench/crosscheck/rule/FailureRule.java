package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Loss;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.model.ShadowOperation;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/**
 * A failure the device reports itself: confirmed when the cloud saw nothing of it either, refuted when it happened all
 * the same. Nobody waits for what should not come, so it settles at the end.
 */
final class FailureRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        if (!run.closed()) {
            return Ruling.awaiting(Need.END);
        }
        Claim claim = pending.claim();
        return switch (claim.kind()) {
            case TCP_CONNECT, TLS_HANDSHAKE, CONNECTED ->
                ruling(pending, run, "a session of this client", session(run.cloud()));
            case MQTT_CONNECT -> unacknowledged(pending, run, "a session of this client", session(run.cloud()));
            case MQTT_SUBSCRIBE, MQTT_UNSUBSCRIBE ->
                unacknowledged(pending, run, "an event for this filter", subscription(pending, run.cloud()));
            case MQTT_PUBLISH -> unacknowledged(pending, run, "a message on this topic", publish(pending, run));
            case MQTT_RECEIVE -> notReceived(pending, run);
            case HTTPS_STATUS -> https(pending, run);
            case MQTT_DISCONNECT -> ruling(pending, run, "a DISCONNECT", disconnect(run.cloud()));
            default -> Ruling.settled(Verdict.UNCHECKABLE, "only the device can see this failure", pending.seq());
        };
    }

    /**
     * "failed: -1" of the MQTT library means that no acknowledgement came. That is honest when the connection was gone, even
     * if the cloud saw the request.
     */
    private static Ruling unacknowledged(PendingClaim pending, RunView run, String what, Optional<Use> seen) {
        Optional<Loss> loss = Loss.of(run);
        if (seen.isEmpty() || loss.isEmpty() && run.witness().lostSeq() == null) {
            return ruling(pending, run, what, seen);
        }
        Settled settled = loss.isPresent()
                ? Ruling.settled(
                        Verdict.CONFIRMED,
                        "the cloud saw " + what + ", but no acknowledgement could come: "
                                + loss.get().words(),
                        seen.get().seq(),
                        loss.get().seq(),
                        pending.seq())
                : Ruling.settled(
                        Verdict.UNSEEN,
                        "the cloud saw " + what
                                + "; whether its acknowledgement came cannot be told, for the host lost the"
                                + " endpoint too",
                        seen.get().seq(),
                        run.witness().lostSeq(),
                        pending.seq());
        return settled.using(seen.get());
    }

    /** "TIMEOUT" of Mbed OS 5.15 and later: no message came within 5 s, on a topic that the witness listens to, too. */
    private static Ruling notReceived(PendingClaim pending, RunView run) {
        PendingClaim published = run.before(pending, ClaimKind.MQTT_PUBLISH);
        // The line names the topic of the request, not the filter of its answers.
        ShadowOperation operation = pending.step().operation();
        Stream<Message> candidates = operation == null
                ? run.cloud().matching(run.context().identity().userFilter())
                : Stream.of("/accepted", "/rejected").flatMap(it -> run.cloud().on(run.topic(operation) + it).stream());
        Optional<Message> message = candidates
                .filter(it -> it.seq() < pending.seq())
                .filter(it -> published == null || it.seq() >= since(published, run))
                .findFirst();
        PendingClaim later = run.after(pending, ClaimKind.MESSAGE_ARRIVED);
        if (later != null) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "it came after that (line " + later.claim().line() + ")",
                    later.seq(),
                    pending.seq());
        }
        Optional<Loss> loss = Loss.of(run);
        if (message.isPresent() && loss.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the cloud had a message on " + message.get().topic() + ", but it could not come through: "
                            + loss.get().words(),
                    message.get().seq(),
                    loss.get().seq(),
                    pending.seq());
        }
        return ruling(
                pending, run, "a message for it", message.map(Message::seq).orElse(null));
    }

    /** Where the subscribing of its phase was heard: a message may be seen before the line that announces it is read. */
    private static long since(PendingClaim published, RunView run) {
        PendingClaim subscribed = run.before(published, ClaimKind.MQTT_SUBSCRIBE);
        return (subscribed == null ? published : subscribed).seq();
    }

    private static Ruling ruling(PendingClaim pending, RunView run, String what, Optional<Use> seen) {
        Settled settled = ruling(pending, run, what, seen.map(Use::seq).orElse(null));
        return seen.map(settled::using).orElse(settled);
    }

    private static Settled ruling(PendingClaim pending, RunView run, String what, @Nullable Long seen) {
        if (seen != null) {
            return Ruling.settled(
                    Verdict.REFUTED, "the device reports a failure, but the cloud saw " + what, seen, pending.seq());
        }
        if (run.cloud().leftOut() > 0) {
            return Ruling.settled(Verdict.UNSEEN, "nobody can tell: " + run.flood(), pending.seq());
        }
        return run.awakeFor(pending)
                ? Ruling.settled(Verdict.CONFIRMED, "the cloud did not see " + what + " either", pending.seq())
                : Ruling.settled(Verdict.UNSEEN, "the witness cannot prove that it was awake", pending.seq());
    }

    private static Ruling https(PendingClaim pending, RunView run) {
        if (run.isRepeated(pending)) {
            return HttpsStatusRule.announcementLost(pending);
        }
        if (pending.step().isRestfulRead()) {
            return Ruling.settled(Verdict.UNCHECKABLE, "a RESTful read leaves no trace in the cloud", pending.seq());
        }
        Role role = HttpsStatusRule.role(pending);
        return ruling(
                pending,
                run,
                "what was requested",
                HttpsStatusRule.effect(pending, run).map(it -> Use.of(role, it.seq())));
    }

    private static Optional<Use> session(CloudTimeline cloud) {
        return cloud.unusedPresence(Role.CONNECT, Presence::connected).map(it -> Use.of(Role.CONNECT, it.seq()));
    }

    /** Not used up: the firmware says after it that the disconnect went well. */
    private static @Nullable Long disconnect(CloudTimeline cloud) {
        return cloud.presences().stream()
                .filter(it -> !it.connected() && it.reason().equals(Presence.CLIENT_INITIATED))
                .map(Presence::seq)
                .filter(seq -> cloud.isUnused(Role.DISCONNECT, seq))
                .findFirst()
                .orElse(null);
    }

    private static Optional<Use> subscription(PendingClaim pending, CloudTimeline cloud) {
        boolean subscribed = pending.step().action() == Action.SUBSCRIBE;
        return cloud.unusedSubscription(
                subscribed, String.valueOf(pending.claim().string("filter")));
    }

    private static Optional<Use> publish(PendingClaim pending, RunView run) {
        return PublishOrder.of(run).message(pending).map(message -> Use.of(Role.PUBLISH, message.seq()));
    }
}
