package org.numakerbench.crosscheck;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.numakerbench.evidence.CertificateFacts;

/** A certificate that will expire: said long before it fails a night. */
final class Expiry {
    private static final Duration SOON = Duration.ofDays(30);
    private static final DateTimeFormatter MBED_TLS_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Expiry() {}

    /** @param whose certificate it is, for a person */
    static Optional<String> note(Instant now, String whose, CertificateFacts certificate) {
        try {
            Instant until =
                    LocalDateTime.parse(certificate.expiresOn(), MBED_TLS_TIME).toInstant(ZoneOffset.UTC);
            Duration left = Duration.between(now, until);
            String which = whose + " (" + certificate.subject() + ")";
            if (left.isNegative()) {
                return Optional.of(which + " expired on " + certificate.expiresOn());
            }
            return left.compareTo(SOON) < 0
                    ? Optional.of(which + " expires in " + left.toDays() + " days, on " + certificate.expiresOn())
                    : Optional.empty();
        } catch (DateTimeParseException unknown) {
            return Optional.of(whose + " has an expiry date that cannot be read: " + certificate.expiresOn());
        }
    }
}
