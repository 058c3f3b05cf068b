package org.numakerbench.sim.cloud.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.cloud.Issuer;

/** What a user has put into the directory stays as it is, byte by byte, whether it can be used or not. */
class OwnFilesTest {
    private final Instant now = Instant.now();

    @TempDir
    private Path parent;

    private Path directory;
    private Path elsewhere;
    private Issuer own;

    @BeforeEach
    void choose() throws Exception {
        directory = Files.createDirectory(parent.resolve("cloud"));
        elsewhere = Files.createDirectory(parent.resolve("own"));
        own = Issuer.rsa(new X500Name("CN=Somebody's own CA"));
    }

    private record Issued(String certificatePem, String keyPem) {}

    private Issued issue(String name, Instant from, Instant until) throws Exception {
        KeyPair keys = Issuer.ellipticKeys();
        own.valid(from, until).naming(new X500Name("CN=" + name));
        return new Issued(Issuer.pem(own.certify(keys)), Issuer.pem(keys.getPrivate()));
    }

    private CredentialStore open() throws IOException {
        return CredentialStore.open(directory, "127.0.0.1", now);
    }

    /** What lies in the directory but for what {@code open} adds; links by what they point to. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                String text = Files.isSymbolicLink(each)
                        ? "-> " + Files.readSymbolicLink(each)
                        : Files.isDirectory(each) ? "directory" : DigestUtils.sha256Hex(Files.readAllBytes(each));
                found.put(each.getFileName().toString(), text);
            }
        }
        return found;
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    /** A device's certificate and key of the user's own CA. */
    private void putOwnDevice(Instant from, Instant until) throws Exception {
        Issued issued = issue("My device", from, until);
        put("device.crt.pem", issued.certificatePem());
        put("device.key.pem", issued.keyPem());
    }

