package org.numakerbench.cloud;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.AwakeClock;
import org.numakerbench.evidence.AwakeClock.Deadline;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.evidence.Fact;

/**
 * The bench's own TLS handshake with an endpoint. An endpoint may show an RSA or an ECDSA chain depending on what is
 * offered; so it is made as the device makes it: TLS 1.2, ECDHE-ECDSA suites first (Mbed TLS's default preference).
 */
public final class TlsProbe {
    private static final int TIMEOUT_MS = 10_000;
    /** With less of the wait left another attempt has no chance. */
    private static final int WORTH_MS = 1_000;

    private TlsProbe() {}

    /**
     * Shakes hands with {@code host} and hangs up; a failure is a fact too.
     *
     * @param alpn AWS's name of the protocol, {@code x-amzn-mqtt-ca} or {@code x-amzn-http-ca}; null to send none
     */
    public static Fact probe(String host, int port, @Nullable String alpn, Credentials credentials) {
        return probe(host, port, alpn, credentials, AwakeClock.UNMEASURED);
    }

    /** @param clock of its wait: what this host loses by stalling is no time in which the endpoint did not answer */
    public static Fact probe(String host, int port, @Nullable String alpn, Credentials credentials, AwakeClock clock) {
        Deadline patience = clock.in(Duration.ofMillis(TIMEOUT_MS));
        while (true) {
            try {
                return probed(host, port, alpn, credentials);
            } catch (IOException | CertificateException | RuntimeException failure) {
                if (!ConnectFailure.isTimeOut(failure) || patience.leftMs() < WORTH_MS) {
                    return new Fact.TlsProbeFailed(
                            host, port, ConnectFailure.of(host, port, failure).reason());
                }
            }
        }
    }

    private static Fact probed(String host, int port, @Nullable String alpn, Credentials credentials)
            throws IOException, CertificateException {
        Remembering trust = new Remembering();
        SSLContext context = credentials.sslContext(trust);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(ecdsaFirst(parameters.getCipherSuites()));
            if (alpn != null) {
                parameters.setApplicationProtocols(new String[] {alpn});
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            boolean trusted = trusted(host, trust.chain, socket.getSession().getCipherSuite(), credentials);
            List<CertificateFacts> issuers = new ArrayList<>();
            if (trusted) {
                for (X509Certificate issuer : issuers(trust.chain, credentials)) {
                    issuers.add(CertificateWords.of(issuer));
                }
            }
            return new Fact.TlsProbed(host, port, CertificateWords.of(trust.chain[0]), trusted, issuers);
        }
    }

    /** From the server's own upwards to the first that is trusted, as the device verifies them. */
    private static List<X509Certificate> issuers(X509Certificate[] chain, Credentials credentials) {
        List<X509Certificate> trusted = List.of(credentials.trustManager().getAcceptedIssuers());
        List<X509Certificate> issuers = new ArrayList<>();
        X509Certificate last = chain[0];
        while (last != null && !trusted.contains(last)) {
            X509Certificate of = last;
            last = Stream.concat(trusted.stream(), Stream.of(chain))
                    .filter(it -> !it.equals(of) && !issuers.contains(it) && isIssuer(it, of))
                    .findFirst()
                    .orElse(null);
            if (last != null) {
                issuers.add(last);
            }
        }
        return issuers;
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate of) {
        try {
            of.verify(issuer.getPublicKey());
            return issuer.getSubjectX500Principal().equals(of.getIssuerX500Principal());
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static String[] ecdsaFirst(String[] suites) {
        return Stream.concat(
                        Stream.of(suites).filter(it -> it.contains("_ECDSA_")),
                        Stream.of(suites).filter(it -> !it.contains("_ECDSA_")))
                .toArray(String[]::new);
    }

    private static boolean trusted(String host, X509Certificate[] chain, String suite, Credentials credentials) {
        try {
            String authType = suite.contains("_ECDSA_") ? "ECDHE_ECDSA" : "ECDHE_RSA";
            credentials.trustManager().checkServerTrusted(chain, authType);
            new DefaultHostnameVerifier().verify(host, chain[0]);
            return true;
        } catch (CertificateException | javax.net.ssl.SSLException untrusted) {
            return false;
        }
    }

    /** Lets every chain pass, to look at it; nothing is sent over such a connection. */
    private static final class Remembering implements X509TrustManager {
        private X509Certificate[] chain = new X509Certificate[0];

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String authType) throws CertificateException {
            throw new CertificateException("a probe is no server");
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
