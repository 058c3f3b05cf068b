package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.claim.Absence;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.claim.TakeOver;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.crosscheck.timeline.Use;
import org.numakerbench.crosscheck.timeline.Use.Role;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;

/**
 * "MQTT disconnects OK" against the presence event. The firmware prints the line also after a failed disconnect and when
 * it never connected (main.cpp, start_test).
 */
final class DisconnectRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        Optional<Presence> event = run.cloud()
                .unusedPresence(
                        Role.DISCONNECT, it -> !it.connected() && it.reason().equals(Presence.CLIENT_INITIATED));
        if (event.isPresent()) {
            Settled settled = Ruling.settled(
                    Verdict.CONFIRMED,
                    "presence event: disconnected, " + event.get().reason(),
                    event.get().seq(),
                    pending.seq());
            return settled.using(Use.of(Role.DISCONNECT, event.get().seq()));
        }
        List<Presence> seen = run.cloud().presences();
        List<String> sessions =
                seen.stream().filter(Presence::connected).map(Presence::session).toList();
        // The session of an older boot may end now too, thrown out by the new one.
        Optional<Presence> ended = seen.stream()
                .filter(it -> !it.connected() && (sessions.isEmpty() || sessions.contains(it.session())))
                .reduce((first, last) -> last);
        if (ended.isPresent() && run.closed()) {
            Optional<TakeOver> over = TakeOver.of(run);
            if (over.isPresent()) {
                return Ruling.settled(
                        Verdict.UNSEEN,
                        over.get().words(run) + ": whether the device disconnected cannot be told",
                        over.get().ended().seq(),
                        over.get().by().seq(),
                        pending.seq());
            }
            if (ended.get().reason().isEmpty()) {
                return Ruling.settled(
                        Verdict.UNSEEN,
                        "the session ended, and the cloud does not say why",
                        ended.get().seq(),
                        pending.seq());
            }
            return Ruling.settled(
                    Verdict.REFUTED,
                    "the cloud received no DISCONNECT: the session ended with "
                            + ended.get().reason(),
                    ended.get().seq(),
                    pending.seq());
        }
        if (!run.closed()) {
            boolean over =
                    ended.isPresent() && run.cloud().isSurelyOwn(ended.get().session());
            return Ruling.awaiting(seen.isEmpty() || over ? Need.END : Need.LIFECYCLE);
        }
        return Absence.ruling(
                run,
                pending,
                Purpose.PRESENCE,
                seen.isEmpty()
                        ? "session of client \"" + run.context().identity().clientId() + "\" at all"
                        : "end of the device's session",
                "iot:Subscribe and iot:Receive on $aws/events/presence/*");
    }
}
