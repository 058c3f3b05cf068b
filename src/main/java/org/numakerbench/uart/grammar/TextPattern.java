package org.numakerbench.uart.grammar;

import java.util.List;
import java.util.Map;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.Standing;

/** A pattern in the language of the grammar that makes no claim: it only says whether a text is such a line. Not for several threads. */
public final class TextPattern {
    private static final Standing NONE = new Standing("expected", Standing.Sort.NEUTRAL, null, "it makes no claim");

    private final List<LinePattern> patterns;
    private final NearMiss near;
    private final int[] groups;

    private TextPattern(List<LinePattern> patterns) {
        this.patterns = patterns;
        this.near = new NearMiss(patterns);
        this.groups =
                new int[2 * patterns.stream().mapToInt(LinePattern::slots).max().orElse(0)];
    }

    /**
     * The pattern of a whole line.
     *
     * @param where it stands, for messages
     * @throws GrammarException when it is not right
     */
    public static TextPattern ofLine(String pattern, String where) {
        GrammarRow row = row(pattern, where, false);
        PatternSyntax.check(row);
        return new TextPattern(LinePattern.of(row));
    }

    /** The regular expression of a whole line. */
    public static TextPattern ofRegex(String regex, String where) {
        return new TextPattern(LinePattern.of(row(regex, where, true)));
    }

    /** The pattern of a piece of a line, behind which anything may follow: for {@link #isIn}. */
    public static TextPattern ofPiece(String pattern, String where) {
        PatternSyntax.check(row(pattern, where, false));
        return new TextPattern(LinePattern.of(row(pattern + "{:any}", where, false)));
    }

    private static GrammarRow row(String pattern, String where, boolean regex) {
        return new GrammarRow(
                ClaimKind.OWN,
                null,
                Generation.G0,
                Generation.G7,
                GrammarRow.Part.LINE,
                null,
                Map.of(),
                where,
                NONE,
                pattern,
                where,
                0,
                regex,
                null);
    }

    /** True when it takes the whole text. */
    public boolean takes(byte[] text) {
        return patterns.stream()
                .anyMatch(it -> LinePattern.startsWith(it.prefix(), text, 0, text.length)
                        && it.matches(text, it.prefix().length, text.length, groups));
    }

    /** True when it stands somewhere in the text. One that begins with a placeholder is looked for at its beginning. */
    public boolean isIn(byte[] text) {
        for (LinePattern pattern : patterns) {
            int length = pattern.prefix().length;
            int last = length == 0 ? 0 : text.length - length;
            for (int at = 0; at <= last; at++) {
                if (LinePattern.startsWith(pattern.prefix(), text, at, text.length)
                        && pattern.matches(text, at + length, text.length, groups)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** True when the text is such a line but for a few bytes changed or lost. */
    public boolean isNearly(byte[] text) {
        return near.find(text, 0, text.length) != null;
    }

    /** A few lines that it is meant to take; none of a regular expression. */
    public List<byte[]> samples() {
        return patterns.stream().flatMap(it -> Samples.of(it).stream()).toList();
    }

    /** True when a line of the grammar may be one: either takes what the other is meant to take. */
    public boolean isLikeOneOf(Grammar grammar) {
        LineMatcher matcher = new LineMatcher(grammar);
        return samples().stream().anyMatch(it -> matcher.find(it, 0, it.length) != null)
                || grammar.index.patterns().stream()
                        .flatMap(it -> Samples.of(it).stream())
                        .anyMatch(this::takes);
    }
}
