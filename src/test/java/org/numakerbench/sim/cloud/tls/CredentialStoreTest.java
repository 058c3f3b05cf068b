package org.numakerbench.sim.cloud.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {
    private final Instant now = Instant.now();

    @TempDir
    private Path parent;

    private Path directory;

    @BeforeEach
    void choose() {
        directory = parent.resolve("cloud");
    }

    private CredentialStore open(Instant when) throws IOException {
        return CredentialStore.open(directory, "127.0.0.1", when);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void keysAreForTheOwnerAlone() throws IOException {
        open(now);

        assertThat(mode(directory)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> keys =
                    files.filter(file -> file.toString().endsWith(".key.pem")).toList();
            assertThat(keys).hasSize(4);
            for (Path key : keys) {
                assertThat(mode(key)).isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theDeviceHasAnRsaKeyOf2048BitsInTheFormOfAws() throws IOException {
        CredentialStore store = open(now);

        RSAPublicKey key = (RSAPublicKey) store.client(CertificateRole.DEVICE).getPublicKey();
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        assertThat(store.paths().deviceKey()).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");
    }

    @Test
    void theServersCertificateNamesLoopbackAndComesFromTheAuthority() throws Exception {
        CredentialStore store = open(now);

        assertThat(store.servers().get(0).chain()).hasSize(2);
        store.servers().get(0).chain().get(0).verify(store.authority().getPublicKey());
        assertThat(ServerNames.covers(
                        store.servers().get(0).chain().get(0), List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")))
                .isTrue();
    }

    @Test
    void aLaterStartUsesTheSameCredentials() throws IOException {
        CredentialStore first = open(now);

        CredentialStore second = open(now.plusSeconds(5));

        assertThat(second.servers().get(0).chain())
                .isEqualTo(first.servers().get(0).chain());
        assertThat(second.servers().get(0).key())
                .isEqualTo(first.servers().get(0).key());
        assertThat(second.client(CertificateRole.DEVICE)).isEqualTo(first.client(CertificateRole.DEVICE));
        assertThat(second.client(CertificateRole.WITNESS)).isEqualTo(first.client(CertificateRole.WITNESS));
    }

    @Test
    void whatIsAboutToExpireIsRenewedUnderTheSameAuthority() throws IOException {
        CredentialStore first = open(now);
        Instant sixDaysBefore =
                first.client(CertificateRole.DEVICE).getNotAfter().toInstant().minus(Duration.ofDays(6));

        CredentialStore second = open(sixDaysBefore);

        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.client(CertificateRole.DEVICE)).isNotEqualTo(first.client(CertificateRole.DEVICE));
        assertThat(second.servers().get(0).chain().get(0))
                .isNotEqualTo(first.servers().get(0).chain().get(0));
    }

    @Test
    void aServerCertificateThatLacksANameIsRenewed() throws IOException {
        CredentialStore first = open(now);

        CredentialStore second = CredentialStore.open(directory, "127.0.0.2", now);

        assertThat(second.servers().get(0).chain().get(0))
                .isNotEqualTo(first.servers().get(0).chain().get(0));
        assertThat(second.client(CertificateRole.DEVICE)).isEqualTo(first.client(CertificateRole.DEVICE));
    }

    private List<String> authorities() throws Exception {
        try (InputStream in = Files.newInputStream(directory.resolve("ca.pem"))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(each -> each.getPublicKey().getAlgorithm())
                    .toList();
        }
    }

    @Test
    void clientsWithoutEllipticCurvesGetAChainThatTheSameFileVouchesFor() throws Exception {
        CredentialStore few = open(now);
        assertThat(few.servers()).hasSize(1);

        CredentialStore all = CredentialStore.open(directory, "127.0.0.1", now, CredentialStore.Serves.ALL);

        assertThat(authorities()).containsExactly("EC", "RSA");
        assertThat(all.servers().get(0)).isEqualTo(few.servers().get(0));
        ServerIdentity rsa = all.servers().get(1);
        assertThat(rsa.chain())
                .allSatisfy(each -> assertThat(each.getSigAlgName()).isEqualTo("SHA256withRSA"));
        assertThat(CredentialStore.open(directory, "127.0.0.1", now, CredentialStore.Serves.ALL)
                        .servers())
                .isEqualTo(all.servers());
        assertThat(open(now).servers()).isEqualTo(few.servers());
    }

    @Test
    void aUsersOwnAuthorityIsNotAddedTo() throws Exception {
        open(now);
        Files.delete(directory.resolve("made.sha256"));
        String before = Files.readString(directory.resolve("ca.pem"));

        CredentialStore all = CredentialStore.open(directory, "127.0.0.1", now, CredentialStore.Serves.ALL);

        assertThat(all.servers()).hasSize(1);
        assertThat(directory.resolve("ca.pem")).hasContent(before.strip());
        assertThat(directory.resolve("ca-rsa.pem")).doesNotExist();
    }

    @Test
    void startsAtTheSameTimeAgree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<CredentialStore> start = () -> open(now);
            List<Future<CredentialStore>> starts = threads.invokeAll(List.of(start, start, start, start));

            CredentialStore first = starts.get(0).get();
            for (Future<CredentialStore> each : starts) {
                assertThat(each.get().servers().get(0).chain())
                        .isEqualTo(first.servers().get(0).chain());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
