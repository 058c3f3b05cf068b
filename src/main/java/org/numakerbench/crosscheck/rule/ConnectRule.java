package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;

/** An MQTT connection against the presence event for the device's client ID. */
final class ConnectRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        String clientId = run.context().identity().clientId();
        Optional<Presence> event = run.cloud().unusedPresence(Role.CONNECT, Presence::connected);
        if (event.isPresent()) {
            Settled settled = Ruling.settled(
                    Verdict.CONFIRMED,
                    "presence event: client \"" + clientId + "\" connected" + certificate(event.get(), run),
                    event.get().seq(),
                    pending.seq());
            return settled.using(Use.of(Role.CONNECT, event.get().seq()));
        }
        return run.closed()
                ? Absence.ruling(
                        run,
                        pending,
                        Purpose.PRESENCE,
                        "presence event for client \"" + clientId + "\"",
                        "iot:Subscribe and iot:Receive on $aws/events/presence/*")
                : Ruling.awaiting(Need.LIFECYCLE);
    }

    /** The event names the certificate that the device really used. */
    private static String certificate(Presence event, RunView run) {
        String known = run.cloud().deviceCertificateId();
        if (known == null || event.principal().isEmpty()) {
            return "";
        }
        return event.principal().equals(known)
                ? " with its certificate"
                : ", but with another certificate than the profile names for this board: ID " + event.principal();
    }
}
