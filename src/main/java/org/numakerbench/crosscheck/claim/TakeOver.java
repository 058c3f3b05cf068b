package org.numakerbench.crosscheck.claim;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.timeline.CloudTimeline;
import org.numakerbench.crosscheck.timeline.Presence;
import org.numakerbench.uart.ClaimKind;

/**
 * Another client connected with the device's client ID, and the cloud threw the device out.
 *
 * @param ended end of the device's session
 * @param by how the other's session began
 */
public record TakeOver(Presence ended, Presence by) {
    /**
     * The first one. A session with another certificate is another client's. With the same certificate it may be the
     * device's own, unless the device says that it connected once: then two boards run with one identity.
     */
    public static Optional<TakeOver> of(RunView run) {
        CloudTimeline cloud = run.cloud();
        List<Presence> own = cloud.presences();
        Optional<Presence> ended = own.stream()
                .filter(it -> !it.connected() && it.reason().equals(Presence.DUPLICATE_CLIENT_ID))
                .filter(it -> own.stream()
                        .anyMatch(begin -> begin.connected() && begin.session().equals(it.session())))
                .findFirst();
        Optional<Presence> other = cloud.othersPresences().stream()
                .filter(Presence::connected)
                .findFirst()
                .or(() -> connectedOnce(run) ? twin(own, ended) : Optional.empty());
        return ended.flatMap(end -> other.map(by -> new TakeOver(end, by)));
    }

    private static Optional<Presence> twin(List<Presence> own, Optional<Presence> ended) {
        return own.stream()
                .filter(it -> it.connected() && ended.isPresent())
                .filter(it -> !it.session().equals(ended.get().session()))
                .findFirst();
    }

    private static boolean connectedOnce(RunView run) {
        return count(run, ClaimKind.BOOT_BANNER) <= 1 && count(run, ClaimKind.MQTT_CONNECT) <= 1;
    }

    private static long count(RunView run, ClaimKind kind) {
        return run.heard().stream().filter(it -> it.claim().kind() == kind).count();
    }

    /** Another certificate is another client's for sure. */
    public boolean isByAnotherCertificate() {
        return !by.principal().equals(ended.principal());
    }

    /** For a person. */
    public String words(RunView run) {
        return "another client connected as \"" + run.context().identity().clientId() + "\" (entry " + by.seq()
                + (isByAnotherCertificate()
                        ? ", certificate " + shortened(by.principal())
                        : ", with the device's own certificate")
                + "), and the cloud ended the device's session with " + ended.reason() + " (entry " + ended.seq() + ")";
    }

    private static String shortened(String principal) {
        return principal.length() > 12 ? principal.substring(0, 12) + "..." : principal;
    }
}
