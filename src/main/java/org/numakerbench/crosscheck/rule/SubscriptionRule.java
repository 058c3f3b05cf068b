package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * Subscribing and unsubscribing against subscription events; a subscription also against the delivery that only it
 * explains.
 */
final class SubscriptionRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        boolean subscribed = pending.claim().kind() == ClaimKind.MQTT_SUBSCRIBE;
        String filter = String.valueOf(pending.claim().string("filter"));
        String word = subscribed ? "subscribed" : "unsubscribed";
        Optional<Use> event = run.cloud().unusedSubscription(subscribed, filter);
        if (event.isPresent()) {
            Settled settled = Ruling.settled(
                    Verdict.CONFIRMED,
                    "subscription event: " + word + " " + filter,
                    event.get().seq(),
                    pending.seq());
            return settled.using(event.get());
        }
        if (!run.closed()) {
            return Ruling.awaiting(Need.LIFECYCLE);
        }
        List<String> others = run.cloud().subscriptions().stream()
                .filter(it -> it.subscribed() == subscribed)
                .flatMap(it -> it.filters().stream())
                .toList();
        Settled settled = Absence.ruling(
                run,
                pending,
                Purpose.SUBSCRIPTIONS,
                "\"" + word + "\" event for " + filter,
                "iot:Subscribe and iot:Receive on $aws/events/subscriptions/*");
        if (settled.verdict() == Verdict.REFUTED) {
            return Contradiction.ruling(
                    run,
                    pending,
                    filter,
                    others,
                    settled.reason(),
                    settled.evidence().toArray(Long[]::new));
        }
        return subscribed && settled.verdict() == Verdict.UNCHECKABLE ? byDelivery(pending, run, settled) : settled;
    }

    private static Settled byDelivery(PendingClaim pending, RunView run, Settled otherwise) {
        boolean rejected = String.valueOf(pending.claim().string("filter")).endsWith("/rejected");
        return run.inPhaseOf(pending)
                .filter(other -> !rejected && other.claim().kind() == ClaimKind.MESSAGE_ARRIVED)
                .filter(PendingClaim.settledAs(Verdict.CONFIRMED))
                .findFirst()
                .map(arrival -> Ruling.settled(
                        Verdict.CONFIRMED,
                        "a message arrived that only this subscription explains",
                        pending.seq(),
                        arrival.seq()))
                .orElse(otherwise);
    }
}
