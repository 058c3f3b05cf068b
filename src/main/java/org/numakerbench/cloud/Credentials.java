package org.numakerbench.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.numakerbench.evidence.Fact;

/** The witness's CA, certificate and key, read and found to fit together. Holds a private key: never prints it. */
public final class Credentials {
    private final List<X509Certificate> authorities;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Credentials(List<X509Certificate> authorities, List<X509Certificate> chain, PrivateKey key) {
        this.authorities = authorities;
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads three PEM files.
     *
     * @throws CredentialException when one is missing, damaged, swapped or out of date, or the key does not fit
     */
    public static Credentials load(Path ca, Path certificate, Path privateKey) throws CredentialException {
        List<X509Certificate> authorities = PemFile.read(ca).certificates();
        List<X509Certificate> chain = PemFile.read(certificate).certificates();
        PrivateKey key = PemFile.read(privateKey).privateKey();
        inDate(certificate, chain.get(0));
        for (X509Certificate authority : authorities) {
            inDate(ca, authority);
        }
        if (!fits(key, chain.get(0).getPublicKey())) {
            throw new CredentialException(
                    privateKey + " does not fit the certificate " + certificate,
                    "give the private key that was created with this certificate");
        }
        return new Credentials(authorities, chain, key);
    }

    /** What the witness shows the endpoint, as a fact. */
    public Fact.CredentialRead fact() {
        return CertificateWords.credential("witness", chain.get(0));
    }

    /**
     * The certificate that is compiled into a firmware, as a fact.
     *
     * @throws CredentialException when the file holds none
     */
    public static Fact.CredentialRead ofDevice(Path certificate) throws CredentialException {
        return CertificateWords.credential(
                "device", PemFile.read(certificate).certificates().get(0));
    }

    private static void inDate(Path file, X509Certificate certificate) throws CredentialException {
        Instant now = Instant.now();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new CredentialException(
                    file + " expired on " + certificate.getNotAfter().toInstant(),
                    "create a new certificate, or check this host's clock");
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            throw new CredentialException(
                    file + " is not valid before " + certificate.getNotBefore().toInstant(), "check this host's clock");
        }
    }

    /** True when a signature by {@code key} verifies with {@code publicKey}. */
    static boolean fits(PrivateKey key, PublicKey publicKey) {
        try {
            String algorithm = key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    /** TLS 1.2 and 1.3, trusting only the CA file, showing the certificate. */
    SSLContext sslContext() {
        return sslContext(trustManagers());
    }

    SSLContext sslContext(TrustManager... trust) {
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry("witness", key, new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            KeyManager[] managers = keys.getKeyManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers, trust, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("checked credentials were refused by the TLS library", impossible);
        }
    }

    private TrustManager[] trustManagers() {
        return new TrustManager[] {trustManager()};
    }

    X509TrustManager trustManager() {
        try {
            KeyStore store = emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("checked CAs were refused by the TLS library", impossible);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        // It stays in memory: PKCS12 would encrypt the key by 10,000 rounds, and decrypt it again.
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }

    @Override
    public String toString() {
        return "Credentials of " + chain.get(0).getSubjectX500Principal();
    }
}
