package org.numakerbench.sim.cloud.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** A certificate and the key that belongs to it. */
record CertifiedKey(X509Certificate certificate, PrivateKey key) {
    private static final byte[] PROBE = "does the key fit the certificate?".getBytes();

    boolean keyFits() throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(signature(key));
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** The signature algorithm for a user's own key, too: AWS IoT takes RSA and elliptic ones. */
    static String signature(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    /** Whether it may sign others. */
    boolean isAuthority() {
        return certificate.getBasicConstraints() >= 0;
    }

    /** Why it is not valid at an instant; empty when it is. */
    Optional<String> faultAt(Instant instant) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (instant.isBefore(from)) {
            return Optional.of("not valid before " + from);
        }
        return instant.isAfter(until) ? Optional.of("expired on " + until) : Optional.empty();
    }

    boolean isValidUntil(Instant then) {
        return certificate.getNotAfter().toInstant().isAfter(then);
    }

    boolean isSignedBy(CertifiedKey authority) {
        try {
            certificate.verify(authority.certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
