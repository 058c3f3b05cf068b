package org.numakerbench.uart.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.grammar.Generation;
import org.numakerbench.uart.grammar.GrammarException;
import org.numakerbench.uart.sequence.Graph.Kind;

/** Reads a text of the sequence, whose head says how it is written. */
final class SequenceText {
    private static final Pattern LINE = Pattern.compile("(?:\\((\\w+)(?:\\.\\.(\\w+))?\\)\\s+)?(?:([?*+~])\\s+)?(.+)");
    private static final Pattern TITLE = Pattern.compile("([a-z-]+)(?: \"([^\"]+)\")?:");
    private static final Pattern CLAIM =
            Pattern.compile("([a-z-]+)?(?:\\s*(ok|-)(?=\\s|$))?(?:\\s*\"([^\"]+)\")?((?:\\s+\\w+=\\S+)*)");

    private record Line(int number, String text) {}

    private final String name;
    private final Map<String, List<Line>> passages = new LinkedHashMap<>();
    /** Passages of blocks that have such a line. */
    private final Map<String, String> guards = new LinkedHashMap<>();

    /** @throws GrammarException when a line stands outside of all passages, or names one twice */
    SequenceText(String name, String text) {
        this.name = name;
        List<Line> passage = null;
        int number = 0;
        for (String line : text.split("\n")) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                passage = new ArrayList<>();
                Matcher title = TITLE.matcher(line.strip());
                if (title.matches() && title.group(2) != null) {
                    guards.put(title.group(1), title.group(2));
                }
                if (!title.matches() || passages.put(title.group(1), passage) != null) {
                    throw wrong(
                            number,
                            "\"" + line.strip() + "\" is not the name of a new passage, which ends with a colon");
                }
            } else if (passage == null) {
                throw wrong(number, "stands before the first passage");
            } else {
                passage.add(new Line(number, line.strip()));
            }
        }
    }

    /** True when the passage is one for such a block. */
    boolean speaksOf(String passage, String block) {
        String guard = guards.get(passage);
        return guard == null || block.lines().anyMatch(line -> line.strip().startsWith(guard));
    }

    boolean has(String passage) {
        return passages.containsKey(passage);
    }

    /**
     * The sequence from {@code passage} on.
     *
     * @param generations that may have printed it
     * @param tests that the firmware is built for
     * @throws GrammarException when a line is not right
     */
    Graph graph(String passage, Set<Generation> generations, Set<String> tests) {
        Graph graph = new Graph();
        Weaver weaver = new Weaver(graph, generations, tests);
        int start = graph.place("");
        graph.endAt(weaver.passage(passage, "", start));
        if (passages.containsKey("anywhere") && passage.equals("boot")) {
            for (Line line : passages.get("anywhere")) {
                weaver.anywhere(line);
            }
        }
        return graph;
    }

    private GrammarException wrong(int number, String problem) {
        return new GrammarException(name + ":" + number, problem);
    }

    /** Makes places and ways of lines. */
    private final class Weaver {
        private final Graph graph;
        private final Set<Generation> generations;
        private final Set<String> tests;
        private String step = "";
        private String onFailure = "";

        Weaver(Graph graph, Set<Generation> generations, Set<String> tests) {
            this.graph = graph;
            this.generations = generations;
            this.tests = tests;
        }

        /** From {@code from} on; returns where it ends. */
        int passage(String title, String word, int from) {
            List<Line> lines = passages.get(title);
            if (lines == null) {
                throw wrong(1, "has no passage " + title);
            }
            String outer = onFailure;
            int end = lines(lines, 0, word, from);
            onFailure = outer;
            return end;
        }

        private int lines(List<Line> lines, int first, String word, int from) {
            int at = from;
            for (int i = first; i < lines.size(); i++) {
                Line line = lines.get(i);
                String text = line.text().replace("$", word);
                if (text.startsWith("[") && text.endsWith("]")) {
                    step = text.substring(1, text.length() - 1);
                } else if (text.startsWith("on failure @")) {
                    onFailure = text.substring(text.indexOf('@'));
                    int mark = graph.place(onFailure);
                    graph.way(at, mark, null, Kind.FREE);
                    at = mark;
                } else if (text.startsWith("@")) {
                    int mark = graph.mark(text, onFailure);
                    graph.way(at, mark, null, Kind.FREE);
                    at = mark;
                } else if (text.startsWith("loop @")) {
                    graph.way(at, graph.mark(text.substring(text.indexOf('@')), onFailure), null, Kind.AGAIN);
                } else {
                    Part part = part(new Line(line.number(), text));
                    if (part != null && part.often() == '~') {
                        return floating(part, lines, i + 1, word, at);
                    }
                    at = part == null ? at : part(part, at);
                }
            }
            return at;
        }

        /** What may stand anywhere up to the end: all that follows twice, before it came and behind. */
        private int floating(Part part, List<Line> lines, int first, String word, int from) {
            Sign sign = sign(part);
            String before = step;
            int firstPlace = graph.places();
            int without = graph.place(onFailure);
            graph.way(from, without, null, Kind.FREE);
            int endWithout = lines(lines, first, word, without);
            int count = graph.places() - firstPlace;
            step = before;
            int with = graph.place(onFailure);
            int endWith = lines(lines, first, word, with);
            for (int i = 0; i < count; i++) {
                graph.way(firstPlace + i, firstPlace + count + i, sign, Kind.SEEN);
            }
            graph.way(endWithout, endWith, sign, Kind.MISSING);
            return endWith;
        }

        /**
         * One line.
         *
         * @param often ' ' for once
         */
        private record Part(Line line, boolean certain, char often, String what) {}

        /** Null when this firmware does not print it. */
        private @Nullable Part part(Line line) {
            Matcher words = LINE.matcher(line.text());
            if (!words.matches()) {
                throw wrong(line.number(), "\"" + line.text() + "\" cannot be read");
            }
            boolean certain = true;
            String first = words.group(1);
            if (first != null && !first.startsWith("G")) {
                if (!tests.contains(first)) {
                    return null;
                }
            } else if (first != null) {
                Generation oldest = Generation.of(first);
                Generation newest = words.group(2) == null ? oldest : Generation.of(words.group(2));
                long printing = generations.stream()
                        .filter(it -> it.compareTo(oldest) >= 0 && it.compareTo(newest) <= 0)
                        .count();
                if (printing == 0) {
                    return null;
                }
                certain = printing == generations.size();
            }
            char often = words.group(3) == null ? ' ' : words.group(3).charAt(0);
            return new Part(line, certain, often, words.group(4));
        }

        private int part(Part part, int from) {
            boolean again = part.often() == '*' || part.often() == '+';
            boolean must = part.certain() && (part.often() == ' ' || part.often() == '+');
            if (part.what().startsWith("do ")) {
                String[] words = part.what().split("\\s+");
                int end = passage(words[1], words.length > 2 ? words[2] : "", from);
                if (!must) {
                    int joined = graph.place(onFailure);
                    graph.way(end, again ? from : joined, null, Kind.FREE);
                    graph.way(from, joined, null, Kind.FREE);
                    return joined;
                }
                return end;
            }
            Sign sign = sign(part);
            if (sign.text().equals(Sign.ANY)) {
                graph.way(from, from, sign, Kind.SEEN);
                return from;
            }
            int to = graph.place(onFailure);
            graph.way(from, to, sign, Kind.SEEN);
            graph.way(from, to, must ? sign : null, must ? Kind.MISSING : Kind.FREE);
            if (again) {
                graph.way(to, to, sign, Kind.SEEN);
            }
            return to;
        }

        private Sign sign(Part part) {
            if (part.what().equals("--")) {
                return new Sign(null, null, "", Map.of(), step);
            }
            if (part.what().equals(Sign.ANY)) {
                return new Sign(null, null, Sign.ANY, Map.of(), step);
            }
            Matcher words = CLAIM.matcher(part.what());
            if (!words.matches()) {
                throw wrong(part.line().number(), "\"" + part.what() + "\" is no claim and no line");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : words.group(4).strip().split("\\s+")) {
                if (!field.isEmpty()) {
                    fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
                }
            }
            try {
                ClaimKind kind = words.group(1) == null ? null : ClaimKind.of(words.group(1));
                String text = words.group(3) == null ? "" : words.group(3).strip();
                return new Sign(kind, words.group(2), text, fields, step);
            } catch (IllegalArgumentException unknown) {
                throw wrong(part.line().number(), "\"" + words.group(1) + "\" is no kind of claim");
            }
        }

        private void anywhere(Line line) {
            step = "";
            Part part = part(line);
            if (part != null) {
                graph.anywhere(sign(part));
            }
        }
    }
}