    private void refusesAndLeavesAlone(String file, String... words) throws Exception {
        Map<String, String> before = contents();

        assertThatThrownBy(this::open)
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining(directory.resolve(file).toString())
                .hasMessageContainingAll(words);

        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void ownDeviceCertificateOfAnotherCaIsUsedAndStays() throws Exception {
        putOwnDevice(now.minusSeconds(60), now.plus(Duration.ofDays(30)));
        Map<String, String> before = contents();

        CredentialStore store = open();

        assertThat(contents()).containsAllEntriesOf(before);
        assertThat(store.client(CertificateRole.DEVICE).getIssuerX500Principal().getName())
                .contains("Somebody's own CA");
    }

    @Test
    void ownCertificateThatExpiresTomorrowStillServes() throws Exception {
        putOwnDevice(now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        Map<String, String> before = contents();

        open();

        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void ownKeyBesideTheBenchsCertificateStays() throws Exception {
        open();
        put("device.key.pem", issue("x", now, now.plusSeconds(9)).keyPem());

        refusesAndLeavesAlone("device.key.pem", "is not the key of", "device.crt.pem", "move it away");
    }

    @Test
    void ownCertificateBesideTheBenchsKeyStays() throws Exception {
        open();
        put(
                "witness.crt.pem",
                issue("x", now.minusSeconds(9), now.plusSeconds(99)).certificatePem());

        refusesAndLeavesAlone("witness.crt.pem", "is not the key of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"device.crt.pem", "device.key.pem", "server.key.pem", "ca.pem", "ca.key.pem"})
    void halfAPairStays(String name) throws Exception {
        Issued issued = issue("half", now.minusSeconds(9), now.plusSeconds(99_999));
        put(name, name.endsWith("key.pem") ? issued.keyPem() : issued.certificatePem());

        refusesAndLeavesAlone(name, "is missing");
    }

    @Test
    void ownExpiredCertificateIsNamedAndStays() throws Exception {
        putOwnDevice(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)));

        refusesAndLeavesAlone("device.crt.pem", "expired on");
    }

    @Test
    void ownCertificateOfTheFutureIsNamedAndStays() throws Exception {
        putOwnDevice(now.plus(Duration.ofDays(2)), now.plus(Duration.ofDays(9)));

        refusesAndLeavesAlone("device.crt.pem", "not valid before");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca.pem",
                "ca.key.pem",
                "server.crt.pem",
                "server.key.pem",
                "device.crt.pem",
                "device.key.pem",
                "witness.crt.pem",
                "witness.key.pem"
            })
    void garbageStays(String name) throws Exception {
        open();
        put(name, "my notes, not PEM\n");

        refusesAndLeavesAlone(name, "not a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.key.pem", "device.crt.pem", "made.sha256"})
    void aDirectoryStays(String name) throws Exception {
        Files.createDirectory(directory.resolve(name));
        Map<String, String> before = contents();

        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining(name);

        assertThat(contents()).containsAllEntriesOf(before);
    }

    enum Link {
        TO_A_FILE,
        DANGLING
    }

    @ParameterizedTest
    @EnumSource(Link.class)
    void aLinkStaysAndSoDoesWhatItPointsTo(Link link) throws Exception {
        open();
        Path target = elsewhere.resolve("key.pem");
        if (link == Link.TO_A_FILE) {
            // Even where the bench made what is in it: a link is the user's.
            Files.copy(directory.resolve("server.key.pem"), target);
        }
        Files.delete(directory.resolve("device.key.pem"));
        Files.createSymbolicLink(directory.resolve("device.key.pem"), target);

        refusesAndLeavesAlone("device.key.pem", link == Link.DANGLING ? "link" : "is not the key of");

        assertThat(Files.exists(target, LinkOption.NOFOLLOW_LINKS)).isEqualTo(link == Link.TO_A_FILE);
    }

    @Test
    void ownFilesMayBeLinks() throws Exception {
        Issued issued = issue("linked", now.minusSeconds(9), now.plusSeconds(99_999));
        for (String[] each :
                new String[][] {{"device.crt.pem", issued.certificatePem()}, {"device.key.pem", issued.keyPem()}}) {
            Files.writeString(elsewhere.resolve(each[0]), each[1]);
            Files.createSymbolicLink(directory.resolve(each[0]), elsewhere.resolve(each[0]));
        }
        Map<String, String> before = contents();

        open();

        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void aReadOnlyKeyOfTheUsersStaysReadOnlyAndItsContentToo() throws Exception {
        open();
        Path key = directory.resolve("witness.key.pem");
        put("witness.key.pem", issue("x", now, now.plusSeconds(9)).keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));

        refusesAndLeavesAlone("witness.key.pem", "is not the key of");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("r--------");
    }

    @Test
    void ownCaWithAnRsaKeySignsWhatTheBenchMakes() throws Exception {
        put("ca.pem", Issuer.pem(own.own()));
        put("ca.key.pem", Issuer.pem(Issuer.rsaKeys().getPrivate()));
        Map<String, String> before = contents();

        CredentialStore store = open();

        assertThat(contents()).containsAllEntriesOf(before);
        for (CertificateRole role : CertificateRole.values()) {
            store.client(role).verify(store.authority().getPublicKey());
        }
        store.servers().get(0).chain().get(0).verify(store.authority().getPublicKey());
        assertThat(store.authority().getSubjectX500Principal().getName()).contains("Somebody's own CA");
    }

    @Test
    void aCertificateThatIsNoAuthoritySignsNothing() throws Exception {
        Issued issued = issue("no CA", now.minusSeconds(9), now.plusSeconds(99_999));
        put("ca.pem", issued.certificatePem());
        put("ca.key.pem", issued.keyPem());

        refusesAndLeavesAlone("ca.pem", "no certificate authority");
    }

    @Test
    void ownServerCertificateOfAnotherCaIsNamedAndStays() throws Exception {
        Issued issued = issue("server", now.minusSeconds(9), now.plusSeconds(99_999));
        put("server.crt.pem", issued.certificatePem());
        put("server.key.pem", issued.keyPem());

        refusesAndLeavesAlone("server.crt.pem", "ca.pem did not sign it");
    }

    @Test
    void anotherPublicKeyOfTheUsersStays() throws Exception {
        put("device.pub.pem", "a note of my own");
        Map<String, String> before = contents();

        open();

        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void whatTheBenchMadeIsKnownAgainAfterACrashBetweenKeyAndCertificate() throws Exception {
        CredentialStore first = open();
        CertifiedKey authority = new PemFiles(directory).read("ca.pem", "ca.key.pem");
        CertifiedKey next = new CertificateMaker(now).client(authority, "witness", false);
        new PemFiles(directory).writeKey("witness.key.pem", next);

        CredentialStore second = open();

        assertThat(second.client(CertificateRole.WITNESS)).isNotEqualTo(first.client(CertificateRole.WITNESS));
        assertThat(second.client(CertificateRole.DEVICE)).isEqualTo(first.client(CertificateRole.DEVICE));
    }

    @Test
    void aFileOfTheBenchsThatTheUserChangedIsTheUsers() throws Exception {
        open();
        String changed = Files.readString(directory.resolve("device.crt.pem"), StandardCharsets.US_ASCII)
                + "# the certificate in board 7\n";
        put("device.crt.pem", changed);
        Instant expired = now.plus(Duration.ofDays(398));

        assertThatThrownBy(() -> CredentialStore.open(directory, "127.0.0.1", expired))
                .isInstanceOf(UnusableFileException.class)
                .hasMessageContaining("device.crt.pem: expired on");

        assertThat(directory.resolve("device.crt.pem")).hasContent(changed);
    }
}
