package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.numakerbench.files.DurableFile;

/** Reads and writes the PEM files of one directory; a file is there whole or not at all. */
final class PemFiles {
    private final Path directory;

    PemFiles(Path directory) {
        this.directory = directory;
    }

    /** Reads {@code name.crt.pem} and {@code name.key.pem}. */
    CertifiedKey read(String certificateFile, String keyFile) throws IOException {
        return new CertifiedKey(certificate(certificateFile), key(keyFile));
    }

    boolean exist(String... names) {
        for (String name : names) {
            if (!Files.exists(directory.resolve(name))) {
                return false;
            }
        }
        return true;
    }

    /** Writes both files readable by the owner alone from the first byte on; the key first. */
    void write(String certificateFile, String keyFile, CertifiedKey pair) throws IOException {
        // RSA as "RSA PRIVATE KEY", the form in which AWS IoT hands keys to users; EC as PKCS #8, since the traditional
        // form of a Java key lacks the curve.
        boolean rsa = pair.key().getAlgorithm().equals("RSA");
        write(keyFile, pem(rsa ? pair.key() : new JcaPKCS8Generator(pair.key(), null)));
        write(certificateFile, pem(pair.certificate()));
    }

    /** Writes the public key, which AWS IoT hands out with the others and nothing needs. */
    void writePublicKey(String file, CertifiedKey pair) throws IOException {
        write(file, pem(pair.certificate().getPublicKey()));
    }

    /** Whether the file holds the public key of this pair. */
    boolean isPublicKey(String file, CertifiedKey pair) throws IOException {
        return Files.readString(directory.resolve(file), StandardCharsets.US_ASCII)
                .equals(pem(pair.certificate().getPublicKey()));
    }

    private X509Certificate certificate(String name) throws IOException {
        if (parse(name) instanceof X509CertificateHolder holder) {
            try {
                return new JcaX509CertificateConverter().getCertificate(holder);
            } catch (CertificateException e) {
                throw new IOException(directory.resolve(name) + ": not a certificate", e);
            }
        }
        throw new IOException(directory.resolve(name) + ": not a certificate");
    }

    private PrivateKey key(String name) throws IOException {
        Object parsed = parse(name);
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        if (parsed instanceof PEMKeyPair pair) {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        if (parsed instanceof PrivateKeyInfo info) {
            return converter.getPrivateKey(info);
        }
        throw new IOException(directory.resolve(name) + ": not a private key");
    }

    private Object parse(String name) throws IOException {
        try (Reader reader = Files.newBufferedReader(directory.resolve(name), StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            return parser.readObject();
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private void write(String name, String text) throws IOException {
        DurableFile.replace(
                directory.resolve(name),
                text,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
