package org.numakerbench.cli.lab;

import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate as its authority would have made it for the same key, but out of date since yesterday. */
final class OldCertificate {
    private OldCertificate() {}

    static Path of(Path certificate, Path authority, Path authorityKey, Path file) throws Exception {
        X509CertificateHolder valid = (X509CertificateHolder) read(certificate);
        X509CertificateHolder issuer = (X509CertificateHolder) read(authority);
        Object key = read(authorityKey);
        PrivateKeyInfo secret = key instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) key;
        X509CertificateHolder old = new X509v3CertificateBuilder(
                        issuer.getSubject(),
                        new BigInteger("4711"),
                        Date.from(Instant.now().minus(Duration.ofDays(400))),
                        Date.from(Instant.now().minus(Duration.ofDays(1))),
                        valid.getSubject(),
                        valid.getSubjectPublicKeyInfo())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(new JcaPEMKeyConverter().getPrivateKey(secret)));
        try (JcaPEMWriter writer = new JcaPEMWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8))) {
            writer.writeObject(old);
        }
        return file;
    }

    private static Object read(Path pem) throws IOException {
        try (PEMParser parser = new PEMParser(new FileReader(pem.toFile(), StandardCharsets.UTF_8))) {
            return parser.readObject();
        }
    }
}
