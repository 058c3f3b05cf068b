package org.numakerbench.selftest.edit;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;

/** Which field of which claim stands where on the wire. */
final class Places {
    private static final Pattern HEADED = Pattern.compile("\\s*([A-Za-z][A-Za-z .-]*?)\\s*: ");
    private static final Pattern JSON_KEY = Pattern.compile("\"([A-Za-z0-9_]+)\"\\s*:");

    private final String wire;
    private final NavigableMap<Integer, Claim> claims = new TreeMap<>();

    /** @param claims in wire order; those before the boot banner are another run's */
    Places(String wire, List<Claim> claims) {
        this.wire = wire;
        boolean booted = false;
        for (Claim claim : claims) {
            booted |= claim.kind() == ClaimKind.BOOT_BANNER;
            if (booted) {
                this.claims.put(Math.toIntExact(claim.start()), claim);
            }
        }
    }

    /** Where the run's own text begins. */
    int begin() {
        return claims.isEmpty() ? wire.length() : claims.firstKey();
    }

    /** {@code kind.field}; the words around fields are {@code kind.words}. */
    String field(int at) {
        Map.Entry<Integer, Claim> entry = claims.floorEntry(at);
        if (entry == null || at >= entry.getValue().end()) {
            return "between claims";
        }
        Claim claim = entry.getValue();
        int begin = entry.getKey();
        int end = Math.toIntExact(Math.min(claim.end(), wire.length()));
        int line = Math.max(begin, wire.lastIndexOf('\n', at - 1) + 1);
        boolean first = line == begin;
        return claim.kind().word() + "." + (first ? value(claim, begin, end, at) : row(line, end, at));
    }

    /** A progress text and its result say the same field twice. */
    private String value(Claim claim, int begin, int end, int at) {
        return claim.fields().entrySet().stream()
                .filter(it -> it.getValue() instanceof String || it.getValue() instanceof Long)
                .filter(it -> covers(String.valueOf(it.getValue()), begin, end, at))
                .max(Comparator.comparingInt(it -> String.valueOf(it.getValue()).length()))
                .map(Map.Entry::getKey)
                .orElse("words");
    }

    private boolean covers(String value, int begin, int end, int at) {
        for (int found = wire.indexOf(value, begin);
                !value.isEmpty() && found >= 0 && found + value.length() <= end;
                found = wire.indexOf(value, found + 1)) {
            if (at >= found && at < found + value.length()) {
                return isWord(found, found + value.length());
            }
        }
        return false;
    }

    /** Not the middle of another word or number. */
    private boolean isWord(int begin, int end) {
        return (begin == 0
                        || !Character.isLetterOrDigit(wire.charAt(begin - 1))
                        || !Character.isLetterOrDigit(wire.charAt(begin)))
                && (end == wire.length() || !Character.isLetterOrDigit(wire.charAt(end)));
    }

    private String row(int begin, int end, int at) {
        int stop = wire.indexOf('\n', at);
        String line = wire.substring(begin, stop < 0 || stop > end ? end : stop);
        if (line.stripLeading().startsWith("{")) {
            Matcher key = JSON_KEY.matcher(line);
            String last = "payload";
            while (key.find() && key.start() <= at - begin) {
                last = key.group(1);
            }
            return last;
        }
        Matcher headed = HEADED.matcher(line);
        return headed.lookingAt() ? headed.group(1).strip() : "line";
    }
}
