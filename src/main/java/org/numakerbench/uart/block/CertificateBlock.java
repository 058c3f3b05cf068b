package org.numakerbench.uart.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.DeviceText;
import org.numakerbench.uart.Draft;
import org.numakerbench.uart.RawLine;
import org.numakerbench.uart.grammar.LineMatcher;
import org.numakerbench.uart.grammar.LinePattern;

/** The lines of {@code mbedtls_x509_crt_info}: of the server's certificate, or of one certificate of the chain. */
final class CertificateBlock implements Block {
    /** Thirteen lines, and one for each alternative name in newer versions. */
    static final int MOST_LINES = 100;

    private static final String REASON = "  ! ";
    private static final Set<String> FIELDS = Set.of(
            "cert. version",
            "serial number",
            "issuer name",
            "subject name",
            "issued  on",
            "expires on",
            "signed using",
            "basic constraints",
            "key usage",
            "ext key usage",
            "subject alt name");

    private static final Pattern NAMES = Pattern.compile(", ");
    private static final Pattern BITS = Pattern.compile("\\d{1,6} bits");

    private final Draft draft;
    private final boolean chain;
    private final LineMatcher matcher;
    private final List<String> names = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private boolean nameList;
    private int count;

    CertificateBlock(Draft draft, boolean chain, LineMatcher matcher) {
        this.draft = draft;
        this.chain = chain;
        this.matcher = matcher;
    }

    @Override
    public @Nullable Closing offer(RawLine line) {
        if (line.overlong() || ++count > MOST_LINES) {
            return closing(List.of(line));
        }
        byte[] data = line.data();
        int at = 0;
        while (at < data.length) {
            int end = LineMatcher.endOfSegment(data, at);
            if (end > at) {
                boolean whole = end < data.length || line.ended();
                LinePattern pattern = matcher.find(data, at, end);
                String text = DeviceText.escapeControls(DeviceText.decode(data, at, end));
                boolean last = chain && pattern != null && text.startsWith("No verification issue");
                // No reason names a field: it is the field's own line, one byte of which was changed.
                boolean field = text.startsWith(REASON) && FIELDS.contains(name(text.substring(REASON.length())));
                boolean reason = chain && text.startsWith(REASON) && !field;
                boolean info = (pattern == null || field) && whole && colon(text) >= 4;
                if (!last && !reason && !info && !(whole && pattern == null && nameList && text.startsWith("  "))) {
                    return closing(List.of(line.from(at)));
                }
                draft.add(text, end == data.length ? line.end() : line.start() + end);
                if (last) {
                    draft.ok = true;
                    return closing(end == data.length ? List.of() : List.of(line.from(end)));
                }
                if (reason) {
                    reasons.add(text.substring(REASON.length()));
                } else {
                    read(text);
                }
            }
            at = end + 1;
        }
        return null;
    }

    @Override
    public Closing end() {
        return closing(List.of());
    }

    private void read(String text) {
        int colon = colon(text);
        if (colon < 0) {
            return;
        }
        String name = text.substring(0, colon).strip();
        String value = text.substring(colon + 2).strip();
        nameList = name.equals("subject alt name") || nameList && isNameType(name);
        switch (name) {
            case "cert. version" -> draft.put("version", value);
            case "serial number" -> draft.put("serial", value);
            case "issuer name" -> draft.put("issuer", value);
            case "subject name" -> draft.put("subject", value);
            case "issued  on" -> draft.put("issuedOn", value);
            case "expires on" -> draft.put("expiresOn", value);
            case "signed using" -> draft.put("signedUsing", value);
            case "basic constraints" -> draft.put("basicConstraints", value);
            case "cert. type" -> draft.put("certType", value);
            case "key usage" -> draft.put("keyUsage", value);
            case "ext key usage" -> draft.put("extKeyUsage", value);
            case "certificate policies" -> draft.put("certificatePolicies", value);
            case "subject alt name" -> {
                for (String part : NAMES.split(value)) {
                    if (!part.isBlank()) {
                        names.add(part.strip());
                    }
                }
            }
            default -> other(name, value);
        }
    }

    private static String name(String text) {
        return text.substring(0, Math.max(0, colon(text))).strip();
    }

    /** Where name and value part; the list of alternative names has its values on the next lines. */
    private static int colon(String text) {
        int colon = text.indexOf(" : ");
        return colon < 0 && text.endsWith(" :") ? text.length() - 2 : colon;
    }

    private void other(String name, String value) {
        if (name.endsWith(" key size") && BITS.matcher(value).matches()) {
            draft.put("keyType", name.substring(0, name.length() - " key size".length()));
            draft.put("keyBits", Long.valueOf(value.substring(0, value.indexOf(' '))));
        } else if (nameList && isNameType(name)) {
            names.add(value);
        }
    }

    /** The alternative names of newer Mbed TLS come one a line, each after its type. */
    private static boolean isNameType(String name) {
        return name.equals("dNSName") || name.equals("rfc822Name") || name.equals("iPAddress");
    }

    private Closing closing(List<RawLine> again) {
        if (!names.isEmpty()) {
            draft.put("subjectAltNames", List.copyOf(names));
        }
        if (!reasons.isEmpty()) {
            draft.ok = false;
            draft.put("reason", String.join("; ", reasons));
        }
        return new Closing(draft, again);
    }
}
