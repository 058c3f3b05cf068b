package org.numakerbench.uart;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which field of which claim stands where on the wire, and what the grammar says is made of it. */
public final class Places {
    private static final Pattern HEADED = Pattern.compile("\\s*([A-Za-z][A-Za-z .-]*?)\\s*: ");
    private static final Pattern JSON_KEY = Pattern.compile("\"([A-Za-z0-9_]+)\"\\s*:");

    /**
     * A place on the wire.
     *
     * @param field {@code kind.field}; the words around fields are {@code kind.words}
     * @param neutral the grammar says that it carries no claim
     * @param line that holds for the whole line: it may come or not
     */
    public record Place(String field, boolean neutral, boolean line) {
        private static Place of(ClaimKind kind, String field, @Nullable Standing standing) {
            return new Place(kind.word() + "." + field, isNeutral(standing), false);
        }

        private static Place words(ClaimKind kind) {
            return new Place(kind.word() + ".words", false, isNeutral(WireStandings.ofField(kind, "words")));
        }

        private static boolean isNeutral(@Nullable Standing standing) {
            return standing != null && standing.sort() == Standing.Sort.NEUTRAL;
        }
    }

    private final String wire;
    private final NavigableMap<Integer, Claim> claims = new TreeMap<>();

    /** @param claims in wire order; those before the boot banner are another run's */
    public Places(String wire, List<Claim> claims) {
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
    public int begin() {
        return claims.isEmpty() ? wire.length() : claims.firstKey();
    }

    /** Bytes of fields that carry no claim. */
    public int neutralBytes() {
        int bytes = 0;
        for (int at = begin(); at < wire.length(); at++) {
            bytes += at(at).neutral() ? 1 : 0;
        }
        return bytes;
    }

    /** What stands at this byte. */
    public Place at(int at) {
        Map.Entry<Integer, Claim> entry = claims.floorEntry(at);
        if (entry == null || at >= entry.getValue().end()) {
            return new Place("between claims", false, false);
        }
        Claim claim = entry.getValue();
        int begin = entry.getKey();
        int end = Math.toIntExact(Math.min(claim.end(), wire.length()));
        int line = Math.max(begin, wire.lastIndexOf('\n', at - 1) + 1);
        return line == begin ? value(claim, begin, end, at) : row(claim.kind(), line, end, at);
    }

    private Place value(Claim claim, int begin, int end, int at) {
        int from = begin;
        for (Map.Entry<String, Object> field : claim.fields().entrySet()) {
            if (!(field.getValue() instanceof String || field.getValue() instanceof Long)) {
                continue;
            }
            String text = String.valueOf(field.getValue());
            int found = find(text, from, end);
            if (found < 0) {
                continue;
            }
            // A progress text and its result say the same field twice.
            for (int again = found; again >= 0 && again <= at; again = find(text, again + 1, end)) {
                if (at < again + text.length() && (again == found || !(field.getValue() instanceof Long))) {
                    return Place.of(claim.kind(), field.getKey(), WireStandings.ofField(claim.kind(), field.getKey()));
                }
            }
            from = field.getValue() instanceof Long ? found + text.length() : from;
        }
        return Place.words(claim.kind());
    }

    /** As a word or number of its own; below 0 when it is not there. */
    private int find(String text, int from, int end) {
        int found = text.isEmpty() ? -1 : wire.indexOf(text, from);
        while (found >= 0 && found + text.length() <= end && !isWord(found, found + text.length())) {
            found = wire.indexOf(text, found + 1);
        }
        return found + text.length() <= end ? found : -1;
    }

    private boolean isWord(int begin, int end) {
        return (begin == 0
                        || !Character.isLetterOrDigit(wire.charAt(begin - 1))
                        || !Character.isLetterOrDigit(wire.charAt(begin)))
                && (end == wire.length() || !Character.isLetterOrDigit(wire.charAt(end)));
    }

    private Place row(ClaimKind kind, int begin, int end, int at) {
        int stop = wire.indexOf('\n', at);
        String line = wire.substring(begin, stop < 0 || stop > end ? end : stop);
        return line.stripLeading().startsWith("{") ? member(kind, line, at - begin) : header(kind, line, at - begin);
    }

    /** Standings are those of a document's own members; what stands deeper is compared with the whole. */
    private static Place member(ClaimKind kind, String line, int at) {
        Matcher key = JSON_KEY.matcher(line);
        String last = "payload";
        boolean inValue = false;
        while (key.find() && key.start() <= at) {
            last = key.group(1);
            inValue = at >= key.end();
        }
        long depth = line.substring(0, at)
                .chars()
                .map(c -> c == '{' ? 1 : c == '}' ? -1 : 0)
                .sum();
        return Place.of(kind, last, inValue && depth == 1 ? WireStandings.ofMember(kind, last) : null);
    }

    /** The name is looked at, whatever is made of the value. */
    private static Place header(ClaimKind kind, String line, int at) {
        Matcher headed = HEADED.matcher(line);
        boolean named = headed.lookingAt();
        Standing standing = named && at < headed.end() ? null : WireStandings.ofField(kind, line.strip());
        return Place.of(kind, named ? headed.group(1).strip() : "line", standing);
    }
}
