package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription.Line;

/** The pattern of a line of a user's own firmware, for who prints it. */
public final class PatternParts {
    private PatternParts() {}

    /**
     * Words, or what stands for others.
     *
     * @param words empty for a placeholder
     * @param placeholder null for words
     */
    public record Part(String words, @Nullable Placeholder placeholder) {}

    /**
     * @param name of its field; empty when it makes none
     * @param type as patterns name it; {@code text} where they name none
     * @param choices the words it may be; empty when it is none of a few
     */
    public record Placeholder(String name, String type, List<String> choices) {
        /** True when it takes a number in decimal digits. */
        public boolean isNumber() {
            return type.equals("int") || type.equals("number");
        }
    }

    /** In their order; none of a regular expression, which nobody can turn round. */
    public static List<Part> of(Line line) {
        List<Part> parts = new ArrayList<>();
        String pattern = line.pattern() == null ? "" : line.pattern();
        int at = 0;
        for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', at)) {
            if (open > at) {
                parts.add(new Part(pattern.substring(at, open), null));
            }
            at = pattern.indexOf('}', open) + 1;
            parts.add(new Part("", placeholder(pattern.substring(open + 1, at - 1))));
        }
        if (at < pattern.length()) {
            parts.add(new Part(pattern.substring(at), null));
        }
        return parts;
    }

    private static Placeholder placeholder(String inside) {
        List<String> words = Arrays.asList(inside.split("\\|"));
        int colon = words.get(0).indexOf(':');
        return colon < 0
                ? new Placeholder(words.get(0), "text", words.subList(1, words.size()))
                : new Placeholder(words.get(0).substring(0, colon), words.get(0).substring(colon + 1), List.of());
    }
}
