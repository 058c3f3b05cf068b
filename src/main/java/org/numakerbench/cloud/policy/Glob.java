package org.numakerbench.cloud.policy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Text of a policy with wildcards and variables: {@code *} is any run of characters, slashes included, {@code ?} is one;
 * MQTT's own wildcards are plain characters here. Matching takes time in proportion to both lengths, whatever the text.
 */
final class Glob {
    private static final int ONE = -1;
    private static final int RUN = -2;

    /** A character that is asked for. */
    record Step(IntPredicate accepts, boolean repeats) {
        static Step[] text(String text) {
            return text.chars()
                    .mapToObj(each -> new Step(it -> it == each, false))
                    .toArray(Step[]::new);
        }
    }

    private final int[] symbols;
    private final boolean unsure;
    private final boolean never;

    private Glob(int[] symbols, boolean unsure, boolean never) {
        this.symbols = symbols;
        this.unsure = unsure;
        this.never = never;
    }

    static Glob of(String pattern, PolicyVariables variables) {
        int[] symbols = new int[0];
        boolean unsure = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '$' && pattern.startsWith("${", i) ? pattern.indexOf('}', i) : -1;
            if (end < 0) {
                symbols = with(symbols, c == '*' ? RUN : c == '?' ? ONE : c);
                continue;
            }
            PolicyVariables.Value value = variables.of(pattern.substring(i + 2, end));
            if (value.known() == null) {
                if (!value.possible()) {
                    return new Glob(symbols, false, true);
                }
                unsure = true;
                symbols = with(symbols, ONE, RUN);
            } else {
                // Literally: a client ID of * is no wildcard.
                symbols = with(symbols, value.known().chars().toArray());
            }
            i = end;
        }
        return new Glob(symbols, unsure, false);
    }

    private static int[] with(int[] symbols, int... more) {
        int[] all = Arrays.copyOf(symbols, symbols.length + more.length);
        System.arraycopy(more, 0, all, symbols.length, more.length);
        return all;
    }

    /** Whether {@code text} matches; null when a variable decides whose value AWS alone knows. */
    @Nullable
    Boolean matches(String text) {
        boolean matches = canMatch(Step.text(text));
        return matches && unsure ? null : Boolean.valueOf(matches);
    }

    /** Whether there is a text, of the form that {@code steps} have, that matches. */
    boolean canMatch(Step... steps) {
        if (never) {
            return false;
        }
        // at[i]: the first i steps are taken; a step that repeats may be taken once more from there.
        boolean[] at = new boolean[steps.length + 1];
        at[0] = true;
        for (int symbol : symbols) {
            boolean[] next = new boolean[steps.length + 1];
            for (int i = 0; i <= steps.length; i++) {
                if (symbol == RUN) {
                    next[i] = at[i] || i > 0 && next[i - 1];
                } else {
                    next[i] = at[i] && i > 0 && steps[i - 1].repeats() && takes(steps[i - 1], symbol)
                            || i > 0 && at[i - 1] && takes(steps[i - 1], symbol);
                }
            }
            at = next;
        }
        return at[steps.length];
    }

    private static boolean takes(Step step, int symbol) {
        return symbol == ONE || step.accepts().test(symbol);
    }
}
