package org.numakerbench.cloud;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A PEM file by Bouncy Castle, with errors that name the file and the line, and never its content. */
final class PemFile {
    private final Path file;
    private final String text;

    private PemFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    static PemFile read(Path file) throws CredentialException {
        try {
            return new PemFile(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException missing) {
            throw new CredentialException(file + " does not exist", "correct its path, or download it again");
        } catch (IOException unreadable) {
            throw new CredentialException(file + " cannot be read", "check that it is a file and that you may read it");
        }
    }

    /** All certificates of the file; at least one. */
    List<X509Certificate> certificates() throws CredentialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object object : objects()) {
            if (!(object instanceof X509CertificateHolder holder)) {
                throw new CredentialException(
                        file + " holds " + kind(object) + " where a certificate belongs",
                        "the files may be swapped: give the certificate here");
            }
            try {
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            } catch (CertificateException broken) {
                throw damaged(1);
            }
        }
        return certificates;
    }

    /** The private key of the file; {@code openssl ecparam -genkey} puts the curve's parameters before it. */
    PrivateKey privateKey() throws CredentialException {
        List<Object> objects = objects();
        Object object = objects.stream()
                .filter(it -> it instanceof PEMKeyPair || it instanceof PrivateKeyInfo)
                .findFirst()
                .orElse(objects.get(0));
        try {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            if (object instanceof PEMKeyPair pair) {
                return converter.getKeyPair(pair).getPrivate();
            }
            if (object instanceof PrivateKeyInfo info) {
                return converter.getPrivateKey(info);
            }
        } catch (PEMException broken) {
            throw damaged(1);
        }
        throw new CredentialException(
                file + " holds " + kind(object) + " where a private key belongs",
                "the files may be swapped: give the private key here, without a passphrase");
    }

    private List<Object> objects() throws CredentialException {
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException broken) {
            throw damaged(damagedLine());
        }
        if (objects.isEmpty()) {
            throw text.contains("-----BEGIN")
                    ? damaged(damagedLine())
                    : new CredentialException(file + " is not a PEM file", "give the file that begins with -----BEGIN");
        }
        return objects;
    }

    private CredentialException damaged(int line) {
        return new CredentialException(file + " is damaged near line " + line, "download or create it again");
    }

    /** The first line of a block that is neither a header nor base64, or the last line of the file. */
    private int damagedLine() {
        List<String> lines = text.lines().toList();
        boolean inBlock = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("-----")) {
                inBlock = line.startsWith("-----BEGIN");
            } else if (inBlock && !line.matches("[A-Za-z0-9+/=]*|[A-Za-z-]+: .*")) {
                return i + 1;
            }
        }
        return Math.max(1, lines.size());
    }

    private static String kind(Object object) {
        if (object instanceof X509CertificateHolder) {
            return "a certificate";
        }
        if (object instanceof PEMKeyPair || object instanceof PrivateKeyInfo) {
            return "a private key";
        }
        return object.getClass().getSimpleName().contains("Encrypted") ? "an encrypted key" : "something else";
    }
}
