package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.evidence.Fact;
import org.numakerbench.sim.cloud.LocalCloud;
import org.numakerbench.sim.cloud.LocalCloudOptions;

class TlsProbeIT {
    @TempDir
    private Path directory;

    private LocalCloud cloud;

    @BeforeEach
    void start() throws Exception {
        cloud = LocalCloud.start(LocalCloudOptions.in(directory.resolve("cloud")));
    }

    @AfterEach
    void stop() throws Exception {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsTheCertificateThatIsServed(boolean mqtt) throws Exception {
        int port = mqtt ? cloud.mqttPort() : cloud.httpsPort();

        Fact fact = TlsProbe.probe("localhost", port, null, Bystanders.witnessCredentials(cloud));

        Fact.TlsProbed probed = (Fact.TlsProbed) fact;
        assertThat(probed.host()).isEqualTo("localhost");
        assertThat(probed.port()).isEqualTo(port);
        assertThat(probed.trusted()).isTrue();
        assertThat(probed.certificate()).isEqualTo(CertificateWords.of(served()));
        assertThat(probed.certificate().basicConstraints()).isEqualTo("CA=false");
        assertThat(probed.certificate().keyUsage()).isEqualTo("Digital Signature, Key Encipherment");
        assertThat(probed.certificate().extKeyUsage()).isEqualTo("TLS Web Server Authentication");
        assertThat(probed.issuers()).singleElement().satisfies(ca -> {
            assertThat(ca.subject()).isEqualTo(probed.certificate().issuer());
            assertThat(ca.basicConstraints()).startsWith("CA=true");
            assertThat(ca.keyUsage()).contains("Key Cert Sign");
        });
        assertThat(probed.certificate().subject()).contains("CN=localhost").contains("O=numaker-bench");
        assertThat(probed.certificate().signedUsing()).isEqualTo("ECDSA with SHA256");
        assertThat(probed.certificate().keyBits()).isEqualTo(256);
        assertThat(probed.certificate().subjectAltNames()).contains("localhost");
    }

    @Test
    void aChainToAnotherCaIsReportedAndNotTrusted() throws Exception {
        Path otherCa = Issuer.write(
                directory.resolve("other-ca.pem"),
                Issuer.elliptic("CN=another CA").own());

        Fact fact = TlsProbe.probe("localhost", cloud.mqttPort(), null, Bystanders.credentials(cloud, otherCa));

        assertThat(fact)
                .isEqualTo(new Fact.TlsProbed(
                        "localhost", cloud.mqttPort(), CertificateWords.of(served()), false, List.of()));
    }

    @Test
    void anUnreachablePortIsAFact() throws Exception {
        Credentials credentials = Bystanders.witnessCredentials(cloud);
        int port = cloud.mqttPort();
        cloud.close();

        Fact fact = TlsProbe.probe("localhost", port, null, credentials);

        assertThat(fact).isInstanceOfSatisfying(Fact.TlsProbeFailed.class, failed -> {
            assertThat(failed.host()).isEqualTo("localhost");
            assertThat(failed.port()).isEqualTo(port);
            assertThat(failed.reason()).contains("localhost:" + port, "unreachable");
        });
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsAFact() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Thread rude = new Thread(() -> {
                try (java.net.Socket client = server.accept()) {
                    client.getOutputStream().write("SSH-2.0-other\r\n".getBytes());
                } catch (java.io.IOException gone) {
                    throw new java.io.UncheckedIOException(gone);
                }
            });
            rude.start();

            Fact fact = TlsProbe.probe("localhost", server.getLocalPort(), null, Bystanders.witnessCredentials(cloud));

            rude.join();
            assertThat(fact).isInstanceOf(Fact.TlsProbeFailed.class);
        }
    }

    /** As any other client sees it: the file that the cloud serves from. */
    private X509Certificate served() throws Exception {
        Path file = cloud.credentials().ca().resolveSibling("server.crt.pem");
        try (java.io.InputStream stream = java.nio.file.Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }
}
