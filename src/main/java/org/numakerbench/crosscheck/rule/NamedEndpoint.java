package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.evidence.RunContext.EndpointFacts;

/** The endpoint that a line names against the profile's. */
final class NamedEndpoint {
    private NamedEndpoint() {}

    /** The ruling for a line that names another host or port; empty when it names the profile's, or none. */
    static Optional<Ruling> elsewhere(PendingClaim pending, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        String host = pending.claim().string("host");
        Long port = pending.claim().number("port");
        int expectedPort = port(pending, run);
        boolean same = (host == null || host.equals(endpoint.host()))
                && (port == null || port == expectedPort || run.isThroughLink());
        if (same) {
            return Optional.empty();
        }
        if (!run.closed()) {
            return Optional.of(Ruling.awaiting(Need.END));
        }
        String expected = port == null ? endpoint.host() : endpoint.host() + ":" + expectedPort;
        String said = port == null ? String.valueOf(host) : host + ":" + port;
        // A damaged port may look like the other test's.
        List<String> both = port == null
                ? List.of(expected)
                : List.of(endpoint.host() + ":" + endpoint.mqttPort(), endpoint.host() + ":" + endpoint.httpsPort());
        return Optional.of(
                Contradiction.ruling(run, pending, said, both, "the profile's endpoint is " + expected, pending.seq()));
    }

    /** The endpoint's port for the step of {@code pending}. */
    static int port(PendingClaim pending, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        return pending.step().isHttps() ? endpoint.httpsPort() : endpoint.mqttPort();
    }
}
