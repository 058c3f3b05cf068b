package org.numakerbench.cloud;

import static org.numakerbench.cloud.CredentialFinding.broken;
import static org.numakerbench.cloud.CredentialFinding.ok;
import static org.numakerbench.cloud.CredentialFinding.warning;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.numakerbench.cloud.CredentialFinding.Level;
import org.numakerbench.model.Owner;

/** A live handshake with an endpoint, with the client's own credentials. */
public final class EndpointCheck {
    private static final int CONNECT_MS = 10_000;
    /** With TLS 1.3 a refused certificate shows only on a read after the handshake (one round trip). */
    private static final int REFUSAL_MS = 1_500;

    private EndpointCheck() {}

    /** Shakes hands as the device does (TLS 1.2), and with 1.3 if the endpoint speaks nothing else. */
    public static List<CredentialFinding> of(CredentialFiles files, String host, int port, Instant now) {
        String where = host + ":" + port;
        Credentials credentials;
        try {
            credentials = Credentials.load(files.ca(), files.certificate(), files.privateKey());
        } catch (CredentialException wrong) {
            return List.of(
                    new CredentialFinding(Level.BROKEN, where, "not tried: " + wrong.getMessage(), wrong.remedy()));
        }
        List<CredentialFinding> findings = new ArrayList<>();
        Seen seen = new Seen();
        IOException failure = shake(credentials, seen, host, port, "TLSv1.2");
        if (failure != null && String.valueOf(failure.getMessage()).contains("protocol_version")) {
            findings.add(warning(
                    where,
                    "speaks no TLS 1.2, which is the newest the firmware's Mbed TLS speaks",
                    "choose a security policy of the endpoint that allows TLS 1.2"));
            failure = shake(credentials, seen, host, port, "TLSv1.3");
        }
        if (seen.chain.length > 0) {
            server(findings, where, host, seen.chain, credentials, now);
        }
        if (failure == null) {
            findings.add(ok(where, "took the certificate"));
        } else if (seen.chain.length > 0) {
            findings.add(broken(
                    where,
                    "refuses the certificate " + files.certificate() + " (" + words(failure) + ")",
                    "register it with AWS IoT, activate it, and attach a policy"));
        } else {
            var told = ConnectFailure.of(host, port, failure);
            findings.add(new CredentialFinding(
                    told.owner() == Owner.CLOUD ? Level.UNREACHABLE : Level.BROKEN,
                    where,
                    told.reason(),
                    told.remedy()));
        }
        return findings;
    }

    private static void server(
            List<CredentialFinding> findings,
            String where,
            String host,
            X509Certificate[] chain,
            Credentials credentials,
            Instant now) {
        X509Certificate server = chain[0];
        Duration left = Duration.between(now, server.getNotAfter().toInstant());
        try {
            credentials
                    .trustManager()
                    .checkServerTrusted(
                            chain,
                            "ECDHE_" + server.getPublicKey().getAlgorithm().replace("EC", "ECDSA"));
        } catch (CertificateException untrusted) {
            findings.add(
                    left.isNegative()
                            ? broken(
                                    where,
                                    "its certificate expired on "
                                            + server.getNotAfter().toInstant(),
                                    "check this host's clock; if it is right, the endpoint must renew it")
                            : broken(
                                    where,
                                    "its certificate does not chain to the CA; it was issued by "
                                            + CertificateWords.name(chain[chain.length - 1]
                                                    .getIssuerX500Principal()
                                                    .getEncoded()),
                                    "give that root CA with --ca"));
        }
        try {
            new DefaultHostnameVerifier().verify(host, server);
        } catch (SSLException otherName) {
            findings.add(broken(
                    where,
                    "its certificate is not for this name but for " + CertificateWords.dnsNames(server),
                    "give the endpoint's name as the console shows it"));
        }
        if (!left.isNegative() && left.compareTo(CredentialCheck.EXPIRES_SOON) < 0) {
            findings.add(warning(
                    where, "its certificate expires in " + left.toDays() + " days", "AWS renews its own; watch it"));
        }
    }

    /** Null when the endpoint let the client in. */
    private static IOException shake(Credentials credentials, Seen seen, String host, int port, String protocol) {
        try (SSLSocket socket =
                (SSLSocket) credentials.sslContext(seen).getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MS);
            socket.setSoTimeout(CONNECT_MS);
            SSLParameters parameters = socket.getSSLParameters();
            if (host.matches(".*[A-Za-z].*") && !host.contains(":")) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            parameters.setProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (protocol.equals("TLSv1.3")) {
                return refusal(socket);
            }
            return null;
        } catch (IOException failure) {
            return failure;
        }
    }

    private static IOException refusal(SSLSocket socket) throws IOException {
        socket.setSoTimeout(REFUSAL_MS);
        try {
            return socket.getInputStream().read() < 0
                    ? new SSLPeerUnverifiedException("the endpoint closed the connection")
                    : null;
        } catch (SocketTimeoutException silent) {
            // Nothing against it: both protocols wait for the client to speak first.
            return null;
        }
    }

    private static String words(IOException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Lets every chain pass, to look at it; nothing is sent over such a connection. */
    private static final class Seen implements X509TrustManager {
        private X509Certificate[] chain = new X509Certificate[0];

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType) throws CertificateException {
            throw new CertificateException("a client is no server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String authType) {
            chain = certificates.clone();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
