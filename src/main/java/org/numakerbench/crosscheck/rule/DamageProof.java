package org.numakerbench.crosscheck.rule;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.claim.RunView;
import org.numakerbench.crosscheck.timeline.CloudTimeline.CertificateSighting;
import org.numakerbench.crosscheck.timeline.Json;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.RunContext.EndpointFacts;
import org.numakerbench.text.EditDistance;
import org.numakerbench.uart.Claim;

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
                        || ResponseHeaders.isDamaged(claim, run);
            case HTTPS_REQUEST -> isBrokenDocument(claim);
            case SERVER_CERTIFICATE, CERTIFICATE_VERIFIED -> CertificateText.isBroken(claim) || lacksFields(claim, run);
            case MESSAGE_ARRIVED, MESSAGE_TO_PUBLISH -> isNearlyADocument(claim.string("payload"), run);
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
        return run.cloud()
                .messages()
                .filter(it -> it.json() != null)
                .map(Message::text)
                .anyMatch(it -> !it.startsWith(payload) && EditDistance.of(payload, it, 1) == 1);
    }
}
