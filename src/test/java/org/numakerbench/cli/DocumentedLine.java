package org.numakerbench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line as a page shows it.
 *
 * @param text as it stands there
 * @param sample whether it stands in a block of code, where a person copies whole lines; in a sentence the name of a command
 *     may stand for it
 */
record DocumentedLine(String text, boolean sample) {
    private static final Pattern COMMAND = Pattern.compile("(?:^|[\\s\"'(/])bench\\s+([a-z][a-z|\\\\-]*.*)");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    /** What comes after it belongs to another program, or to a person. */
    private static final Pattern END = Pattern.compile("\\s\\||;|&&|\\s#|  +#|\\)$");

    /** Code spans and lines of code blocks of a page; a comment in a block is prose. */
    static List<DocumentedLine> ofPage(String page) {
        List<DocumentedLine> all = new ArrayList<>();
        StringBuilder prose = new StringBuilder();
        StringBuilder samples = new StringBuilder();
        boolean block = false;
        for (String line : page.lines().toList()) {
            if (line.strip().startsWith("```")) {
                block = !block;
            } else {
                (block ? samples : prose).append(line).append('\n');
            }
        }
        joined(samples.toString()).forEach(it -> all.add(new DocumentedLine(it, true)));
        Pattern.compile("`([^`]+)`")
                .matcher(prose)
                .results()
                .forEach(it -> all.add(new DocumentedLine(it.group(1).replaceAll("\\s+", " "), false)));
        return all;
    }

    /** With those that go on behind a backslash joined. */
    static List<String> joined(String text) {
        return text.replaceAll("\\\\+\\n\\s*", " ").lines().toList();
    }

    /** What a shell would give to {@code bench}, once for each alternative (a|b); empty when it calls something else. */
    List<List<String>> calls() {
        // What a shell puts in is another program's.
        Matcher command = COMMAND.matcher(text.replaceAll("\\$\\([^)]*\\)", "1"));
        if (!command.find()) {
            return List.of();
        }
        String rest = command.group(1);
        Matcher end = END.matcher(rest);
        String arguments = (end.find() ? rest.substring(0, end.start()) : rest)
                .replace("\\|", "|")
                .replaceAll("\\[-o\\]|\\.\\.\\.|…", "")
                .replace("[:PORT]", "")
                .replaceAll("[\\[\\]]", "");
        List<List<String>> calls = List.of(List.of());
        for (String word : words(arguments)) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> call : calls) {
                for (String alternative : word.split("\\|")) {
                    List<String> next = new ArrayList<>(call);
                    next.add(alternative);
                    longer.add(next);
                }
            }
            calls = longer;
        }
        return calls;
    }

    private static List<String> words(String arguments) {
        return WORD.matcher(arguments)
                .results()
                .map(it -> it.group(1) != null ? it.group(1) : it.group(2))
                .toList();
    }
}
