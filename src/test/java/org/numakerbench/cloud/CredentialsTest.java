package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private Issuer issuer;
    private KeyPair keys;
    private Path ca;
    private Path certificate;
    private Path key;

    @BeforeEach
    void threeGoodFiles() throws Exception {
        issuer = Issuer.elliptic("CN=test CA");
        keys = Issuer.ellipticKeys();
        ca = Issuer.write(directory.resolve("ca.pem"), issuer.own());
        certificate = Issuer.write(directory.resolve("crt.pem"), issuer.certify(keys));
        key = Issuer.write(directory.resolve("key.pem"), keys.getPrivate());
    }

    @Test
    void goodFilesMakeATlsContext() throws Exception {
        Credentials credentials = Credentials.load(ca, certificate, key);

        assertThat(credentials.sslContext().getProtocol()).isEqualTo("TLS");
        assertThat(credentials.trustManager().getAcceptedIssuers()).hasSize(1);
        assertThat(credentials).hasToString("Credentials of CN=client");
    }

    @Test
    void anRsaKeyInItsTraditionalFormIsTaken() throws Exception {
        KeyPair rsa = Issuer.rsaKeys();
        Issuer.write(certificate, issuer.certify(rsa));
        // The form in which AWS IoT hands keys to users.
        Files.writeString(
                key,
                Issuer.pem(new org.bouncycastle.util.io.pem.PemObject(
                        "RSA PRIVATE KEY",
                        org.bouncycastle.asn1.pkcs.PrivateKeyInfo.getInstance(
                                        rsa.getPrivate().getEncoded())
                                .parsePrivateKey()
                                .toASN1Primitive()
                                .getEncoded())));

        assertThatCode(() -> Credentials.load(ca, certificate, key)).doesNotThrowAnyException();
    }

    @Test
    void aKeyBehindItsCurveParametersIsTakenAsOpensslWritesIt() throws Exception {
        String curve = Issuer.pem(new org.bouncycastle.util.io.pem.PemObject(
                "EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded()));
        Files.writeString(key, curve + Issuer.pem(keys.getPrivate()));

        assertThatCode(() -> Credentials.load(ca, certificate, key)).doesNotThrowAnyException();
    }

    @Test
    void severalAuthoritiesInOneFileAreAllTrusted() throws Exception {
        Issuer.write(ca, issuer.own(), Issuer.elliptic("CN=another CA").own());

        assertThat(Credentials.load(ca, certificate, key).trustManager().getAcceptedIssuers())
                .hasSize(2);
    }

    @Test
    void aMissingFileIsNamed() {
        Path nowhere = directory.resolve("nowhere.pem");

        assertRefused(
                refusalOf(nowhere, certificate, key),
                nowhere + " does not exist",
                "correct its path, or download it again");
        assertRefused(refusalOf(ca, nowhere, key), nowhere + " does not exist");
        assertRefused(refusalOf(ca, certificate, nowhere), nowhere + " does not exist");
    }

    @Test
    void aDirectoryCannotBeRead() {
        assertRefused(
                refusalOf(ca, directory, key),
                directory + " cannot be read",
                "check that it is a file and that you may read it");
    }

    @Test
    void aFileThatIsNotPemIsNamed() throws Exception {
        Files.write(certificate, issuer.own().getEncoded());

        assertRefused(
                refusalOf(ca, certificate, key),
                certificate + " is in binary form (DER), not PEM",
                "convert it: openssl x509 -inform der, or openssl pkey -inform der");
    }

    @Test
    void anEmptyFileIsNotPem() throws Exception {
        Files.writeString(key, "");

        assertRefused(refusalOf(ca, certificate, key), key + " is empty");
    }

    @Test
    void theDamagedLineIsNamed() throws Exception {
        replaceLine(certificate, 4, "!!! damaged !!!");

        assertRefused(
                refusalOf(ca, certificate, key),
                certificate + " is damaged near line 4: not base64",
                "download or create it again");
    }

    @Test
    void commentsOutsideTheBlockAreNotTakenForDamage() throws Exception {
        Files.writeString(certificate, "Bag Attributes: {none}\n\n" + Files.readString(certificate));
        assertThatCode(() -> Credentials.load(ca, certificate, key)).doesNotThrowAnyException();

        replaceLine(certificate, 6, "*");

        assertRefused(refusalOf(ca, certificate, key), certificate + " is damaged near line 6: not base64");
    }

    @Test
    void aFileCutShortIsDamagedAtItsEnd() throws Exception {
        List<String> lines = Files.readAllLines(key);
        Files.write(key, lines.subList(0, 3));

        assertRefused(
                refusalOf(ca, certificate, key), key + " is damaged near line 3: the block of line 1 has no END line");
    }

    @Test
    void aDamagedKeyIsNotQuoted() throws Exception {
        String second = Files.readAllLines(key).get(1);
        replaceLine(key, 2, second.substring(0, 40) + "#" + second.substring(41));

        CredentialException refusal = refusalOf(ca, certificate, key);

        assertRefused(refusal, key + " is damaged near line 2: not base64");
    }

    @Test
    void aKeyOfAnotherCertificateDoesNotFit() throws Exception {
        Issuer.write(key, Issuer.ellipticKeys().getPrivate());

        assertRefused(
                refusalOf(ca, certificate, key),
                key + " does not fit the certificate " + certificate,
                "give the private key that was created with this certificate");
    }

    @Test
    void aKeyOfAnotherKindDoesNotFit() throws Exception {
        Issuer.write(key, Issuer.rsaKeys().getPrivate());

        assertRefused(refusalOf(ca, certificate, key), key + " does not fit the certificate " + certificate);
    }

    @Test
    void anExpiredCertificateIsNamedWithItsDate() throws Exception {
        issuer.valid(Instant.parse("2018-01-01T00:00:00Z"), Instant.parse("2019-01-01T00:00:00Z"));
        Issuer.write(certificate, issuer.certify(keys));

        assertRefused(
                refusalOf(ca, certificate, key),
                certificate + " expired on 2019-01-01T00:00:00Z",
                "create a new certificate, or check this host's clock");
    }

    @Test
    void anExpiredAuthorityIsNamed() throws Exception {
        issuer.valid(Instant.parse("2018-01-01T00:00:00Z"), Instant.parse("2019-01-01T00:00:00Z"));
        Issuer.write(ca, issuer.own());

        assertRefused(refusalOf(ca, certificate, key), ca + " expired on 2019-01-01T00:00:00Z");
    }

    @Test
    void aCertificateThatIsNotYetValidPointsAtTheClock() throws Exception {
        Instant later = Instant.parse("2049-01-01T00:00:00Z");
        issuer.valid(later, later.plus(DAY));
        Issuer.write(certificate, issuer.certify(keys));

        assertRefused(
                refusalOf(ca, certificate, key),
                certificate + " is not valid before 2049-01-01T00:00:00Z",
                "check this host's clock");
    }

    @Test
    void swappedCertificateAndKeyAreToldApart() throws Exception {
        assertRefused(
                refusalOf(ca, key, certificate),
                key + " holds a private key where a certificate belongs",
                "the files may be swapped: give the certificate here");
        assertRefused(
                refusalOf(ca, certificate, ca),
                ca + " holds a certificate where a private key belongs",
                "the files may be swapped: give the private key here, without a passphrase");
        assertRefused(refusalOf(key, certificate, key), key + " holds a private key where a certificate belongs");
    }

    @Test
    void swappedAuthorityAndCertificateDoNotFitTheKey() {
        assertRefused(refusalOf(certificate, ca, key), key + " does not fit the certificate " + ca);
    }

    @Test
    void anEncryptedKeyIsCalledEncryptedInEitherForm() throws Exception {
        char[] passphrase = "open sesame".toCharArray();
        Issuer.write(
                key,
                new JcaPKCS8Generator(
                        keys.getPrivate(),
                        new JceOpenSSLPKCS8EncryptorBuilder(JcaPKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword(passphrase)
                                .build()));
        Path traditional = directory.resolve("traditional.pem");
        Files.writeString(
                traditional,
                Issuer.pem(new org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator(
                        Issuer.rsaKeys().getPrivate(),
                        new JcePEMEncryptorBuilder("AES-256-CBC")
                                .setProvider(new BouncyCastleProvider())
                                .build(passphrase))));

        for (Path encrypted : List.of(key, traditional)) {
            assertRefused(
                    refusalOf(ca, certificate, encrypted),
                    encrypted + " holds an encrypted key where a private key belongs",
                    "the files may be swapped: give the private key here, without a passphrase");
        }
    }

    @Test
    void somethingElseInPemIsNeither() throws Exception {
        Path other = directory.resolve("other.pem");
        Files.writeString(other, Issuer.pem(keys.getPublic()));

        assertRefused(refusalOf(other, certificate, key), other + " holds a public key where a certificate belongs");
        assertRefused(refusalOf(ca, certificate, other), other + " holds a public key where a private key belongs");
    }

    private static CredentialException refusalOf(Path ca, Path certificate, Path key) {
        return catchThrowableOfType(CredentialException.class, () -> Credentials.load(ca, certificate, key));
    }

    private void assertRefused(CredentialException refusal, String cause, String remedy) {
        assertRefused(refusal, cause);
        assertThat(refusal.remedy()).isEqualTo(remedy);
    }

    /** With that cause, and with nothing of any file in the whole stack trace. */
    private void assertRefused(CredentialException refusal, String cause) {
        assertThat(refusal).hasMessage(cause);
        assertThat(refusal.remedy()).isNotBlank().doesNotContain("\n");
        java.io.StringWriter trace = new java.io.StringWriter();
        refusal.printStackTrace(new java.io.PrintWriter(trace));
        for (Path file : List.of(ca, certificate, key)) {
            for (String line : contentOf(file)) {
                assertThat(trace.toString()).doesNotContain(line);
            }
        }
    }

    private static List<String> contentOf(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.length() > 12 && !line.startsWith("-----"))
                    .toList();
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static void replaceLine(Path file, int number, String line) throws Exception {
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(file));
        lines.set(number - 1, line);
        Files.write(file, lines);
    }
}
