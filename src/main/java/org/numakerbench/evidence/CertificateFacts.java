package org.numakerbench.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server certificate in the words that Mbed TLS prints ({@code mbedtls_x509_crt_info}), so that the bench's own view
 * compares field by field with the device's.
 *
 * @param serial upper-case hex pairs joined by colons, without a leading zero byte
 * @param issuer distinguished name as Mbed TLS prints it: {@code C=US, O=..., CN=...}
 * @param subject likewise
 * @param issuedOn {@code YYYY-MM-DD HH:MM:SS}, UTC
 * @param expiresOn likewise
 * @param signedUsing for example {@code ECDSA with SHA256}, {@code RSA with SHA-256}
 * @param keyType {@code EC} or {@code RSA}
 * @param keyBits size of the key
 * @param subjectAltNames DNS names
 * @param basicConstraints {@code CA=false}, {@code CA=true, max_pathlen=0}; empty when the certificate has no such extension, null
 *     in older logs
 * @param keyUsage {@code Digital Signature, Key Encipherment}; likewise
 * @param extKeyUsage {@code TLS Web Server Authentication}; likewise
 */
public record CertificateFacts(
        int version,
        String serial,
        String issuer,
        String subject,
        String issuedOn,
        String expiresOn,
        String signedUsing,
        String keyType,
        int keyBits,
        List<String> subjectAltNames,
        @Nullable String basicConstraints,
        @Nullable String keyUsage,
        @Nullable String extKeyUsage) {
    public CertificateFacts {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
