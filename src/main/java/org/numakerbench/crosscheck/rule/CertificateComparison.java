package org.numakerbench.crosscheck.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.LineIntegrity;
import org.numakerbench.evidence.CertificateFacts;
import org.numakerbench.uart.Claim;

/**
 * A printed certificate beside one that the endpoint showed the bench.
 *
 * @param said fields that are printed
 * @param seen fields that the certificate has
 * @param different names of those that are not the same, in the order of a certificate's print
 */
record CertificateComparison(Map<String, String> said, Map<String, String> seen, List<String> different) {
    private static final String SERIAL = "serial";
    /** Of which one shows which certificate it is. */
    private static final List<String> IDENTITY = List.of(SERIAL, "subject", "subjectAltNames");
    /** What an endpoint's certificates have in common. */
    private static final Set<String> KEPT = Set.of("issuer", "subject", "subjectAltNames");

    static CertificateComparison of(Claim claim, CertificateFacts certificate) {
        Map<String, String> said = said(claim);
        Map<String, String> seen = seen(certificate);
        List<String> different = seen.keySet().stream()
                .filter(field -> !seen.get(field).equals(said.get(field)))
                .toList();
        return new CertificateComparison(said, seen, different);
    }

    /** All that is printed is the certificate's, and it shows which one it is. */
    boolean isSame() {
        return missing().size() == different.size() && IDENTITY.stream().anyMatch(said::containsKey);
    }

    /** What is not printed, though the certificate has it. */
    List<String> missing() {
        return different.stream().filter(field -> !said.containsKey(field)).toList();
    }

    /** Meant is this certificate, whether all of it is printed right or not. */
    boolean isMeant() {
        return isEqual("subject") || isEqual(SERIAL);
    }

    private boolean isEqual(String field) {
        return said.containsKey(field) && !different.contains(field);
    }

    /**
     * Another certificate of the same endpoint. Serial numbers are random: two that nearly agree are one, printed or read
     * wrongly.
     */
    boolean isSibling() {
        String serial = said.get(SERIAL);
        return serial != null
                && different.contains(SERIAL)
                && !LineIntegrity.nearlyEqual(serial, seen.getOrDefault(SERIAL, ""))
                && different.stream().noneMatch(KEPT::contains);
    }

    /** True when each difference is one of a few characters. */
    boolean isNearly() {
        return different.stream().allMatch(field -> {
            String value = said.get(field);
            // The print pads with blanks, which belong to no field.
            return value == null
                    || LineIntegrity.nearlyEqual(value.replaceAll(" +", " "), seen.getOrDefault(field, ""));
        });
    }

    /** What is printed of the fields that differ, as {@link #seenDifferently()}. */
    String saidDifferently() {
        return differently(said);
    }

    String seenDifferently() {
        return differently(seen);
    }

    /** The print pads with blanks, which belong to no field. */
    private String differently(Map<String, String> values) {
        return different.stream()
                .map(field -> values.getOrDefault(field, "").replaceAll(" +", " "))
                .collect(Collectors.joining("\n"));
    }

    /** For a person: {@code serial is 01:02, not 01:03; keyBits is 256, not printed}. */
    String words() {
        List<String> parts = new ArrayList<>();
        for (String field : different) {
            String value = said.get(field);
            parts.add(field + " is " + seen.get(field) + (value == null ? ", not printed" : ", not " + value));
        }
        return String.join("; ", parts);
    }

    /** What a person should know though the certificate is the same. */
    List<String> notes() {
        List<String> missing = missing();
        return missing.isEmpty()
                ? List.of()
                : List.of("the certificate's " + String.join(", ", missing) + " " + (missing.size() == 1 ? "is" : "are")
                        + " not printed: lost on the wire?");
    }

    String saidSerial() {
        return said.getOrDefault(SERIAL, "not printed");
    }

    private static Map<String, String> said(Claim claim) {
        Map<String, String> fields = new LinkedHashMap<>();
        claim.fields()
                .forEach((name, value) -> fields.put(
                        name, value instanceof List<?> list ? new TreeSet<>(list).toString() : String.valueOf(value)));
        return fields;
    }

    private static Map<String, String> seen(CertificateFacts certificate) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("version", String.valueOf(certificate.version()));
        fields.put(SERIAL, certificate.serial());
        fields.put("issuer", certificate.issuer());
        fields.put("subject", certificate.subject());
        fields.put("issuedOn", certificate.issuedOn());
        fields.put("expiresOn", certificate.expiresOn());
        fields.put("signedUsing", certificate.signedUsing());
        fields.put("keyType", certificate.keyType());
        fields.put("keyBits", String.valueOf(certificate.keyBits()));
        if (!certificate.subjectAltNames().isEmpty()) {
            fields.put("subjectAltNames", new TreeSet<>(certificate.subjectAltNames()).toString());
        }
        extension(fields, "basicConstraints", certificate.basicConstraints());
        extension(fields, "keyUsage", certificate.keyUsage());
        extension(fields, "extKeyUsage", certificate.extKeyUsage());
        return fields;
    }

    /** Printed only if the certificate has it; an older log does not tell. */
    private static void extension(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
