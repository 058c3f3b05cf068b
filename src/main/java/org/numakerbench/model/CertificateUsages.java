package org.numakerbench.model;

import java.util.List;
import java.util.Map;

/** The words in which Mbed TLS prints what a certificate may be used for (Mbed TLS, x509_crt.c and oid.c). */
public final class CertificateUsages {
    /** Key usages, in the order of their bits (RFC 5280, 4.2.1.3). */
    public static final List<String> KEY = List.of(
            "Digital Signature",
            "Non Repudiation",
            "Key Encipherment",
            "Data Encipherment",
            "Key Agreement",
            "Key Cert Sign",
            "CRL Sign",
            "Encipher Only",
            "Decipher Only");

    /** Extended key usages by object identifier. */
    public static final Map<String, String> EXTENDED = Map.of(
            "1.3.6.1.5.5.7.3.1", "TLS Web Server Authentication",
            "1.3.6.1.5.5.7.3.2", "TLS Web Client Authentication",
            "1.3.6.1.5.5.7.3.3", "Code Signing",
            "1.3.6.1.5.5.7.3.4", "E-mail Protection",
            "1.3.6.1.5.5.7.3.8", "Time Stamping",
            "1.3.6.1.5.5.7.3.9", "OCSP Signing",
            "1.3.6.1.4.1.45605.1", "Wi-SUN Alliance Field Area Network (FAN)");

    /** Printed for an extended usage that it does not know. */
    public static final String UNKNOWN = "???";

    private CertificateUsages() {}
}
