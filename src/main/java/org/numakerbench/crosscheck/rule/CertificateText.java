package org.numakerbench.crosscheck.rule;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.numakerbench.model.CertificateUsages;
import org.numakerbench.uart.Claim;

/** What {@code mbedtls_x509_crt_info} can print at all, whatever the certificate (Mbed TLS, x509.c and oid.c). */
final class CertificateText {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");

    private static final Map<String, Pattern> FORMS = Map.of(
            "version", Pattern.compile("\\d+"),
            // A serial number of more than 32 bytes is cut off.
            "serial", Pattern.compile("([0-9A-F]{2}:)*[0-9A-F]{2}(\\.{4})?"),
            "issuedOn", TIME,
            "expiresOn", TIME,
            "keyType", Pattern.compile("EC|RSA"),
            "basicConstraints", Pattern.compile("CA=(true|false)(, max_pathlen=\\d+)?"));

    private CertificateText() {}

    /** True when a field has a text that the library never prints. */
    static boolean isBroken(Claim printed) {
        return printed.fields().entrySet().stream()
                .anyMatch(it -> isBroken(it.getKey(), String.valueOf(it.getValue())));
    }

    private static boolean isBroken(String field, String value) {
        List<String> names = List.of(value.split(", "));
        return switch (field) {
            case "keyUsage" -> !CertificateUsages.KEY.containsAll(names);
            case "extKeyUsage" -> !names.stream().allMatch(CertificateText::isExtendedUsage);
            default ->
                FORMS.containsKey(field) && !FORMS.get(field).matcher(value).matches();
        };
    }

    private static boolean isExtendedUsage(String name) {
        return name.equals(CertificateUsages.UNKNOWN) || CertificateUsages.EXTENDED.containsValue(name);
    }
}
