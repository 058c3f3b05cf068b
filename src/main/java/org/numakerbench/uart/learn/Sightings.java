package org.numakerbench.uart.learn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.secret.SecretLines;
import org.numakerbench.secret.SecretText;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;

/** Every line of the captures that nobody knows yet, once by its key; in bounded memory. */
final class Sightings {
    /** No firmware has more lines; what comes beyond is noise. */
    static final int MOST = 4000;

    /** More different secrets than that are none. */
    private static final int MOST_SECRETS = 1000;
    /** A shorter one stands in other words by chance. */
    private static final int SHORTEST_SECRET = 4;

    private static final String NOTHING_SHOWN = String.valueOf(Lexer.UNREADABLE);
    /** A line of which one character in so many cannot be read is noise. */
    private static final int READABLE = 4;

    private static final Pattern QUOTES = Pattern.compile("^[\"' ]+|[\"' ]+$");

    private static final int CHUNK = 65_536;

    /** Lines in front of which a capture ends: unfinished, or a prompt. */
    private record Unended(String text, int capture) {}

    private final FirmwareDescription base;
    private final SecretText hidden;
    private final Function<String, List<Token>> lexer;
    private final Map<String, Template> byKey = new LinkedHashMap<>();
    private final Set<String> secrets = new LinkedHashSet<>();
    /** A line stands behind all that came before it when it was first seen. */
    private final List<Template> order = new ArrayList<>();

    private final List<Template> firsts = new ArrayList<>();
    private final List<Template> lasts = new ArrayList<>();
    private final List<Unended> unended = new ArrayList<>();
    private int captures;
    private int lines;
    private int place;
    private int leftOut;
    private @Nullable Template last;
    /** Of this capture's, the one that stands last in the order. */
    private @Nullable Template farthest;

    /**
     * @param base whose lines are known
     * @param lexer takes a line apart
     */
    Sightings(FirmwareDescription base, SecretText hidden, Function<String, List<Token>> lexer) {
        this.base = base;
        this.hidden = hidden;
        this.lexer = lexer;
    }

    /** Reads a capture. */
    void read(byte[] capture) {
        UartParser parser = new UartParser(base);
        SecretLines secretLines = new SecretLines();
        last = null;
        farthest = null;
        place = 0;
        for (int at = 0; at < capture.length; at += CHUNK) {
            int length = Math.min(CHUNK, capture.length - at);
            parser.accept(capture, at, length).forEach(it -> claim(it, capture, secretLines));
        }
        parser.end().forEach(it -> claim(it, capture, secretLines));
        if (last != null) {
            lasts.add(last);
        }
        captures++;
    }

    /** What stood at the end of a capture without a line end counts unless another line begins so. */
    void end() {
        for (Unended each : unended) {
            boolean begun = byKey.values().stream().anyMatch(it -> it.sample().startsWith(each.text()));
            if (begun) {
                leftOut++;
            } else {
                saw(each.text(), each.capture());
            }
        }
        unended.clear();
        for (int i = 0; i < order.size(); i++) {
            order.get(i).position(i);
        }
        for (String secret : secrets) {
            byKey.values().stream().filter(it -> it.sample().contains(secret)).forEach(it -> it.hide(secret));
        }
    }

    private void claim(Claim claim, byte[] capture, SecretLines secretLines) {
        if (claim.kind() != ClaimKind.UNRECOGNISED) {
            return;
        }
        String raw = raw(claim, capture);
        String text = shown(raw, secretLines.hide(hidden, raw));
        lines++;
        if (claim.fields().containsKey("overlong")) {
            leftOut++;
        } else if (claim.fields().containsKey("cut")) {
            unended.add(new Unended(text, captures));
        } else {
            saw(text, captures);
        }
    }

    /** Its very bytes, one character each: where a claim hides a password, nobody could look for it elsewhere. */
    private static String raw(Claim claim, byte[] capture) {
        int from = Math.toIntExact(claim.start());
        int to = Math.toIntExact(claim.end());
        while (to > from && (capture[to - 1] == '\n' || capture[to - 1] == '\r')) {
            to--;
        }
        return new String(capture, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private void saw(String text, int capture) {
        if (text.chars().filter(it -> it == Lexer.UNREADABLE).count() * READABLE > text.length()) {
            leftOut++;
            return;
        }
        List<Token> tokens = lexer.apply(text);
        String key = Template.key(tokens);
        Template template = byKey.get(key);
        if (template == null) {
            if (byKey.size() == MOST) {
                leftOut++;
                return;
            }
            template = new Template(text.substring(0, Math.min(text.length(), Lexer.LONGEST)), tokens);
            byKey.put(key, template);
            order.add(order.indexOf(farthest) + 1, template);
        }
        if (last == null && capture == captures) {
            firsts.add(template);
        }
        last = template;
        if (!template.captures().get(capture) && order.indexOf(template) > order.indexOf(farthest)) {
            farthest = template;
        }
        template.saw(tokens, capture, place++);
    }

    /** UTF-8, with what {@link Lexer#UNSHOWN} takes for secrets, controls and bytes that are no UTF-8. */
    private String shown(String raw, String masked) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        int begin = -1;
        for (int i = 0; i <= bytes.length; i++) {
            boolean secret =
                    i < bytes.length && (raw.charAt(i) != masked.charAt(i) || masked.charAt(i) == '*' && begin >= 0);
            if (secret && begin < 0) {
                begin = i;
            } else if (!secret && begin >= 0) {
                remember(raw.substring(begin, i));
                begin = -1;
            }
            if (secret || i < bytes.length && bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') {
                bytes[i] = (byte) (secret ? Lexer.SECRET : Lexer.UNREADABLE);
            }
        }
        return new String(bytes, StandardCharsets.UTF_8)
                .codePoints()
                .mapToObj(it -> it == 0xFFFD || it > '~' && isUnsafe(it) ? NOTHING_SHOWN : Character.toString(it))
                .collect(Collectors.joining());
    }

    private static boolean isUnsafe(int character) {
        String text = Character.toString(character);
        return !SafeText.line(text).equals(text);
    }

    private void remember(String secret) {
        String bare = QUOTES.matcher(secret).replaceAll("");
        if (bare.length() >= SHORTEST_SECRET && secrets.size() < MOST_SECRETS) {
            secrets.add(new String(bare.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
    }

    /** By their keys, in the order in which they were first seen. */
    Map<String, Template> byKey() {
        return byKey;
    }

    /** The first line of each capture that has one. */
    List<Template> firsts() {
        return firsts;
    }

    /** The last line of each. */
    List<Template> lasts() {
        return lasts;
    }

    int captures() {
        return captures;
    }

    int lines() {
        return lines;
    }

    /** Lines too many, too long, or cut off by the end of a capture. */
    int leftOut() {
        return leftOut;
    }
}
