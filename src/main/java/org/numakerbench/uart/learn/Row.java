package org.numakerbench.uart.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.uart.learn.Token.Kind;

/**
 * A line as a description has it.
 *
 * @param of what it was learned from
 * @param decide what a person has to look at
 */
record Row(Template of, Line line, List<String> decide) {
    private static final String JSON = "(?P<json>\\{.*\\})";
    private static final String NUMBER = "(?P<value>-?[0-9]+(?:\\.[0-9]+)?)";
    private static final String WORD = "(?P<word>[!-~]+)";
    private static final Pattern ONE_WORD = Pattern.compile("[!-~" + Lexer.SECRET + "]+");

    private static final Pattern UNWRITABLE = Pattern.compile("[{}]|" + Lexer.UNSHOWN);

    /** No wider line can be written. */
    private static final int LONGEST_PATTERN = 1000;

    private static final Pattern PUBLISHES = Pattern.compile("(?i)\\b(publish(es|ed)|sent|sends)\\b");
    private static final Pattern RECEIVES = Pattern.compile("(?i)\\b(receive[sd]|arrive[sd]|got)\\b");
    private static final Pattern TOPIC = Pattern.compile("(?<![\\w/-])[\\w-]{1,64}/[\\w-]{1,64}(?![\\w/-])");

    /** Of a template; empty when no pattern can be written for it: it is noise. */
    static Optional<Row> of(Template template, Names names) {
        List<Token> tokens = template.tokens();
        boolean words = tokens.stream().anyMatch(it -> it.isWords() && !it.isSpaces());
        String regex = words ? null : regex(template);
        List<String> fields = new ArrayList<>();
        String pattern = regex == null ? pattern(tokens, fields) : null;
        boolean unwritable = tokens.stream()
                .anyMatch(it -> it.isWords() && UNWRITABLE.matcher(it.text()).find());
        boolean anything = unwritable || !words && tokens.stream().anyMatch(it -> it.kind() == Kind.TEXT);
        if (pattern != null && (anything || pattern.isBlank() || pattern.length() > LONGEST_PATTERN)) {
            return Optional.empty();
        }
        ClaimWords claim = regex == null ? ClaimWords.of(template) : new ClaimWords(null, null);
        List<String> decide = new ArrayList<>();
        if (claim.doubt() != null) {
            decide.add(claim.doubt());
        }
        if (claim.says() == Says.FAILED) {
            decide.add("a run that has it has failed: if good runs have it, take says: away");
        }
        if (regex != null) {
            decide.add("no words stand in it: it takes every line of this form");
        }
        Measure measure = regex == null ? measure(tokens, fields, names) : null;
        Line line = new Line(
                names.line(tokens, regex == JSON ? "json" : "line"),
                pattern,
                regex,
                null,
                claim.says() == null ? null : names.step(tokens),
                claim.says(),
                template.interrupts() && template.beginning().length() > 0,
                null,
                null,
                null,
                null,
                measure);
        message(template, fields).ifPresent(decide::add);
        constants(template, fields).ifPresent(decide::add);
        return Optional.of(new Row(template, line, decide));
    }

    private static @Nullable String regex(Template template) {
        String text = template.sample();
        if (text.startsWith("{") && text.endsWith("}")) {
            return JSON;
        }
        if (template.tokens().size() != 1) {
            return null;
        }
        boolean number = template.tokens().get(0).isNumber();
        return number ? NUMBER : ONE_WORD.matcher(text).matches() ? WORD : null;
    }

    /** The text of a pattern; {@code fields} takes the name of each placeholder, null for what is none. */
    private static String pattern(List<Token> tokens, List<String> fields) {
        StringBuilder pattern = new StringBuilder();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean placeholder = !token.isWords();
            String name = placeholder && token.kind() != Kind.SPACES ? Names.placeholder(tokens, i, taken) : "";
            fields.add(name);
            pattern.append(placeholder ? "{" + name + token.kind().typeName() + "}" : token.text());
        }
        return pattern.toString();
    }

    private static @Nullable Measure measure(List<Token> tokens, List<String> fields, Names names) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isNumber()) {
                StringBuilder behind = new StringBuilder();
                tokens.subList(i + 1, tokens.size()).stream()
                        .takeWhile(Token::isWords)
                        .forEach(it -> behind.append(it.text()));
                String unit = Lexer.unit(behind.toString());
                if (!unit.isEmpty()) {
                    return new Measure(names.measure(tokens, i), fields.get(i), unit, null, null, null);
                }
            }
        }
        return null;
    }

    /** What the cloud could be asked. */
    private static Optional<String> message(Template template, List<String> fields) {
        boolean publishes = PUBLISHES.matcher(template.sample()).find();
        if (!publishes && !RECEIVES.matcher(template.sample()).find()) {
            return Optional.empty();
        }
        String asked = "if it claims a message, let the cloud confirm it: " + (publishes ? "published" : "received");
        if (fields.contains("topic")) {
            return Optional.of(asked + ": {topic: \"{topic}\"}, with the topic under listen:");
        }
        Matcher topic = TOPIC.matcher(template.sample());
        return topic.find() ? Optional.of(asked + ": {topic: " + topic.group() + "}") : Optional.empty();
    }

    private static Optional<String> constants(Template template, List<String> fields) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (template.tokens().get(i).isNumber() && !template.varies(i)) {
                same.add(fields.get(i) + " " + template.tokens().get(i).text());
            }
        }
        return same.isEmpty() || template.count() < 2
                ? Optional.empty()
                : Optional.of(
                        "always the same: " + String.join(", ", same) + "; write it out where another would be wrong");
    }
}
