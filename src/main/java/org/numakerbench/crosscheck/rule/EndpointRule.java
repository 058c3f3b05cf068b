package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.rule.Ruling.Need;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.model.Verdict;

/** A TLS connection to an endpoint, a verified certificate: against the bench's own handshake with that endpoint. */
final class EndpointRule implements Rule {
    @Override
    public Ruling check(PendingClaim heard, Judging judging) {
        EndpointFacts endpoint = judging.context().endpoint();
        String host = heard.claim().string("host");
        Long port = heard.claim().number("port");
        int expectedPort = port(heard, judging);
        if (host != null && port != null && !(host.equals(endpoint.host()) && port == expectedPort)) {
            if (!judging.closed()) {
                return Ruling.awaiting(Need.END);
            }
            String expected = endpoint.host() + ":" + expectedPort;
            return judging.contradicted(
                    heard, host + ":" + port, List.of(expected), "the profile's endpoint is " + expected, heard.seq());
        }
        CertificateSighting probe = judging.cloud().certificate(expectedPort);
        if (probe != null && probe.trusted()) {
            return Ruling.settled(
                    Verdict.CONFIRMED,
                    "the bench's own handshake with " + probe.host() + ":" + probe.port()
                            + " ended with a trusted certificate",
                    probe.seq(),
                    heard.seq());
        }
        if (!judging.closed()) {
            return Ruling.awaiting(Need.MESSAGE);
        }
        if (probe != null) {
            return Ruling.settled(
                    Verdict.REFUTED,
                    "the certificate that the endpoint shows the bench does not verify against the configured CA",
                    probe.seq(),
                    heard.seq());
        }
        return Ruling.settled(Verdict.UNCHECKABLE, noProbe(judging), heard.seq());
    }

    /** The endpoint's port for the step of {@code heard}. */
    static int port(PendingClaim heard, Judging judging) {
        EndpointFacts endpoint = judging.context().endpoint();
        return heard.step().startsWith("https") ? endpoint.httpsPort() : endpoint.mqttPort();
    }

    static String noProbe(Judging judging) {
        String failure = judging.cloud().probeFailure();
        return failure == null
                ? "the bench made no handshake of its own"
                : "the bench's own handshake failed: " + failure;
    }
}
