package org.numakerbench.secret;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a profile adds: regular expressions in the syntax of RE2, which needs time linear in the text whatever they are. Each
 * is looked for within a line.
 */
public final class Expressions {
    /** Far beyond what a person writes; what a compiled one needs grows with it. */
    private static final int LONGEST = 1000;

    private static final int MOST_STATES = 20_000;

    private static final java.util.regex.Pattern LINE_END = java.util.regex.Pattern.compile(
            "[\\r\\n]|(?<!\\\\)(?:\\\\\\\\)*(?:\\\\[nr]|\\\\x0?[aAdD]|\\\\01[25]|\\(\\?[a-zA-Z]*s)");
    /** What is not empty must not match as if it were. */
    private static final List<String> SAMPLES = List.of("", "a", " ", "a b", "0", "-");

    static final Expressions NONE = new Expressions(List.of());

    private final List<Pattern> patterns;

    /** @throws IllegalArgumentException when one has a {@link #problem} */
    Expressions(List<String> expressions) {
        List<Pattern> compiled = new ArrayList<>();
        for (String each : expressions) {
            problem(each).ifPresent(it -> {
                throw new IllegalArgumentException(it.wrong());
            });
            compiled.add(Pattern.compile(each));
            String bytes = new String(each.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            if (!bytes.equals(each) && compiles(bytes)) {
                // Bytes are looked at one character a byte.
                compiled.add(Pattern.compile(bytes));
            }
        }
        patterns = List.copyOf(compiled);
    }

    /**
     * Why an expression cannot be used.
     *
     * @param right what would be
     */
    public record Problem(String wrong, String right) {}

    /** Empty when {@code expression} is small enough to be compiled. */
    public static Optional<Problem> unusable(String expression) {
        if (expression.length() > LONGEST) {
            return Optional.of(new Problem("longer than " + LONGEST + " characters", "write several short ones"));
        }
        if (ExpressionSize.of(expression) > MOST_STATES) {
            return Optional.of(
                    new Problem("too large when its repetitions are written out", "use + or smaller numbers in {...}"));
        }
        return Optional.empty();
    }

    /** Empty when {@code expression} can be used. */
    public static Optional<Problem> problem(String expression) {
        Optional<Problem> unusable = unusable(expression);
        if (unusable.isPresent()) {
            return unusable;
        }
        if (LINE_END.matcher(expression).find()) {
            return Optional.of(new Problem(
                    "looks for a line end",
                    "write what is on one line: each line is looked at by itself; private keys are hidden anyway"));
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            if (SAMPLES.stream().anyMatch(it -> matchesNothing(pattern, it))) {
                return Optional.of(new Problem(
                        "matches the empty text", "say what a secret has at least, with + in place of *, say"));
            }
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of(new Problem(
                    "not a regular expression that is known here: " + wrong.getDescription(),
                    "use the syntax of RE2: no back-references, no looking ahead or behind; quote it in '...'"));
        }
    }

    private static boolean matchesNothing(Pattern pattern, String sample) {
        Matcher matcher = pattern.matcher(sample);
        while (matcher.find()) {
            if (matcher.start() == matcher.end()) {
                return true;
            }
        }
        return false;
    }

    private static boolean compiles(String expression) {
        try {
            Pattern.compile(expression);
            return true;
        } catch (PatternSyntaxException no) {
            return false;
        }
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Hides what they find in a line, or in a part of a long one. */
    void read(CharSequence line, Marks marks) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                marks.hide(matcher.start(), matcher.start(), matcher.end());
            }
        }
    }
}
