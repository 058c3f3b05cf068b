package org.numakerbench.crosscheck.claim;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.evidence.Fact.Purpose;
import org.numakerbench.uart.ClaimKind;

/**
 * The device's connection to the cloud was gone before it was closed.
 *
 * @param words how that shows, for a person
 * @param seq of the log entry that shows it
 */
public record Loss(String words, long seq) {
    /** Of the device's last session; empty when it had none, or closed it. */
    public static Optional<Loss> of(RunView run) {
        List<Presence> seen = run.cloud().presences();
        Optional<Presence> begin = seen.stream().filter(Presence::connected).reduce((older, newer) -> newer);
        if (begin.isEmpty()) {
            return Optional.empty();
        }
        Optional<Presence> end = seen.stream()
                .filter(it -> !it.connected() && it.session().equals(begin.get().session()))
                .findFirst();
        if (end.isPresent()) {
            String reason = end.get().reason();
            return reason.equals(Presence.CLIENT_INITIATED)
                    ? Optional.empty()
                    : Optional.of(new Loss(
                            "the cloud saw its session end with " + (reason.isEmpty() ? "no DISCONNECT" : reason)
                                    + " (entry " + end.get().seq() + ")",
                            end.get().seq()));
        }
        boolean wouldBeSeen = run.witness().lifecycleFlows()
                && Boolean.TRUE.equals(run.witness().granted(Purpose.PRESENCE));
        boolean closed = run.heard().stream().anyMatch(it -> it.claim().kind() == ClaimKind.MQTT_DISCONNECT);
        return run.closed() && wouldBeSeen && closed
                ? Optional.of(new Loss(
                        "the device says that it disconnected, and the cloud saw no end of its session",
                        begin.get().seq()))
                : Optional.empty();
    }
}
