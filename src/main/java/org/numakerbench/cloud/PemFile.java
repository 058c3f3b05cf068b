package org.numakerbench.cloud;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

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
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (text.isBlank()) {
                throw new CredentialException(file + " is empty", "download or create it again");
            }
            return new PemFile(file, text);
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

    /** The public key of the file. */
    PublicKey publicKey() throws CredentialException {
        Object object = objects().get(0);
        try {
            if (object instanceof SubjectPublicKeyInfo info) {
                return new JcaPEMKeyConverter().getPublicKey(info);
            }
        } catch (PEMException broken) {
            throw damaged(1);
        }
        throw new CredentialException(
                file + " holds " + kind(object) + " where a public key belongs",
                "the files may be swapped: give the public key here, or leave it out");
    }

    /** Its lines, with LF ends; what stands outside the blocks is left out. */
    List<String> blocks() throws CredentialException {
        objects();
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : text.lines().map(String::strip).toList()) {
            inside |= line.startsWith("-----BEGIN");
            if (inside && !line.isEmpty()) {
                lines.add(line);
            }
            inside &= !line.startsWith("-----END");
        }
        return lines;
    }

    private List<Object> objects() throws CredentialException {
        checkBlocks();
        List<Object> objects = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException broken) {
            throw damaged(damagedLine(), "its content is cut or altered");
        }
        if (objects.isEmpty()) {
            throw damaged(1);
        }
        return objects;
    }

    private CredentialException damaged(int line) {
        return new CredentialException(file + " is damaged near line " + line, "download or create it again");
    }

    private CredentialException damaged(int line, String how) {
        return new CredentialException(
                file + " is damaged near line " + line + ": " + how, "download or create it again");
    }

    /** Structure first: the parser's own messages name no line, and a block without an end is no block to it. */
    private void checkBlocks() throws CredentialException {
        String open = null;
        int openLine = 0;
        int blocks = 0;
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.startsWith("-----BEGIN ") && line.endsWith("-----")) {
                if (open != null) {
                    throw damaged(number, "the block of line " + openLine + " has no END line");
                }
                open = line.substring("-----BEGIN ".length());
                openLine = number;
            } else if (line.startsWith("-----END ")) {
                if (open == null) {
                    throw damaged(number, "END without BEGIN");
                }
                if (!line.substring("-----END ".length()).equals(open)) {
                    throw damaged(number, "END does not fit the BEGIN of line " + openLine);
                }
                open = null;
                blocks++;
            } else if (open != null && !line.matches("[A-Za-z0-9+/]*={0,2}|[A-Za-z-]+: .*")) {
                throw damaged(number, "not base64");
            }
        }
        if (open != null) {
            throw damaged(number, "the block of line " + openLine + " has no END line");
        }
        if (blocks == 0) {
            // A DER file starts with a SEQUENCE of a length in two bytes.
            boolean der = text.startsWith("0\202");
            throw new CredentialException(
                    file + (der ? " is in binary form (DER), not PEM" : " is not a PEM file"),
                    der
                            ? "convert it: openssl x509 -inform der, or openssl pkey -inform der"
                            : "give the file that begins with -----BEGIN");
        }
    }

    /** The line where the first block begins: what is between its lines is altered. */
    private int damagedLine() {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith("-----BEGIN")) {
                return i + 1;
            }
        }
        return 1;
    }

    private static String kind(Object object) {
        if (object instanceof X509CertificateHolder) {
            return "a certificate";
        }
        if (object instanceof PEMKeyPair || object instanceof PrivateKeyInfo) {
            return "a private key";
        }
        if (object instanceof SubjectPublicKeyInfo) {
            return "a public key";
        }
        if (object instanceof PKCS10CertificationRequest) {
            return "a certificate request";
        }
        return object.getClass().getSimpleName().contains("Encrypted") ? "an encrypted key" : "something else";
    }
}
