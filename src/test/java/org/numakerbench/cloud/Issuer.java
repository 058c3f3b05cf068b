package org.numakerbench.cloud;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of one test, and what it signs. */
public final class Issuer {
    private static final Duration DAY = Duration.ofDays(1);
    private static @Nullable KeyPair rsa;

    private final X500Name name;
    private final KeyPair keys;
    private final String signature;

    private Instant from = Instant.now().minus(DAY);
    private Instant until = Instant.now().plus(DAY);
    private BigInteger serial = BigInteger.TEN;
    private X500Name subject = new X500Name("CN=client");

    private Issuer(X500Name name, KeyPair keys, String signature) {
        this.name = name;
        this.keys = keys;
        this.signature = signature;
    }

    public static Issuer elliptic(String name) throws Exception {
        return new Issuer(new X500Name(name), ellipticKeys(), "SHA256withECDSA");
    }

    public static Issuer rsa(X500Name name) throws Exception {
        return new Issuer(name, rsaKeys(), "SHA256withRSA");
    }

    public static KeyPair ellipticKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Always the same pair: it takes a second to make one. */
    public static synchronized KeyPair rsaKeys() throws Exception {
        if (rsa == null) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            rsa = generator.generateKeyPair();
        }
        return rsa;
    }

    public Issuer valid(Instant notBefore, Instant notAfter) {
        from = notBefore;
        until = notAfter;
        return this;
    }

    Issuer numbered(BigInteger number) {
        serial = number;
        return this;
    }

    public Issuer naming(X500Name holder) {
        subject = holder;
        return this;
    }

    public KeyPair keys() {
        return keys;
    }

    /** Its own certificate. */
    public X509Certificate own() throws Exception {
        return sign(builder(name, keys).addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
    }

    public X509Certificate certify(KeyPair holder, GeneralName... alternatives) throws Exception {
        JcaX509v3CertificateBuilder builder = builder(subject, holder);
        if (alternatives.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        }
        return sign(builder);
    }

    private JcaX509v3CertificateBuilder builder(X500Name holder, KeyPair holderKeys) {
        return new JcaX509v3CertificateBuilder(
                name, serial, Date.from(from), Date.from(until), holder, holderKeys.getPublic());
    }

    private X509Certificate sign(org.bouncycastle.cert.X509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
    }

    /** Keys become PKCS #8, unencrypted. */
    public static String pem(Object... objects) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : object);
            }
        }
        return text.toString();
    }

    public static Path write(Path file, Object... objects) throws IOException {
        return Files.writeString(file, pem(objects), StandardCharsets.US_ASCII);
    }
}
