package org.numakerbench.crosscheck.rule;

import java.util.Optional;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.model.Verdict;

/** A TLS connection to an endpoint, a verified certificate: against the bench's own handshake with that endpoint. */
final class EndpointRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        Optional<Ruling> elsewhere = NamedEndpoint.elsewhere(pending, run);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        CertificateSighting probe = run.cloud().certificate(NamedEndpoint.port(pending, run));
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

    static String noProbe(RunView run) {
        String failure = run.cloud().probeFailure();
        return failure == null
                ? "the bench made no handshake of its own"
                : "the bench's own handshake failed: " + failure;
    }
}
