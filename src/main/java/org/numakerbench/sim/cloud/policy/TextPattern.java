package org.numakerbench.sim.cloud.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy's pattern: literal characters, {@code *} (any run, slashes included) and {@code ?} (exactly one). Variables
 * are replaced first and match literally: a client ID of {@code *} does not become a wildcard.
 */
final class TextPattern {
    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final int[] tokens;
    private final boolean ignoreCase;

    private TextPattern(int[] tokens, boolean ignoreCase) {
        this.tokens = tokens;
        this.ignoreCase = ignoreCase;
    }

    /** A pattern without variables, compared without case: actions. */
    static TextPattern ofAction(String text) {
        return new TextPattern(text.chars().map(TextPattern::token).toArray(), true);
    }

    /**
     * A pattern with variables.
     *
     * @param variables values by lower-case name; a variable with no value, or several, cannot be resolved
     * @return empty when a variable cannot be resolved: the statement then does not match
     */
    static Optional<TextPattern> of(String text, boolean substitute, Map<String, List<String>> variables) {
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            int end = substitute && text.startsWith("${", i) ? text.indexOf('}', i) : -1;
            if (end < 0) {
                tokens.add(token(text.charAt(i)));
                continue;
            }
            Optional<String> value = Variables.resolve(text.substring(i + 2, end), variables);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            value.get().chars().forEach(tokens::add);
            i = end;
        }
        return Optional.of(
                new TextPattern(tokens.stream().mapToInt(Integer::intValue).toArray(), false));
    }

    private static int token(int character) {
        return switch (character) {
            case '*' -> ANY_RUN;
            case '?' -> ANY_ONE;
            default -> character;
        };
    }

    /** Whether the whole text matches. Goes back to the last star only, so its time is at most quadratic. */
    boolean matches(String text) {
        int token = 0;
        int position = 0;
        int star = -1;
        int resume = 0;
        while (position < text.length()) {
            if (token < tokens.length && tokens[token] == ANY_RUN) {
                star = token++;
                resume = position;
            } else if (token < tokens.length && same(tokens[token], text.charAt(position))) {
                token++;
                position++;
            } else if (star >= 0) {
                token = star + 1;
                position = ++resume;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == ANY_RUN) {
            token++;
        }
        return token == tokens.length;
    }

    private boolean same(int token, char character) {
        return token == ANY_ONE
                || token == character
                || ignoreCase && Character.toLowerCase(token) == Character.toLowerCase(character);
    }
}
