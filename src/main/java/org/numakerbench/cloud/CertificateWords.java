package org.numakerbench.cloud;

import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.evidence.Fact;
import org.numakerbench.model.CertificateUsages;

/** A certificate in the words of {@code mbedtls_x509_crt_info} (mbedtls library/x509.c, x509_crt.c, oid.c). */
final class CertificateWords {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int DNS_NAME = 2;

    /** Short names of oid_x520_attr_type in mbedtls oid.c. */
    private static final Map<ASN1ObjectIdentifier, String> SHORT_NAMES = Map.ofEntries(
            Map.entry(BCStyle.CN, "CN"),
            Map.entry(BCStyle.C, "C"),
            Map.entry(BCStyle.L, "L"),
            Map.entry(BCStyle.ST, "ST"),
            Map.entry(BCStyle.O, "O"),
            Map.entry(BCStyle.OU, "OU"),
            Map.entry(BCStyle.EmailAddress, "emailAddress"),
            Map.entry(BCStyle.SERIALNUMBER, "serialNumber"),
            Map.entry(BCStyle.POSTAL_ADDRESS, "postalAddress"),
            Map.entry(BCStyle.POSTAL_CODE, "postalCode"),
            Map.entry(BCStyle.SURNAME, "SN"),
            Map.entry(BCStyle.GIVENNAME, "GN"),
            Map.entry(BCStyle.INITIALS, "initials"),
            Map.entry(BCStyle.GENERATION, "generationQualifier"),
            Map.entry(BCStyle.T, "title"),
            Map.entry(BCStyle.DN_QUALIFIER, "dnQualifier"),
            Map.entry(BCStyle.PSEUDONYM, "pseudonym"),
            Map.entry(BCStyle.DC, "DC"));

    private CertificateWords() {}

    /**
     * A certificate that a run relies on, as a fact.
     *
     * @param owner {@code witness} or {@code device}
     */
    static Fact.CredentialRead credential(String owner, X509Certificate certificate) {
        try {
            return new Fact.CredentialRead(owner, DigestUtils.sha256Hex(certificate.getEncoded()), of(certificate));
        } catch (CertificateException impossible) {
            throw new IllegalStateException("a parsed certificate was refused", impossible);
        }
    }

    static CertificateFacts of(X509Certificate certificate) throws CertificateException {
        return new CertificateFacts(
                certificate.getVersion(),
                serial(certificate.getSerialNumber()),
                name(certificate.getIssuerX500Principal().getEncoded()),
                name(certificate.getSubjectX500Principal().getEncoded()),
                time(certificate.getNotBefore()),
                time(certificate.getNotAfter()),
                signedUsing(certificate.getSigAlgName()),
                certificate.getPublicKey() instanceof RSAPublicKey ? "RSA" : "EC",
                keyBits(certificate),
                readDnsNames(certificate),
                basicConstraints(certificate),
                keyUsage(certificate),
                extKeyUsage(certificate));
    }

    /** mbedtls_x509_crt_info: the path length when there is a limit. */
    private static String basicConstraints(X509Certificate certificate) {
        if (certificate.getExtensionValue(Extension.basicConstraints.getId()) == null) {
            return "";
        }
        int length = certificate.getBasicConstraints();
        String limit = length < 0 || length == Integer.MAX_VALUE ? "" : ", max_pathlen=" + length;
        return "CA=" + (length >= 0) + limit;
    }

    /** x509_info_key_usage: in the order of the bits. */
    private static String keyUsage(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        return bits == null
                ? ""
                : IntStream.range(0, Math.min(bits.length, CertificateUsages.KEY.size()))
                        .filter(bit -> bits[bit])
                        .mapToObj(CertificateUsages.KEY::get)
                        .collect(Collectors.joining(", "));
    }

    /** x509_info_ext_key_usage: "???" for those that oid_ext_key_usage has not. */
    private static String extKeyUsage(X509Certificate certificate) throws CertificateException {
        List<String> usages = certificate.getExtendedKeyUsage();
        return usages == null
                ? ""
                : usages.stream()
                        .map(it -> CertificateUsages.EXTENDED.getOrDefault(it, CertificateUsages.UNKNOWN))
                        .collect(Collectors.joining(", "));
    }

    /** mbedtls_x509_serial_gets: pairs joined by colons, a leading zero byte left out, at most 32 bytes. */
    static String serial(BigInteger serial) {
        byte[] bytes = serial.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes, from, bytes.length);
    }

    /** mbedtls_x509_dn_gets: in the order of the encoding, nothing quoted, "??" for unknown types. */
    static String name(byte[] encoded) {
        List<String> parts = new ArrayList<>();
        for (RDN rdn : X500Name.getInstance(encoded).getRDNs()) {
            List<String> values = new ArrayList<>();
            for (AttributeTypeAndValue it : rdn.getTypesAndValues()) {
                values.add(SHORT_NAMES.getOrDefault(it.getType(), "??") + "="
                        + plain(IETFUtils.valueToString(it.getValue())));
            }
            parts.add(String.join(" + ", values));
        }
        return String.join(", ", parts);
    }

    /** Bouncy Castle escapes for RFC 4514; Mbed TLS prints the value as it is. */
    private static String plain(String escaped) {
        return escaped.replaceAll("\\\\(.)", "$1");
    }

    private static String time(Date date) {
        return TIME.format(date.toInstant());
    }

    /**
     * Java's SHA256withECDSA is "ECDSA with SHA256", SHA256withRSA is "RSA with SHA-256", but SHA1withRSA is "RSA with
     * SHA1" (oid_sig_alg in oid.c).
     */
    static String signedUsing(String javaName) {
        String[] parts = javaName.toUpperCase(Locale.ROOT).split("WITH");
        if (parts.length != 2) {
            return javaName;
        }
        return parts[1].equals("ECDSA")
                ? "ECDSA with " + parts[0]
                : parts[1] + " with " + parts[0].replaceFirst("^SHA(?=[0-9]{3})", "SHA-");
    }

    private static int keyBits(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return certificate.getPublicKey() instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }

    /** Empty when it has none, or they cannot be read. */
    static List<String> dnsNames(X509Certificate certificate) {
        try {
            return readDnsNames(certificate);
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }

    private static List<String> readDnsNames(X509Certificate certificate) throws CertificateException {
        return certificate.getSubjectAlternativeNames() == null
                ? List.of()
                : certificate.getSubjectAlternativeNames().stream()
                        .filter(it -> it.get(0).equals(DNS_NAME))
                        .map(it -> String.valueOf(it.get(1)))
                        .collect(Collectors.toList());
    }
}
