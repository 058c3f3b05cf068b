package org.numakerbench.sim.board;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A throwaway CA. Its server certificate has the names and serial number of the one in the sample transcripts. */
final class TestAuthority {
    private static final X500Name SAMPLE_ISSUER = new X500Name(
            "C=US, O=Symantec Corporation, OU=Symantec Trust Network, CN=Symantec Class 3 ECC 256 bit SSL CA - G2");
    private static final X500Name SAMPLE_SUBJECT =
            new X500Name("C=US, ST=Washington, L=Seattle, O=Amazon.com\\, Inc., CN=*.iot.us-east-1.amazonaws.com");
    private static final BigInteger SAMPLE_SERIAL = new BigInteger("3CACB3D33ED86AC92BEFD2C5B1DCBF66", 16);
    private static final Date ISSUED = Date.from(Instant.parse("2017-03-07T00:00:00Z"));
    private static final Date EXPIRES = Date.from(Instant.parse("2049-03-08T23:59:59Z"));

    final Path ca;
    final Path serverCertificate;
    final Path serverKey;
    final Path deviceCertificate;
    final Path deviceKey;

    TestAuthority(Path directory) {
        try {
            Files.createDirectories(directory);
            KeyPair authority = newKey();
            X509v3CertificateBuilder root = builder(SAMPLE_ISSUER, BigInteger.ONE, SAMPLE_ISSUER, authority)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            ca = pem(directory.resolve("ca.pem"), signed(root, authority));

            KeyPair server = newKey();
            X509v3CertificateBuilder leaf = builder(SAMPLE_ISSUER, SAMPLE_SERIAL, SAMPLE_SUBJECT, server)
                    .addExtension(Extension.basicConstraints, false, new BasicConstraints(false))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.dNSName, "*.iot.us-east-1.amazonaws.com")
                    }))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }));
            serverCertificate = pem(directory.resolve("server.pem"), signed(leaf, authority));
            serverKey = pem(
                    directory.resolve("server.key"),
                    new PemObject("PRIVATE KEY", server.getPrivate().getEncoded()));

            KeyPair device = newKey();
            deviceCertificate = pem(
                    directory.resolve("device.pem"),
                    signed(builder(SAMPLE_ISSUER, BigInteger.TWO, new X500Name("CN=device"), device), authority));
            deviceKey = pem(
                    directory.resolve("device.key"),
                    new PemObject("PRIVATE KEY", device.getPrivate().getEncoded()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, BigInteger serial, X500Name subject, KeyPair key) {
        return new JcaX509v3CertificateBuilder(issuer, serial, ISSUED, EXPIRES, subject, key.getPublic());
    }

    private static Object signed(X509v3CertificateBuilder builder, KeyPair authority) throws OperatorCreationException {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    }

    private static Path pem(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return Files.writeString(file, text.toString());
    }
}
