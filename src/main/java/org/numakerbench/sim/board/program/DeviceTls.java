package org.numakerbench.sim.board.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The device's side of TLS: its CA, its certificate and key, and a handshake that verifies the server as it does. */
final class DeviceTls {
    /** Mbed TLS 2.x speaks nothing newer. */
    private static final String[] PROTOCOLS = {"TLSv1.2"};

    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final List<Certificate> authorities;

    private DeviceTls(SSLContext context, List<Certificate> authorities) {
        this.context = context;
        this.authorities = authorities;
    }

    /** Reads the credentials in the firmware's order. */
    static DeviceTls of(Endpoint endpoint) throws TlsFailure {
        Collection<? extends Certificate> ca = certificates(endpoint.ca());
        Collection<? extends Certificate> own = certificates(endpoint.certificate());
        PrivateKey key = privateKey(endpoint.privateKey());
        try {
            KeyStore trusted = emptyStore();
            int count = 0;
            for (Certificate certificate : ca) {
                trusted.setCertificateEntry("ca" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyStore identity = emptyStore();
            identity.setKeyEntry("device", key, NO_PASSWORD, own.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new DeviceTls(context, List.copyOf(ca));
        } catch (GeneralSecurityException e) {
            throw TlsFailure.keyUnreadable(e);
        }
    }

    /** Wraps a connected socket; the handshake is the caller's next call. */
    SSLSocket over(Socket connection, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connection, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!host.matches("[0-9.]+|.*:.*")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** The server's chain as Mbed TLS walks it: leaf first, and the trusted root behind it if it was not sent. */
    List<Certificate> chainToRoot(SSLSocket socket) throws IOException {
        List<Certificate> chain = new ArrayList<>(List.of(socket.getSession().getPeerCertificates()));
        Certificate top = chain.get(chain.size() - 1);
        for (Certificate authority : authorities) {
            if (!chain.contains(authority) && signedBy(top, authority)) {
                chain.add(authority);
                break;
            }
        }
        return chain;
    }

    private static boolean signedBy(Certificate certificate, Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            // It stays in memory: PKCS12 would encrypt the key by 10,000 rounds, and decrypt it again.
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, NO_PASSWORD);
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store needs no reading", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path pem) throws TlsFailure {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw TlsFailure.certificateUnreadable(new IOException("no certificate in " + pem));
            }
            return read;
        } catch (IOException | GeneralSecurityException e) {
            throw TlsFailure.certificateUnreadable(e);
        }
    }

    private static PrivateKey privateKey(Path pem) throws TlsFailure {
        try (Reader in = Files.newBufferedReader(pem);
                PEMParser parser = new PEMParser(in)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
            throw TlsFailure.keyUnreadable(new IOException("no private key in " + pem));
        } catch (IOException e) {
            throw TlsFailure.keyUnreadable(e);
        }
    }
}
