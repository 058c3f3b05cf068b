package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.Contradiction;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.Ruling;
import org.numakerbench.crosscheck.claim.Ruling.Need;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.model.Verdict;
import org.numakerbench.uart.Claim;

/**
 * The certificate block against the certificate the endpoint shows the bench, field by field. Front ends may serve
 * different certificates: the same issuer and names under another serial number is confirmed, with a remark.
 */
final class ServerCertificateRule implements Rule {
    private static final String SERIAL = "serial";
    /** Of which one shows which certificate it is. */
    private static final List<String> IDENTITY = List.of(SERIAL, "subject", "subjectAltNames");
    /** What an endpoint's certificates have in common. */
    private static final Set<String> KEPT = Set.of("issuer", "subject", "subjectAltNames");

    @Override
    public Ruling check(PendingClaim pending, RunView run) {
        CertificateSighting probe = run.cloud().certificate(NamedEndpoint.port(pending, run));
        if (probe == null) {
            return run.closed()
                    ? Ruling.settled(Verdict.UNCHECKABLE, EndpointRule.noProbe(run), pending.seq())
                    : Ruling.awaiting(Need.MESSAGE);
        }
        Map<String, String> said = said(pending.claim());
        Map<String, String> seen = seen(probe.certificate());
        List<String> different = seen.keySet().stream()
                .filter(field -> !seen.get(field).equals(said.get(field)))
                .toList();
        if (different.isEmpty()) {
            return Ruling.settled(
                    Verdict.CONFIRMED, "the endpoint shows the bench the same certificate", probe.seq(), pending.seq());
        }
        List<String> missing =
                different.stream().filter(field -> !said.containsKey(field)).toList();
        if (missing.size() == different.size() && IDENTITY.stream().anyMatch(said::containsKey)) {
            return Ruling.settled(
                            Verdict.CONFIRMED,
                            "the endpoint shows the bench the same certificate, as far as it is printed",
                            probe.seq(),
                            pending.seq())
                    .noting(List.of("the certificate's " + String.join(", ", missing) + " "
                            + (missing.size() == 1 ? "is" : "are") + " not printed: lost on the wire?"));
        }
        if (isOwnOf(probe.certificate(), said, different)) {
            return Ruling.settled(
                            Verdict.CONFIRMED,
                            "same issuer and names; the endpoint showed the bench another certificate of its own, serial "
                                    + probe.certificate().serial(),
                            probe.seq(),
                            pending.seq())
                    .noting(List.of("the endpoint showed the device a certificate with serial " + said.get(SERIAL)
                            + ", the bench one with serial "
                            + probe.certificate().serial()));
        }
        return run.closed() ? contradiction(pending, run, different, said, seen, probe) : Ruling.awaiting(Need.END);
    }

    /**
     * Another certificate of the same endpoint. Serial numbers are random: two that nearly agree are one, printed or read
     * wrongly.
     */
    private static boolean isOwnOf(CertificateFacts seen, Map<String, String> said, List<String> different) {
        String serial = said.get(SERIAL);
        return different.contains(SERIAL)
                && serial != null
                && !LineIntegrity.nearlyEqual(serial, seen.serial())
                && different.stream().noneMatch(KEPT::contains);
    }

    private static Ruling contradiction(
            PendingClaim pending,
            RunView run,
            List<String> different,
            Map<String, String> said,
            Map<String, String> seen,
            CertificateSighting probe) {
        List<String> parts = new ArrayList<>();
        boolean few = true;
        for (String field : different) {
            String value = said.get(field);
            parts.add(field + " is " + seen.get(field) + (value == null ? ", not printed" : ", not " + value));
            few &= value == null || LineIntegrity.nearlyEqual(value, seen.get(field));
        }
        String reason = "the endpoint's certificate differs: " + String.join("; ", parts);
        if (run.textLostBefore(pending) != null) {
            return Contradiction.ruling(run, pending, "", List.of(), reason, probe.seq(), pending.seq());
        }
        if (few && run.wire().isDamaged()) {
            return Ruling.settled(
                    Verdict.UNSEEN,
                    reason + "; but the wire was damaged at " + run.wire().describe(),
                    probe.seq(),
                    pending.seq());
        }
        return Ruling.settled(Verdict.REFUTED, reason, probe.seq(), pending.seq());
    }

    private static Map<String, String> said(Claim claim) {
        Map<String, String> fields = new LinkedHashMap<>();
        claim.fields()
                .forEach((name, value) -> fields.put(
                        name, value instanceof List<?> list ? new TreeSet<>(list).toString() : String.valueOf(value)));
        return fields;
    }

    private static Map<String, String> seen(CertificateFacts certificate) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version", String.valueOf(certificate.version()));
        fields.put(SERIAL, certificate.serial());
        fields.put("issuer", certificate.issuer());
        fields.put("subject", certificate.subject());
        fields.put("issuedOn", certificate.issuedOn());
        fields.put("expiresOn", certificate.expiresOn());
        fields.put("signedUsing", certificate.signedUsing());
        fields.put("keyType", certificate.keyType());
        fields.put("keyBits", String.valueOf(certificate.keyBits()));
        if (!certificate.subjectAltNames().isEmpty()) {
            fields.put("subjectAltNames", new TreeSet<>(certificate.subjectAltNames()).toString());
        }
        extension(fields, "basicConstraints", certificate.basicConstraints());
        extension(fields, "keyUsage", certificate.keyUsage());
        extension(fields, "extKeyUsage", certificate.extKeyUsage());
        return fields;
    }

    /** Printed only if the certificate has it; an older log does not tell. */
    private static void extension(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
