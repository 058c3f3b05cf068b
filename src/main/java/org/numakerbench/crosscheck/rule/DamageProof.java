package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.PendingClaim;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.text.EditDistance;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import tools.jackson.databind.JsonNode;

/**
 * Text that looks well and yet proves that bytes were lost or changed on the wire, as soon as it is held against the rest
 * of what was printed or seen: no firmware prints it so.
 */
public final class DamageProof {
    /** RFC 9110: the phrase belongs to 200. */
    private static final Pattern OTHER_THAN_OK = Pattern.compile("HTTP/1\\.[01] (?!200 )\\d{3} OK\n");

    /** RFC 9110, IMF-fixdate. */
    private static final Pattern DATE = Pattern.compile("(?im)^date: (.*)$");

    private static final Pattern FIXDATE =
            Pattern.compile("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");

    private static final Pattern NAMED = Pattern.compile("\"message\"|\"state\"");

    /** Of a certificate: what both a chain and a handshake print of it. */
    private static final List<String> FIELDS =
            List.of("issuer", "subject", "issuedOn", "expiresOn", "signedUsing", "keyUsage", "extKeyUsage");

    private DamageProof() {}

    /** True when {@code claim} proves it. */
    public static boolean isShownBy(Claim claim, RunView run) {
        return switch (claim.kind()) {
            case HTTPS_RESPONSE ->
                OTHER_THAN_OK.matcher(claim.text()).find()
                        || DATE.matcher(claim.text())
                                .results()
                                .anyMatch(it -> !FIXDATE.matcher(it.group(1)).matches())
                        || isBrokenDocument(claim)
                        || contradictsItself(claim.string("body"))
                        || ResponseHeaders.isDamaged(claim, run);
            case HTTPS_REQUEST -> isBrokenDocument(claim);
            case SERVER_CERTIFICATE, CERTIFICATE_VERIFIED ->
                CertificateText.isBroken(claim) || lacksFields(claim, run) || isPrintedOtherwise(claim, run);
            case MESSAGE_ARRIVED, MESSAGE_TO_PUBLISH ->
                isNearlyADocument(claim.string("payload"), run) || contradictsItself(claim.string("payload"));
            default -> false;
        };
    }

    /** Its body is as long as announced, and no JSON, as all is that the service takes for a state, or answers. */
    private static boolean isBrokenDocument(Claim claim) {
        String text = claim.text();
        int blank = text.indexOf("\n\n");
        String body = blank < 0 ? "" : text.substring(blank + 2);
        return Boolean.TRUE.equals(claim.fields().get("complete"))
                && NAMED.matcher(body).find()
                && body.endsWith("}")
                && Json.parse(body) == null;
    }

    /** The library prints all fields of a certificate at once; the endpoint showed the bench which it has. */
    private static boolean lacksFields(Claim printed, RunView run) {
        EndpointFacts endpoint = run.context().endpoint();
        return Stream.of(endpoint.mqttPort(), endpoint.httpsPort())
                .distinct()
                .map(run.cloud()::certificate)
                .filter(Objects::nonNull)
                .map(CertificateSighting::certificate)
                .map(it -> CertificateComparison.of(printed, it))
                .anyMatch(it -> it.isMeant() && !it.missing().isEmpty());
    }

    /**
     * One byte is wrong, so that it is no JSON any more, which the message itself is. A buffer too small cuts off the end.
     */
    private static boolean isNearlyADocument(@Nullable String payload, RunView run) {
        if (payload == null || Json.parse(payload) != null) {
            return false;
        }
        List<String> documents = run.cloud()
                .messages()
                .filter(it -> it.json() != null)
                .map(it -> it.text())
                .filter(it -> !it.startsWith(payload))
                .toList();
        return documents.stream().anyMatch(it -> EditDistance.of(payload, it, 1) == 1);
    }

    /** The same certificate stands elsewhere in the capture, and one byte of it is another. */
    private static boolean isPrintedOtherwise(Claim printed, RunView run) {
        return Stream.of(ClaimKind.SERVER_CERTIFICATE, ClaimKind.CERTIFICATE_VERIFIED)
                .flatMap(kind -> claims(run, kind))
                .filter(it -> it != printed && it.string("serial") != null)
                .filter(it -> Objects.equals(it.string("serial"), printed.string("serial")))
                .anyMatch(it -> FIELDS.stream()
                        .filter(field -> it.string(field) != null && printed.string(field) != null)
                        .anyMatch(field -> EditDistance.of(
                                        String.valueOf(it.string(field)), String.valueOf(printed.string(field)), 1)
                                == 1));
    }

    /** The service tells of each member of a state when it was set: the names are the same, but for one byte of one. */
    private static boolean contradictsItself(@Nullable String text) {
        JsonNode document = text == null ? null : Json.parse(text);
        if (document == null) {
            return false;
        }
        return Stream.of("desired", "reported").anyMatch(section -> {
            Set<String> set = names(document.path("state").path(section));
            Set<String> told = names(document.path("metadata").path(section));
            Set<String> odd = new TreeSet<>(told);
            odd.removeAll(set);
            set.removeAll(told);
            return odd.size() == 1
                    && set.size() == 1
                    && EditDistance.of(odd.iterator().next(), set.iterator().next(), 1) == 1;
        });
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Claim> claims(RunView run, ClaimKind kind) {
        return run.heard().stream().map(PendingClaim::claim).filter(it -> it.kind() == kind);
    }
}
