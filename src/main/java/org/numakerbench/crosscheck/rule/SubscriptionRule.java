package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.rule.Ruling.Settled;
import org.numakerbench.crosscheck.timeline.SubscriptionEvent;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.ClaimKind;

/**
 * Subscribing and unsubscribing against subscription events; a subscription also against the delivery that only it
 * explains.
 */
final class SubscriptionRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        boolean subscribed = heard.claim().kind() == ClaimKind.MQTT_SUBSCRIBE;
        String filter = String.valueOf(heard.claim().string("filter"));
        String word = subscribed ? "subscribed" : "unsubscribed";
        Optional<SubscriptionEvent> event = judging.cloud().takeSubscription(subscribed, filter);
        if (event.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "subscription event: " + word + " " + filter,
                    event.get().seq(),
                    heard.seq());
        }
        if (!judging.closed()) {
            return Ruling.awaiting(Need.LIFECYCLE);
        }
        List<String> others = judging.cloud().subscriptions().stream()
                .filter(it -> it.subscribed() == subscribed)
                .flatMap(it -> it.filters().stream())
                .toList();
        Settled settled = judging.absent(
                heard,
                Purpose.SUBSCRIPTIONS,
                "\"" + word + "\" event for " + filter,
                "iot:Subscribe and iot:Receive on $aws/events/subscriptions/*");
        if (settled.verdict() == Verdict.REFUTED) {
            return judging.contradicted(
                    heard, filter, others, settled.reason(), settled.evidence().toArray(Long[]::new));
        }
        return subscribed && settled.verdict() == Verdict.UNCHECKABLE ? byDelivery(heard, judging, settled) : settled;
    }

    private static Settled byDelivery(PendingClaim heard, Judging judging, Settled otherwise) {
        boolean rejected = String.valueOf(heard.claim().string("filter")).endsWith("/rejected");
        return judging.inPhaseOf(heard)
                .filter(other -> !rejected && other.claim().kind() == ClaimKind.MESSAGE_ARRIVED)
                .filter(Judging.settledAs(Verdict.CONFIRMED))
                .findFirst()
                .map(arrival -> Ruling.settled(
                        Verdict.CONFIRMED,
                        "a message arrived that only this subscription explains",
                        heard.seq(),
                        arrival.seq()))
                .orElse(otherwise);
    }
}
