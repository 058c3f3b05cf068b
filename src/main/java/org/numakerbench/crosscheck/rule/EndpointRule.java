package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.model.Verdict;

/** A TLS connection to an endpoint, a verified certificate: against the bench's own handshake with that endpoint. */
final class EndpointRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        String host = pending.claim().string("host");
        Long port = pending.claim().number("port");
        int expectedPort = port(pending, run);
        if (host != null && port != null && !(host.equals(endpoint.host()) && port == expectedPort)) {
            if (!run.closed()) {
                return Ruling.awaiting(Need.END);
            }
            String expected = endpoint.host() + ":" + expectedPort;
            return Contradiction.ruling(
                    run,
                    pending,
                    host + ":" + port,
                    List.of(expected),
                    "the profile's endpoint is " + expected,
                    pending.seq());
        }
        CertificateSighting probe = run.cloud().certificate(expectedPort);
        if (probe != null && probe.trusted()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the bench's own handshake with " + probe.host() + ":" + probe.port()
                            + " ended with a trusted certificate",
                    probe.seq(),
                    pending.seq());
        }
        if (!run.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        if (probe != null) {
            return Ruling.settled(
                    Verdict.REFUTED,
                    "the certificate that the endpoint shows the bench does not verify against the configured CA",
                    probe.seq(),
                    pending.seq());
        }
        return Ruling.settled(Verdict.UNCHECKABLE, noProbe(run), pending.seq());
    }

    /** The endpoint's port for the step of {@code pending}. */
    static int port(PendingClaim pending, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        return pending.step().isHttps() ? endpoint.httpsPort() : endpoint.mqttPort();
    }

    static String noProbe(RunView run) {
        String failure = run.cloud().probeFailure();
        return failure == null
                ? "the bench made no handshake of its own"
                : "the bench's own handshake failed: " + failure;
    }
}
