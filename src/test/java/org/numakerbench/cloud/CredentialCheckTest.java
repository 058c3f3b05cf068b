package org.numakerbench.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.numakerbench.cloud.CredentialFinding.Level;

class CredentialCheckTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ATS = "a1b2c3-ats.iot.eu-central-1.amazonaws.com";
    private static final String LEGACY = "a1b2c3.iot.us-east-1.amazonaws.com";

    @TempDir
    Path directory;

    private Issuer issuer;
    private KeyPair device;
    private X509Certificate certificate;

    @BeforeEach
    void goodFiles() throws Exception {
        issuer = years(Issuer.elliptic("CN=Test Root"));
        device = Issuer.ellipticKeys();
        certificate = issuer.certify(device);
        write("ca.pem", Issuer.pem(issuer.own()));
        write("device.crt.pem", Issuer.pem(certificate));
        write("device.key.pem", Issuer.pem(device.getPrivate()));
        write("device.pub.pem", Issuer.pem(device.getPublic()));
    }

    private static Issuer years(Issuer issuer) {
        return issuer.valid(NOW.minus(Duration.ofDays(365)), NOW.plus(Duration.ofDays(365)));
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.ISO_8859_1);
    }

    private CredentialFiles files() {
        return new CredentialFiles(
                directory.resolve("ca.pem"),
                directory.resolve("device.crt.pem"),
                directory.resolve("device.key.pem"),
                Optional.of(directory.resolve("device.pub.pem")));
    }

    private List<CredentialFinding> findings(Optional<String> endpoint) {
        return CredentialCheck.of(files(), NOW, endpoint);
    }

    /** How a set-up is broken. */
    private interface Breaking {
        void in(CredentialCheckTest test) throws Exception;
    }

    private static Arguments broken(String name, Breaking breaking, String file, Level level, String what) {
        return arguments(name, breaking, file, level, what);
    }

    static Stream<Arguments> set_ups() {
        return Stream.of(
                broken(
                        "no CA",
                        it -> Files.delete(it.directory.resolve("ca.pem")),
                        "ca.pem",
                        Level.BROKEN,
                        "does not exist"),
                broken(
                        "CA is a directory",
                        it -> {
                            Files.delete(it.directory.resolve("ca.pem"));
                            Files.createDirectory(it.directory.resolve("ca.pem"));
                        },
                        "ca.pem",
                        Level.BROKEN,
                        "cannot be read"),
                broken(
                        "empty certificate",
                        it -> it.write("device.crt.pem", " \n"),
                        "device.crt.pem",
                        Level.BROKEN,
                        "is empty"),
                broken(
                        "text",
                        it -> it.write("device.crt.pem", "hello\n"),
                        "device.crt.pem",
                        Level.BROKEN,
                        "is not a PEM file"),
                broken(
                        "DER",
                        it -> Files.write(it.directory.resolve("device.crt.pem"), it.certificate.getEncoded()),
                        "device.crt.pem",
                        Level.BROKEN,
                        "binary form (DER)"),
                broken(
                        "no END",
                        it -> it.write(
                                "device.crt.pem", it.text("device.crt.pem").replace("-----END CERTIFICATE-----\n", "")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "has no END line"),
                broken(
                        "no BEGIN",
                        it -> it.write(
                                "device.crt.pem",
                                it.text("device.crt.pem").replace("-----BEGIN CERTIFICATE-----\n", "")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "END without BEGIN"),
                broken(
                        "END of another",
                        it -> it.write(
                                "device.crt.pem",
                                it.text("device.crt.pem").replace("END CERTIFICATE", "END PRIVATE KEY")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "END does not fit the BEGIN of line 1"),
                broken(
                        "a stray character",
                        it -> it.write("device.crt.pem", it.line("device.crt.pem", 2, "*")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "near line 3: not base64"),
                broken(
                        "a lost line",
                        it -> it.write("device.crt.pem", it.without("device.crt.pem", 3)),
                        "device.crt.pem",
                        Level.BROKEN,
                        "near line 1: its content is cut or altered"),
                broken(
                        "a lost line in the key",
                        it -> it.write("device.key.pem", it.without("device.key.pem", 2)),
                        "device.key.pem",
                        Level.BROKEN,
                        "its content is cut or altered"),
                broken(
                        "two blocks without END",
                        it -> it.write(
                                "ca.pem",
                                it.text("ca.pem").replace("-----END CERTIFICATE-----\n", "") + it.text("ca.pem")),
                        "ca.pem",
                        Level.BROKEN,
                        "the block of line 1 has no END line"),
                broken(
                        "key as certificate",
                        it -> it.write("device.crt.pem", it.text("device.key.pem")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "holds a private key where a certificate belongs"),
                broken(
                        "certificate as key",
                        it -> it.write("device.key.pem", it.text("device.crt.pem")),
                        "device.key.pem",
                        Level.BROKEN,
                        "holds a certificate where a private key belongs"),
                broken(
                        "public key as key",
                        it -> it.write("device.key.pem", it.text("device.pub.pem")),
                        "device.key.pem",
                        Level.BROKEN,
                        "holds a public key where a private key belongs"),
                broken(
                        "certificate as public key",
                        it -> it.write("device.pub.pem", it.text("device.crt.pem")),
                        "device.pub.pem",
                        Level.BROKEN,
                        "holds a certificate where a public key belongs"),
                broken(
                        "request as certificate",
                        it -> it.write("device.crt.pem", it.request()),
                        "device.crt.pem",
                        Level.BROKEN,
                        "holds a certificate request"),
                broken(
                        "encrypted key",
                        it -> it.write("device.key.pem", it.encrypted()),
                        "device.key.pem",
                        Level.BROKEN,
                        "holds an encrypted key"),
                broken(
                        "CA and certificate swapped",
                        it -> {
                            String ca = it.text("ca.pem");
                            it.write("ca.pem", it.text("device.crt.pem"));
                            it.write("device.crt.pem", ca);
                        },
                        "ca.pem",
                        Level.BROKEN,
                        "swapped"),
                broken(
                        "a CA as certificate",
                        it -> it.write("device.crt.pem", it.text("ca.pem")),
                        "device.crt.pem",
                        Level.BROKEN,
                        "is a CA's certificate where the client's belongs"),
                broken(
                        "a client's certificate as CA",
                        it -> it.write("ca.pem", Issuer.pem(it.issuer.certify(Issuer.ellipticKeys()))),
                        "ca.pem",
                        Level.BROKEN,
                        "is no CA's certificate"),
                broken(
                        "another key",
                        it -> it.write(
                                "device.key.pem",
                                Issuer.pem(Issuer.ellipticKeys().getPrivate())),
                        "device.key.pem",
                        Level.BROKEN,
                        "does not fit the certificate"),
                broken(
                        "another kind of key",
                        it -> it.write(
                                "device.key.pem", Issuer.pem(Issuer.rsaKeys().getPrivate())),
                        "device.key.pem",
                        Level.BROKEN,
                        "does not fit the certificate"),
                broken(
                        "another public key",
                        it -> it.write(
                                "device.pub.pem",
                                Issuer.pem(Issuer.ellipticKeys().getPublic())),
                        "device.pub.pem",
                        Level.BROKEN,
                        "does not fit the certificate"),
                broken("expired", it -> it.certify(-400, -1), "device.crt.pem", Level.BROKEN, "expired on 2026-05-31"),
                broken(
                        "not yet valid",
                        it -> it.certify(2, 400),
                        "device.crt.pem",
                        Level.BROKEN,
                        "not valid before 2026-06-03"),
                broken(
                        "expires soon",
                        it -> it.certify(-335, 12),
                        "device.crt.pem",
                        Level.WARNING,
                        "expires in 12 days, on 2026-06-13"),
                broken(
                        "CA expired",
                        it -> it.write(
                                "ca.pem",
                                Issuer.pem(Issuer.elliptic("CN=Old Root")
                                        .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(8)))
                                        .own())),
                        "ca.pem",
                        Level.BROKEN,
                        "CA CN=Old Root expired"),
                broken(
                        "RSA of 1024 bits",
                        it -> it.key(rsa(1024)),
                        "device.crt.pem",
                        Level.BROKEN,
                        "RSA key of 1024 bits"),
                broken(
                        "RSA of 4096 bits",
                        it -> it.key(rsa(4096)),
                        "device.crt.pem",
                        Level.WARNING,
                        "MBEDTLS_MPI_MAX_SIZE 256"),
                broken(
                        "a readable key",
                        it -> Files.setPosixFilePermissions(
                                it.directory.resolve("device.key.pem"), PosixFilePermissions.fromString("rw-r--r--")),
                        "device.key.pem",
                        Level.WARNING,
                        "can be read by other users"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("set_ups")
    void a_broken_set_up_is_named(String name, Breaking breaking, String file, Level level, String what)
            throws Exception {
        breaking.in(this);

        List<CredentialFinding> worse = findings(Optional.empty()).stream()
                .filter(it -> it.level() != Level.OK)
                .toList();

        assertThat(worse).as(worse.toString()).anySatisfy(finding -> {
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.where()).isEqualTo(directory.resolve(file).toString());
            assertThat(finding.what()).contains(what);
            assertThat(finding.remedy()).isNotEmpty();
        });
        assertThat(worse.toString()).doesNotContain(keyMaterial());
    }

    private String[] keyMaterial() throws IOException {
        return text("device.key.pem")
                .lines()
                .filter(line -> line.length() > 20 && !line.startsWith("-----"))
                .toArray(String[]::new);
    }

    @Test
    void good_files_have_no_finding_but_ok() {
        assertThat(findings(Optional.of(ATS))).hasSize(4).allMatch(it -> it.level() == Level.OK);
    }

    @Test
    void good_rsa_files_do_too_as_do_windows_line_ends_and_text_around_the_blocks() throws Exception {
        key(rsa(2048));
        write("ca.pem", "Bag Attributes\r\n" + text("ca.pem").replace("\n", "\r\n") + "\r\nend of file");

        assertThat(findings(Optional.empty())).allMatch(it -> it.level() == Level.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CN=Amazon Root CA 1,O=Amazon,C=US", "CN=Starfield Services Root Certificate Authority - G2"})
    void an_amazon_root_is_wrong_for_a_legacy_endpoint(String root) throws Exception {
        write("ca.pem", Issuer.pem(years(Issuer.elliptic(root)).own()));

        assertThat(findings(Optional.of(ATS))).allMatch(it -> it.level() == Level.OK);
        assertThat(findings(Optional.of(LEGACY))).anySatisfy(it -> {
            assertThat(it.level()).isEqualTo(Level.BROKEN);
            assertThat(it.what()).contains("legacy endpoint " + LEGACY);
            assertThat(it.remedy()).contains("a1b2c3-ats.iot.us-east-1");
        });
    }

    @Test
    void verisigns_root_is_wrong_for_an_ats_endpoint() throws Exception {
        String name = "CN=VeriSign Class 3 Public Primary Certification Authority - G5";
        write("ca.pem", Issuer.pem(years(Issuer.elliptic(name)).own()));

        assertThat(findings(Optional.of(LEGACY))).allMatch(it -> it.level() == Level.OK);
        assertThat(findings(Optional.of(ATS)))
                .anySatisfy(it -> assertThat(it.what()).contains("VeriSign's root, but " + ATS));
    }

    private void certify(int fromDays, int untilDays) throws Exception {
        issuer.valid(NOW.plus(Duration.ofDays(fromDays)), NOW.plus(Duration.ofDays(untilDays)));
        write("device.crt.pem", Issuer.pem(issuer.certify(device)));
    }

    private void key(KeyPair keys) throws Exception {
        write("device.crt.pem", Issuer.pem(issuer.certify(keys)));
        write("device.key.pem", Issuer.pem(keys.getPrivate()));
        write("device.pub.pem", Issuer.pem(keys.getPublic()));
    }

    /** Of a Mersenne prime, 2^521 - 1 for 1024 bits, and another prime: a key like any other, found in no time. */
    private static KeyPair rsa(int bits) throws Exception {
        int exponent = Map.of(1024, 521, 2048, 1279, 4096, 3217).get(bits);
        BigInteger q = BigInteger.TWO.pow(exponent).subtract(BigInteger.ONE);
        BigInteger p = BigInteger.probablePrime(bits - exponent, new Random(bits));
        BigInteger lessOne = p.subtract(BigInteger.ONE);
        BigInteger n = p.multiply(q);
        BigInteger e = RSAKeyGenParameterSpec.F4;
        BigInteger d = e.modInverse(lessOne.multiply(q.subtract(BigInteger.ONE)));
        KeyFactory keys = KeyFactory.getInstance("RSA");
        return new KeyPair(
                keys.generatePublic(new RSAPublicKeySpec(n, e)),
                keys.generatePrivate(new RSAPrivateCrtKeySpec(
                        n, e, d, p, q, d.mod(lessOne), d.mod(q.subtract(BigInteger.ONE)), q.modInverse(p))));
    }

    private String line(String file, int index, String stray) throws IOException {
        List<String> lines = text(file).lines().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i)).append(i == index ? stray : "").append('\n');
        }
        return text.toString();
    }

    private String without(String file, int line) throws IOException {
        List<String> lines = text(file).lines().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(i + 1 == line ? "" : lines.get(i) + "\n");
        }
        return text.toString();
    }

    private String request() throws Exception {
        return Issuer.pem(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), device.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(device.getPrivate())));
    }

    private String encrypted() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        java.io.StringWriter text = new java.io.StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    rsa(2048).getPrivate(),
                    new JcePEMEncryptorBuilder("AES-128-CBC")
                            .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                            .build("secret".toCharArray()));
        }
        return text.toString();
    }
}
