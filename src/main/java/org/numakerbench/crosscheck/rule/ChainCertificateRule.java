package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.uart.Claim;

/**
 * "Certificate verification passed" against the bench's own handshake; where later firmware prints each certificate of the
 * chain, that one against the chain that the bench verified.
 */
final class ChainCertificateRule implements Rule {
    private final Rule endpoint = new EndpointRule();

    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        Ruling ruling = endpoint.check(pending, run);
        Claim claim = pending.claim();
        CertificateSighting probe = run.cloud().certificate(NamedEndpoint.port(pending, run));
        Long depth = claim.number("depth");
        if (!(ruling instanceof Settled settled) || depth == null || probe == null) {
            return ruling;
        }
        List<CertificateFacts> chain = new ArrayList<>(List.of(probe.certificate()));
        chain.addAll(probe.issuers());
        List<CertificateComparison> all =
                chain.stream().map(it -> CertificateComparison.of(claim, it)).toList();
        Optional<CertificateComparison> same =
                all.stream().filter(CertificateComparison::isSame).findFirst();
        if (same.isPresent()) {
            int place = all.indexOf(same.get());
            List<String> notes = new ArrayList<>(same.get().notes());
            if (place != depth) {
                notes.add("the certificate printed for depth " + depth + " stands at depth " + place
                        + " of the chain that the bench verified");
            }
            return settled.noting(notes);
        }
        Optional<CertificateComparison> meant =
                all.stream().filter(CertificateComparison::isMeant).findFirst();
        if (meant.isPresent() && !meant.get().isSibling()) {
            return run.closed()
                    ? ServerCertificateRule.contradiction(pending, run, meant.get(), probe)
                    : Ruling.awaiting(Need.END);
        }
        boolean known = depth == 0 || !probe.issuers().isEmpty();
        return known
                ? settled.noting(List.of("the certificate printed for depth " + depth + ", serial "
                        + all.get(0).saidSerial() + ", is none of the chain that the bench verified"))
                : settled;
    }
}
