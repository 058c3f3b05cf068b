package org.numakerbench.sim.board.program;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/** A certificate as {@code mbedtls_x509_crt_info} of Mbed TLS 2.6 describes it. Names of things: its OID tables. */
final class CertificateText {
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.4", "SN"),
            Map.entry("2.5.4.5", "serialNumber"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.17", "postalCode"),
            Map.entry("2.5.4.42", "GN"),
            Map.entry("2.5.4.46", "dnQualifier"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("1.2.840.113549.1.9.1", "emailAddress"));

    private static final Map<String, String> SIGNATURES = Map.ofEntries(
            Map.entry("1.2.840.113549.1.1.5", "RSA with SHA1"),
            Map.entry("1.2.840.113549.1.1.11", "RSA with SHA-256"),
            Map.entry("1.2.840.113549.1.1.12", "RSA with SHA-384"),
            Map.entry("1.2.840.113549.1.1.13", "RSA with SHA-512"),
            Map.entry("1.2.840.10045.4.1", "ECDSA with SHA1"),
            Map.entry("1.2.840.10045.4.3.2", "ECDSA with SHA256"),
            Map.entry("1.2.840.10045.4.3.3", "ECDSA with SHA384"),
            Map.entry("1.2.840.10045.4.3.4", "ECDSA with SHA512"));

    private static final List<String> KEY_USAGES = List.of(
            "Digital Signature",
            "Non Repudiation",
            "Key Encipherment",
            "Data Encipherment",
            "Key Agreement",
            "Key Cert Sign",
            "CRL Sign",
            "Encipher Only",
            "Decipher Only");

    private static final Map<String, String> EXTENDED_KEY_USAGES = Map.of(
            "1.3.6.1.5.5.7.3.1", "TLS Web Server Authentication",
            "1.3.6.1.5.5.7.3.2", "TLS Web Client Authentication",
            "1.3.6.1.5.5.7.3.3", "Code Signing",
            "1.3.6.1.5.5.7.3.4", "E-mail Protection",
            "1.3.6.1.5.5.7.3.8", "Time Stamping",
            "1.3.6.1.5.5.7.3.9", "OCSP Signing");

    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final int DNS_NAME = 2;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private CertificateText() {}

    /** The block: each line starts with {@code prefix} and ends with LF. */
    static String of(X509Certificate certificate, String prefix) {
        return of(certificate, prefix, serial(certificate), name(certificate.getIssuerX500Principal()));
    }

    /** The same with a serial number and an issuer that are not the certificate's. */
    static String forged(X509Certificate certificate, String prefix) {
        return of(certificate, prefix, "0B:AD:5E:41:A1", "C=US, O=Somebody Else, CN=Another CA");
    }

    private static String of(X509Certificate certificate, String prefix, String serial, String issuer) {
        List<String> lines = new ArrayList<>();
        lines.add("cert. version     : " + certificate.getVersion());
        lines.add("serial number     : " + serial);
        lines.add("issuer name       : " + issuer);
        lines.add("subject name      : " + name(certificate.getSubjectX500Principal()));
        lines.add("issued  on        : " + time(certificate.getNotBefore()));
        lines.add("expires on        : " + time(certificate.getNotAfter()));
        lines.add("signed using      : " + SIGNATURES.getOrDefault(certificate.getSigAlgOID(), "???"));
        lines.add(keySize(certificate.getPublicKey()));
        addExtensions(lines, certificate);
        return lines.stream().map(line -> prefix + line + "\n").collect(Collectors.joining());
    }

    private static void addExtensions(List<String> lines, X509Certificate certificate) {
        if (certificate.getExtensionValue(BASIC_CONSTRAINTS) != null) {
            int path = certificate.getBasicConstraints();
            lines.add("basic constraints : CA=" + (path >= 0)
                    + (path >= 0 && path < Integer.MAX_VALUE ? ", max_pathlen=" + path : ""));
        }
        if (certificate.getExtensionValue(SUBJECT_ALT_NAME) != null) {
            lines.add("subject alt name  : " + String.join(", ", dnsNames(certificate)));
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < Math.min(usage.length, KEY_USAGES.size()); i++) {
                if (usage[i]) {
                    names.add(KEY_USAGES.get(i));
                }
            }
            lines.add("key usage         : " + String.join(", ", names));
        }
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            if (extended != null) {
                lines.add("ext key usage     : "
                        + extended.stream()
                                .map(oid -> EXTENDED_KEY_USAGES.getOrDefault(oid, "???"))
                                .collect(Collectors.joining(", ")));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the TLS library took a certificate that cannot be parsed", e);
        }
    }

    /** DNS names only: this Mbed TLS skips the other kinds while parsing. */
    private static List<String> dnsNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(entry -> entry.get(0).equals(DNS_NAME))
                            .map(entry -> String.valueOf(entry.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the TLS library took a certificate that cannot be parsed", e);
        }
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant());
    }

    /** A leading zero byte (the sign) is not printed. */
    private static String serial(X509Certificate certificate) {
        byte[] bytes = certificate.getSerialNumber().toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes, from, bytes.length);
    }

    private static String keySize(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return keySize("RSA", rsa.getModulus());
        }
        if (key instanceof ECPublicKey ec) {
            return keySize("EC", ec.getParams().getOrder());
        }
        return String.format(Locale.ROOT, "%-18s: %d bits", key.getAlgorithm() + " key size", 0);
    }

    private static String keySize(String kind, BigInteger size) {
        return String.format(Locale.ROOT, "%-18s: %d bits", kind + " key size", size.bitLength());
    }

    /** In the order of encoding. Control characters become {@code ?}. */
    private static String name(X500Principal principal) {
        return Arrays.stream(X500Name.getInstance(principal.getEncoded()).getRDNs())
                .map(CertificateText::part)
                .collect(Collectors.joining(", "));
    }

    private static String part(RDN part) {
        return Arrays.stream(part.getTypesAndValues())
                .map(CertificateText::attribute)
                .collect(Collectors.joining(" + "));
    }

    private static String attribute(AttributeTypeAndValue attribute) {
        ASN1ObjectIdentifier type = attribute.getType();
        String value = attribute.getValue() instanceof ASN1String text ? text.getString() : "?";
        return ATTRIBUTES.getOrDefault(type.getId(), "??") + "=" + value.replaceAll("\\p{Cntrl}", "?");
    }
}
