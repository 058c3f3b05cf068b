package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;

/** An MQTT connection against the presence event for the device's client ID. */
final class ConnectRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        String clientId = judging.context().identity().clientId();
        Optional<Presence> event = judging.cloud().takePresence(Role.CONNECT, Presence::connected);
        if (event.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "presence event: client \"" + clientId + "\" connected" + certificate(event.get(), judging),
                    event.get().seq(),
                    heard.seq());
        }
        return judging.closed()
                ? judging.absent(
                        heard,
                        Purpose.PRESENCE,
                        "presence event for client \"" + clientId + "\"",
                        "iot:Subscribe and iot:Receive on $aws/events/presence/*")
                : Ruling.awaiting(Need.LIFECYCLE);
    }

    /** The event names the certificate that the device really used. */
    private static String certificate(Presence event, Judging judging) {
        String known = judging.cloud().deviceCertificateId();
        if (known == null || event.principal().isEmpty()) {
            return "";
        }
        return event.principal().equals(known)
                ? " with its certificate"
                : ", but with another certificate than the profile names for this board: ID " + event.principal();
    }
}
