package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.timeline.CloudTimeline.Role;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.model.Verdict;

/**
 * "MQTT disconnects OK" against the presence event. The firmware prints the line also after a failed disconnect and when
 * it never connected (main.cpp, start_test).
 */
final class DisconnectRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        Optional<Presence> event = judging.cloud()
                .takePresence(
                        Role.DISCONNECT, it -> !it.connected() && it.reason().equals(Presence.CLIENT_INITIATED));
        if (event.isPresent()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "presence event: disconnected, " + event.get().reason(),
                    event.get().seq(),
                    heard.seq());
        }
        List<Presence> seen = judging.cloud().presences();
        List<String> sessions =
                seen.stream().filter(Presence::connected).map(Presence::session).toList();
        // The session of an older boot may end now too, thrown out by the new one.
        Optional<Presence> ended = seen.stream()
                .filter(it -> !it.connected() && (sessions.isEmpty() || sessions.contains(it.session())))
                .reduce((first, last) -> last);
        if (ended.isPresent() && (sessions.size() == 1 || judging.closed())) {
            return Ruling.settled(
                    Verdict.REFUTED,
                    "the cloud received no DISCONNECT: the session ended with "
                            + ended.get().reason(),
                    ended.get().seq(),
                    heard.seq());
        }
        if (!judging.closed()) {
            return Ruling.awaiting(seen.isEmpty() ? Need.END : Need.LIFECYCLE);
        }
        return judging.absent(
                heard,
                Purpose.PRESENCE,
                seen.isEmpty()
                        ? "session of client \"" + judging.context().identity().clientId() + "\" at all"
                        : "end of the device's session",
                "iot:Subscribe and iot:Receive on $aws/events/presence/*");
    }
}
