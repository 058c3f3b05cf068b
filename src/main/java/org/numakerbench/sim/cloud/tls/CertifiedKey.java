package org.numakerbench.sim.cloud.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate and the key that belongs to it. */
record CertifiedKey(X509Certificate certificate, PrivateKey key) {
    private static final byte[] PROBE = "does the key fit the certificate?".getBytes();

    boolean keyFits() throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
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
