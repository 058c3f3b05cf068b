package org.numakerbench.uart.learn;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.numakerbench.evidence.FirmwareDescription;

/** Names for lines, steps, placeholders and measurements, made of the words around them; each only once. */
final class Names {
    /** What claims have beside the fields of their lines. */
    private static final Set<String> TAKEN = Set.of("line", "step", "kind", "ok", "text", FirmwareDescription.ROW);

    /** Behind them stands what went wrong. */
    private static final Set<String> FAILURES = Set.of("failed", "fail", "error", "errno");

    /** They lead to a value, and say nothing of it. */
    private static final Set<String> SMALL =
            Set.of("to", "from", "at", "in", "on", "of", "is", "with", "by", "for", "the", "a", "an", "and", "0x", "v");

    private static final int WORDS_OF_LINE = 5;
    private static final int WORDS_OF_STEP = 2;
    private static final int WORDS_OF_MEASURE = 3;
    private static final int LONGEST = 60;

    private final Set<String> lines = new HashSet<>(Set.of(FirmwareDescription.BANNER, FirmwareDescription.END));
    private final Set<String> measures = new HashSet<>();

    /** Of a line; {@code form} when it has no words. */
    String line(List<Token> tokens, String form) {
        String name = join(words(tokens).limit(WORDS_OF_LINE).toList(), "-");
        return once(name.isEmpty() ? form : name, "-", lines);
    }

    /** The step that a claim belongs to, until a person names it. */
    String step(List<Token> tokens) {
        String name = join(words(tokens).limit(WORDS_OF_STEP).toList(), ".");
        return name.isEmpty() ? "own" : name;
    }

    /** Of the measurement of the number at {@code place}. */
    String measure(List<Token> tokens, int place) {
        List<String> before = words(tokens.subList(0, place)).toList();
        String name = join(before.subList(Math.max(0, before.size() - WORDS_OF_MEASURE), before.size()), "-");
        return once(name.isEmpty() ? "value" : name, "-", measures);
    }

    /**
     * Of the placeholder at {@code place}.
     *
     * @param taken names of those before it; takes this one
     */
    static String placeholder(List<Token> tokens, int place, Set<String> taken) {
        Token token = tokens.get(place);
        String word = "";
        for (int i = place - 1; i >= 0 && word.isEmpty() && !isValue(tokens.get(i)); i--) {
            word = tokens.get(i).isWords() ? plain(tokens.get(i).text()) : "";
            if (SMALL.contains(word) || TAKEN.contains(word) || !word.isEmpty() && Character.isDigit(word.charAt(0))) {
                word = "";
                i = token.isNumber() ? i : 0;
            }
        }
        String text = token.text();
        if (FAILURES.contains(word)) {
            word = "code";
        }
        boolean named = !word.isEmpty() && !text.contains("/");
        String name = named
                ? word
                : text.contains("/") ? "topic" : token.isNumber() ? "number" : text.contains(".") ? "address" : "value";
        return once(name, "", taken);
    }

    private static boolean isValue(Token token) {
        return !token.isWords() && token.kind() != Token.Kind.SPACES;
    }

    private static Stream<String> words(List<Token> tokens) {
        return tokens.stream()
                .filter(Token::isWords)
                .flatMap(it -> Stream.of(it.text().split("[^A-Za-z0-9]+")))
                .map(it -> it.toLowerCase(Locale.ROOT))
                .filter(it -> !it.isEmpty() && !SMALL.contains(it));
    }

    private static String plain(String text) {
        String letters = text.replaceAll("[^A-Za-z0-9]", "");
        boolean capitals = letters.equals(letters.toUpperCase(Locale.ROOT));
        return letters.isEmpty() || capitals
                ? letters.toLowerCase(Locale.ROOT)
                : letters.substring(0, 1).toLowerCase(Locale.ROOT) + letters.substring(1);
    }

    private static String join(List<String> words, String between) {
        String name = String.join(between, words);
        return name.length() <= LONGEST
                ? name
                : Objects.requireNonNull(words.get(0))
                        .substring(0, Math.min(words.get(0).length(), LONGEST));
    }

    private static String once(String name, String between, Set<String> taken) {
        String one = name;
        for (int i = 2; !taken.add(one); i++) {
            one = name + between + i;
        }
        return one;
    }
}
