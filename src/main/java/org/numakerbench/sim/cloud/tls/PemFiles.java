package org.numakerbench.sim.cloud.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.FileFailure;

/** Reads and writes the PEM files of one directory; a file is there whole or not at all, and a user's is never replaced. */
final class PemFiles {
    private final Path directory;
    private final MadeFiles made;

    PemFiles(Path directory) {
        this.directory = directory;
        this.made = new MadeFiles(directory);
    }

    /** Reads {@code name.crt.pem} and {@code name.key.pem}. */
    CertifiedKey read(String certificateFile, String keyFile) throws IOException {
        return new CertifiedKey(certificate(certificateFile), key(keyFile));
    }

    /** Whether something is there, a dangling link too. */
    boolean exists(String name) {
        return Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the bench may write there: nothing is there, or what it made itself. */
    boolean mayWrite(String name) throws IOException {
        return made.mayWrite(name);
    }

    /** Writes certificates one after the other; whoever reads one alone reads the first. */
    void writeCertificates(String file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : certificates) {
            text.append(pem(each));
        }
        made.write(file, text.toString());
    }

    /** Writes both files; the key first. */
    void write(String certificateFile, String keyFile, CertifiedKey pair) throws IOException {
        writeKey(keyFile, pair);
        made.write(certificateFile, pem(pair.certificate()));
    }

    void writeKey(String keyFile, CertifiedKey pair) throws IOException {
        // RSA as "RSA PRIVATE KEY", the form in which AWS IoT hands keys to users; EC as PKCS #8, since the traditional
        // form of a Java key lacks the curve.
        boolean rsa = pair.key().getAlgorithm().equals("RSA");
        made.write(keyFile, pem(rsa ? pair.key() : new JcaPKCS8Generator(pair.key(), null)));
    }

    /** Writes the public key, which AWS IoT hands out with the others and nothing needs. */
    void writePublicKey(String file, CertifiedKey pair) throws IOException {
        made.write(file, pem(pair.certificate().getPublicKey()));
    }

    X509Certificate certificate(String name) throws IOException {
        if (parse(name) instanceof X509CertificateHolder holder) {
            try {
                return new JcaX509CertificateConverter().getCertificate(holder);
            } catch (CertificateException e) {
                throw unreadable(name, "not a certificate", e);
            }
        }
        throw unreadable(name, "not a certificate in PEM", null);
    }

    private PrivateKey key(String name) throws IOException {
        Object parsed = parse(name);
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try {
            if (parsed instanceof PEMKeyPair pair) {
                return converter.getPrivateKey(pair.getPrivateKeyInfo());
            }
            if (parsed instanceof PrivateKeyInfo info) {
                return converter.getPrivateKey(info);
            }
        } catch (PEMException e) {
            throw unreadable(name, "not a private key of a known kind", e);
        }
        throw unreadable(name, "not a private key in PEM without a pass phrase", null);
    }

    /** Null when the file holds no PEM. */
    private @Nullable Object parse(String name) throws IOException {
        try (Reader reader = Files.newBufferedReader(directory.resolve(name), StandardCharsets.UTF_8);
                PEMParser parser = new PEMParser(reader)) {
            return parser.readObject();
        } catch (NoSuchFileException e) {
            throw unreadable(name, exists(name) ? "a link to what is not there" : "is missing", e);
        } catch (PEMException e) {
            throw unreadable(name, "not a PEM file: " + e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(name, "not a readable file: " + FileFailure.words(e), e);
        }
    }

    private UnreadablePemException unreadable(String name, String fault, @Nullable Throwable cause) {
        return new UnreadablePemException(directory.resolve(name), fault, cause);
    }

    static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
