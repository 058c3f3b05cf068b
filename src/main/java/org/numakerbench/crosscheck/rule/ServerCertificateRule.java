package org.numakerbench.crosscheck.rule;

import java.util.List;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.Ruling.Settled;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.model.Verdict;

/**
 * The certificate block against the certificate the endpoint shows the bench, field by field. Front ends may serve
 * different certificates: the same issuer and names under another serial number is confirmed, with a remark.
 */
final class ServerCertificateRule implements Rule {
    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        CertificateSighting probe = run.cloud().certificate(NamedEndpoint.port(pending, run));
        if (probe == null) {
            return run.closed()
                    ? Ruling.settled(Verdict.UNCHECKABLE, EndpointRule.noProbe(run), pending.seq())
                    : Ruling.awaiting(Need.MESSAGE);
        }
        CertificateComparison it = CertificateComparison.of(pending.claim(), probe.certificate());
        if (it.isSame()) {
            String printed = it.different().isEmpty() ? "" : ", as far as it is printed";
            return Ruling.settled(
                            Verdict.CONFIRMED,
                            "the endpoint shows the bench the same certificate" + printed,
                            probe.seq(),
                            pending.seq())
                    .noting(it.notes());
        }
        if (it.isSibling()) {
            String serial = probe.certificate().serial();
            return Ruling.settled(
                            Verdict.CONFIRMED,
                            "same issuer and names; the endpoint showed the bench another certificate of its own, serial "
                                    + serial,
                            probe.seq(),
                            pending.seq())
                    .noting(List.of("the endpoint showed the device a certificate with serial " + it.saidSerial()
                            + ", the bench one with serial " + serial));
        }
        return run.closed() ? contradiction(pending, run, it, probe) : Ruling.awaiting(Need.END);
    }

    static Settled contradiction(
            PendingClaim pending, RunView run, CertificateComparison it, CertificateSighting probe) {
        String reason = "the endpoint's certificate differs: " + it.words();
        if (run.textLostBefore(pending) != null) {
            return Contradiction.ruling(run, pending, "", List.of(), reason, probe.seq(), pending.seq());
        }
        if (it.isNearly() && run.wire().isDamaged() || LineIntegrity.isDamage(pending.claim())) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    reason + "; but the wire was damaged at " + run.wire().describe(),
                    probe.seq(),
                    pending.seq());
        }
        return Contradiction.ruling(
                run, pending, it.saidDifferently(), List.of(it.seenDifferently()), reason, probe.seq(), pending.seq());
    }
}
