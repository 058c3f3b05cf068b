package org.numakerbench.uart.grammar;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a pattern must look like for its placeholders to take what is meant. */
final class PatternSyntax {
    private static final List<String> TYPES =
            List.of("text", "any", "word", "int", "hex", "hexText", "spaces", "number");

    private final GrammarRow row;
    private final Set<String> names;
    /** Whether words stand in it: between the placeholders, or to choose from. */
    private boolean words;

    private PatternSyntax(GrammarRow row) {
        this.row = row;
        this.names = new HashSet<>(row.fields().keySet());
    }

    /**
     * Looks at the pattern of a row; returns the names of its placeholders.
     *
     * @throws GrammarException when it is not right
     */
    static Set<String> check(GrammarRow row) {
        PatternSyntax syntax = new PatternSyntax(row);
        syntax.check();
        syntax.names.removeAll(row.fields().keySet());
        return syntax.names;
    }

    /** The words ahead of the first placeholder. */
    static String beginning(String pattern) {
        int open = pattern.indexOf('{');
        return open < 0 ? pattern : pattern.substring(0, open);
    }

    private void check() {
        String pattern = row.pattern();
        if (pattern.endsWith(" ")) {
            throw wrong("ends with a space, which nobody sees", "{:spaces} takes spaces or none");
        }
        int at = 0;
        boolean greedy = false;
        while (at < pattern.length()) {
            int open = pattern.indexOf('{', at);
            int until = open < 0 ? pattern.length() : open;
            int close = pattern.indexOf('}', until);
            if (pattern.lastIndexOf('}', until - 1) >= at || open >= 0 && close < 0) {
                throw wrong("has a brace without its other one", "a placeholder is {name}, {name:int} or {name|a|b}");
            }
            if (greedy && open == at) {
                throw wrong("has a placeholder right behind one for any text", "put the words between that part them");
            }
            words |= until > at;
            if (open < 0) {
                break;
            }
            greedy = placeholder(pattern.substring(open + 1, close));
            if (open == 0 && !words && "".equals(row.interrupts())) {
                throw wrong("begins with a placeholder, so column interrupts needs the text to look for", "");
            }
            at = close + 1;
        }
        if (!words) {
            throw wrong("takes any line", "give the words that the firmware prints");
        }
    }

    /** True when it takes any text up to the words that come next. */
    private boolean placeholder(String inside) {
        String[] parts = inside.split("\\|", -1);
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].isBlank()) {
                throw wrong("has a choice without words in {" + inside + "}", "");
            }
        }
        words |= parts.length > 1;
        int colon = parts[0].indexOf(':');
        String name = colon < 0 ? parts[0] : parts[0].substring(0, colon);
        String type = colon < 0 ? "text" : parts[0].substring(colon + 1);
        if (!TYPES.contains(type) || parts.length > 1 && colon >= 0) {
            throw wrong(
                    "has {" + inside + "}", "the types are " + String.join(", ", TYPES) + ", and a choice has none");
        }
        if (!name.isEmpty() && !names.add(name)) {
            throw wrong("or column fields has field " + name + " twice", "name one of them otherwise");
        }
        return parts.length == 1 && (type.equals("text") || type.equals("any"));
    }

    private GrammarException wrong(String problem, String right) {
        return new GrammarException(row.where(), "pattern \"" + row.pattern() + "\" " + problem, right);
    }
}
