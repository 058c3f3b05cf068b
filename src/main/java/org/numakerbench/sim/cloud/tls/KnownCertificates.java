package org.numakerbench.sim.cloud.tls;

import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.commons.codec.digest.DigestUtils;

/** Lets in only certificates that are registered here, as AWS IoT does: being signed by the right CA is not enough. */
public final class KnownCertificates extends X509ExtendedTrustManager {
    private final Map<String, CertificateRole> roles = new HashMap<>();

    /** Registers the certificate of each role. */
    public KnownCertificates(CredentialStore store) {
        for (CertificateRole role : CertificateRole.values()) {
            roles.put(principalOf(store.client(role)), role);
        }
    }

    /** AWS IoT's certificate ID: SHA-256 over the DER form, 64 lower-case hex digits. */
    public static String principalOf(X509Certificate certificate) {
        try {
            return DigestUtils.sha256Hex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("every parsed certificate has its DER form", e);
        }
    }

    /** Whose certificate it is; empty when it is not registered. */
    public Optional<CertificateRole> roleOf(X509Certificate certificate) {
        return Optional.ofNullable(roles.get(principalOf(certificate)));
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        X509Certificate leaf = chain[0];
        leaf.checkValidity();
        if (roleOf(leaf).isEmpty()) {
            throw new CertificateException("certificate is not registered: " + leaf.getSubjectX500Principal());
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
