package org.numakerbench.sim.cloud.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

        assertThat(store.serverChain()).hasSize(2);
        store.serverChain().get(0).verify(store.authority().getPublicKey());
        assertThat(ServerNames.covers(store.serverChain().get(0), List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1")))
                .isTrue();
    }

    @Test
    void aLaterStartUsesTheSameCredentials() throws IOException {
        CredentialStore first = open(now);

        CredentialStore second = open(now.plusSeconds(5));

        assertThat(second.serverChain()).isEqualTo(first.serverChain());
        assertThat(second.serverKey()).isEqualTo(first.serverKey());
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
        assertThat(second.serverChain().get(0)).isNotEqualTo(first.serverChain().get(0));
    }

    @Test
    void aServerCertificateThatLacksANameIsRenewed() throws IOException {
        CredentialStore first = open(now);

        CredentialStore second = CredentialStore.open(directory, "127.0.0.2", now);

        assertThat(second.serverChain().get(0)).isNotEqualTo(first.serverChain().get(0));
        assertThat(second.client(CertificateRole.DEVICE)).isEqualTo(first.client(CertificateRole.DEVICE));
    }

    @Test
    void startsAtTheSameTimeAgree() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<CredentialStore> start = () -> open(now);
            List<Future<CredentialStore>> starts = threads.invokeAll(List.of(start, start, start, start));

            CredentialStore first = starts.get(0).get();
            for (Future<CredentialStore> each : starts) {
                assertThat(each.get().serverChain()).isEqualTo(first.serverChain());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
