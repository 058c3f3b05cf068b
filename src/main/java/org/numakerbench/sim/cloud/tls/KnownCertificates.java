package org.numakerbench.sim.cloud.tls;

import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.commons.codec.digest.DigestUtils;

/** Lets in only certificates that are registered here, as AWS IoT does: being signed by the right CA is not enough. */
public final class KnownCertificates extends X509ExtendedTrustManager {
    /** What is known of a certificate: whose it is, and whether connections with it are taken. */
    public record Known(String name, boolean active) {}

    // Handshakes read it on threads of their own.
    private volatile Map<String, Known> byId = Map.of();

    /** Replaces what is registered, by certificate ID; it counts from the next handshake on. */
    public void set(Map<String, Known> certificates) {
        byId = Map.copyOf(certificates);
    }

    /** AWS IoT's certificate ID: SHA-256 over the DER form, 64 lower-case hex digits. */
    public static String principalOf(X509Certificate certificate) {
        try {
            return DigestUtils.sha256Hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("every parsed certificate has its DER form", e);
        }
    }

    /** Whose certificate it is; empty when it is not registered or not active. */
    public Optional<String> nameOf(X509Certificate certificate) {
        return Optional.ofNullable(byId.get(principalOf(certificate)))
                .filter(Known::active)
                .map(Known::name);
    }

    /** Whether connections with the certificate of this ID are taken. */
    public boolean isActive(String id) {
        Known known = byId.get(id);
        return known != null && known.active();
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate leaf = chain[0];
        String id = principalOf(leaf);
        Known known = byId.get(id);
        String whose = (known == null ? "" : "of " + known.name() + " ") + id;
        Instant now = Instant.now();
        if (now.isAfter(leaf.getNotAfter().toInstant())) {
            throw new RefusedCertificateException(
                    "certificate " + whose + " expired on " + leaf.getNotAfter().toInstant(),
                    "use a certificate that is valid, or set the clock of this host");
        }
        if (now.isBefore(leaf.getNotBefore().toInstant())) {
            throw new RefusedCertificateException(
                    "certificate " + whose + " is not valid before "
                            + leaf.getNotBefore().toInstant(),
                    "use a certificate that is valid, or set the clock of this host");
        }
        if (known == null) {
            throw new RefusedCertificateException(
                    "certificate " + whose + " of '" + leaf.getSubjectX500Principal() + "', signed by '"
                            + leaf.getIssuerX500Principal() + "', is not registered",
                    "bench cloud certificate register FILE");
        }
        if (!known.active()) {
            throw new RefusedCertificateException(
                    "certificate " + whose + " is deactivated", "bench cloud certificate activate " + id);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("only a server uses this");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("only a server uses this");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only a server uses this");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // Any: a client that was told of one authority would keep back a certificate of another.
        return new X509Certificate[0];
    }
}
