package org.numakerbench.uart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.evidence.FirmwareDescription.Trust;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.text.Nearest;
import org.numakerbench.uart.expect.ExpectationCheck;
import org.numakerbench.uart.grammar.GrammarException;
import org.numakerbench.uart.grammar.Overlaps.Overlap;
import org.numakerbench.uart.grammar.OwnGrammar;

/** What is wrong with a user's description of his firmware, all of it at once. */
public final class DescriptionCheck {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)\\}");

    /**
     * One thing that is wrong.
     *
     * @param line place among the description's lines, from 0; -1: the description as a whole
     * @param key within the line, or of the description: {@code banner}, {@code expect[0].after}
     * @param wrong what is wrong
     * @param right what would be right
     * @param fatal false for a warning
     */
    public record Problem(int line, String key, String wrong, String right, boolean fatal) {}

    private final FirmwareDescription description;
    private final List<Problem> problems = new ArrayList<>();
    private final OwnGrammar grammar;

    private DescriptionCheck(FirmwareDescription description) {
        this.description = description;
        this.grammar = new OwnGrammar(description);
    }

    /** Everything that is wrong, in the order of the lines; nothing, when the parser can use the description. */
    public static List<Problem> problems(FirmwareDescription description) {
        DescriptionCheck check = new DescriptionCheck(description);
        check.whole();
        Map<String, Integer> names = new HashMap<>();
        Map<String, Integer> texts = new HashMap<>();
        for (int i = 0; i < description.lines().size(); i++) {
            check.line(i, description.lines().get(i), names, texts);
        }
        // Two rows of one text are no grammar.
        if (!check.endsAsItBegins() && description.lines().stream().noneMatch(check::isBannerOrEnd)) {
            check.overlaps();
        }
        boolean sound = check.problems.stream().noneMatch(Problem::fatal);
        check.problems.addAll(ExpectationCheck.problems(description, sound));
        return check.problems;
    }

    /** Why the parser cannot use a description that came from elsewhere, in one line; empty when it can. */
    public static Optional<String> unusable(FirmwareDescription description) {
        return problems(description).stream()
                .filter(Problem::fatal)
                .findFirst()
                .map(it -> (it.line() < 0 ? "" : "lines[" + it.line() + "].") + it.key() + ": " + it.wrong());
    }

    private void whole() {
        if (description.base() == null) {
            if (description.banner() == null) {
                wrong(
                        -1,
                        "banner",
                        "missing",
                        "give the first line of a boot, or extends: " + FirmwareDescription.EXAMPLE);
            }
            if (description.end() == null) {
                wrong(-1, "end", "missing", "give the last line that the firmware prints: the run waits for it");
            }
        }
        if (endsAsItBegins()) {
            wrong(-1, "end", "the same as banner", "give the last line that the firmware prints: the run ends there");
        }
        reads(-1, "banner", grammar::banner);
        reads(-1, "end", grammar::end);
    }

    private boolean endsAsItBegins() {
        return description.banner() != null && description.banner().equals(description.end());
    }

    private boolean isBannerOrEnd(Line line) {
        return line.text().equals(description.banner()) || line.text().equals(description.end());
    }

    private boolean reads(int line, String key, Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (GrammarException wrong) {
            wrong(line, key, wrong.wrong(), wrong.right().isEmpty() ? "see docs/own-firmware.md" : wrong.right());
            return false;
        }
    }

    private void line(int place, Line line, Map<String, Integer> names, Map<String, Integer> texts) {
        if (line.pattern() == null && line.regex() == null) {
            wrong(place, "pattern", "missing", "add it, for example \"RSSI {rssi:int} dBm\"");
            return;
        }
        if (line.pattern() != null && line.regex() != null) {
            wrong(place, "regex", "given beside pattern", "keep one of the two");
            return;
        }
        if (isBannerOrEnd(line)) {
            wrong(
                    place,
                    line.pattern() == null ? "regex" : "pattern",
                    "the same as " + (line.text().equals(description.banner()) ? "banner" : "end"),
                    "leave the line away: it is known already");
            return;
        }
        Integer named = line.name() == null ? null : names.putIfAbsent(line.name(), place);
        Integer written = texts.putIfAbsent(line.text(), place);
        if (named != null || written != null) {
            String key = named != null ? "name" : line.pattern() == null ? "regex" : "pattern";
            wrong(
                    place,
                    key,
                    "the same as that of lines[" + (named != null ? named : written) + "]",
                    "keep one of the two");
            return;
        }
        if (line.interrupts() && (line.pattern() == null || line.pattern().startsWith("{"))) {
            wrong(
                    place,
                    "interrupts",
                    "given for a line without a beginning of its own",
                    "begin the pattern with the words that the firmware prints");
            return;
        }
        if (reads(place, "kind", () -> grammar.kind(place))
                && reads(place, line.pattern() == null ? "regex" : "pattern", () -> grammar.row(place))) {
            names(place, line, grammar.fields(place));
        }
        standing(place, line);
    }

    private void names(int place, Line line, Set<String> fields) {
        message(place, "published", line.published(), fields);
        message(place, "received", line.received(), fields);
        if (line.request() != null) {
            request(place, line.request(), fields);
        }
        Measure measure = line.measure();
        if (measure != null) {
            measure(place, measure, fields);
        }
    }

    private void measure(int place, Measure measure, Set<String> fields) {
        if (!fields.contains(measure.value())) {
            unknown(place, "measure.value", measure.value(), fields);
        }
        Limits limits = measure.limits();
        if (limits != null && limits.min() != null && limits.max() != null && limits.min() > limits.max()) {
            wrong(place, "measure.limits", "min is greater than max", "exchange the two");
        }
        Measure first = description.lines().subList(0, place).stream()
                .map(Line::measure)
                .filter(it -> it != null && it.name().equals(measure.name()))
                .findFirst()
                .orElse(null);
        if (first != null && !Objects.equals(first.unit(), measure.unit())) {
            wrong(
                    place,
                    "measure.unit",
                    "another than where " + measure.name() + " is measured before",
                    "use one unit, or another name");
        }
    }

    private void message(int place, String key, @Nullable Message message, Set<String> fields) {
        if (message == null) {
            return;
        }
        Map<String, String> texts = new TreeMap<>();
        texts.put("topic", message.topic());
        if (message.text() != null) {
            texts.put("text", message.text());
        }
        if (message.json() != null) {
            texts.put("json", message.json().toString());
        }
        texts.forEach((part, text) -> known(place, key + "." + part, text, part.equals("topic"), fields));
        if (message.text() != null && message.json() != null) {
            wrong(place, key + ".json", "given beside text", "keep one of the two");
        }
    }

    private void request(int place, Request request, Set<String> fields) {
        known(place, "request.get", request.get(), true, fields);
        known(place, "request.value", request.value().toString(), false, fields);
    }

    /** @param device true where {@code {thing}} is the device's own */
    private void known(int place, String key, String text, boolean device, Set<String> fields) {
        Matcher matcher = NAMED.matcher(text);
        while (matcher.find()) {
            boolean thing = device && matcher.group(1).equals(FirmwareDescription.THING);
            if (!thing && !fields.contains(matcher.group(1))) {
                unknown(place, key, matcher.group(1), fields);
            }
        }
    }

    private void unknown(int place, String key, String name, Set<String> fields) {
        String right = Nearest.to(name, fields)
                .map(near -> "did you mean " + near + "? the line has " + String.join(", ", new TreeSet<>(fields)))
                .orElse("give the pattern a placeholder of that name: {" + name + "}");
        wrong(place, key, "{" + name + "} is no placeholder of the line", right);
    }

    private void standing(int place, Line line) {
        boolean evidence = line.namesEvidence();
        if (line.published() != null && line.received() != null) {
            wrong(place, "received", "given beside published", "keep one of the two: a line tells one thing");
        }
        if (line.request() != null && line.message() != null) {
            wrong(place, "request", "given beside a message", "keep one of the two: a line tells one thing");
        }
        if (line.request() != null && line.says() == Says.FAILED) {
            wrong(
                    place,
                    "request",
                    "given for a line that says failed",
                    "leave it away: only the device sees its failure");
        }
        if (line.kind() != null) {
            for (Map.Entry<String, Boolean> each : Map.of(
                            "published", line.published() != null,
                            "received", line.received() != null,
                            "request", line.request() != null,
                            "standing", line.standing() != null,
                            "step", line.step() != null)
                    .entrySet()) {
                if (each.getValue()) {
                    wrong(place, each.getKey(), "given beside kind, from which it follows", "keep one of the two");
                }
            }
        } else if (line.standing() == Trust.JUDGED && !evidence) {
            wrong(
                    place,
                    "standing",
                    "judged, but nothing says by what",
                    "add published: or received: with the topic, request: with a URL, or write standing: neutral with a reason");
        } else if (line.standing() == Trust.NEUTRAL && evidence) {
            wrong(place, "standing", "neutral, but the line names evidence", "leave standing away: it is judged");
        } else if (line.standing() == Trust.NEUTRAL && line.reason() == null) {
            wrong(place, "reason", "missing", "say why the line carries no claim, for example: nobody outside sees it");
        }
    }

    private void overlaps() {
        for (Overlap overlap : grammar.overlaps()) {
            String by = overlap.winner().isEmpty()
                    ? ""
                    : (overlap.winnerPlace() < 0 ? "" : "lines[" + overlap.winnerPlace() + "], ") + "\""
                            + overlap.winner() + "\"";
            String line = "\"" + overlap.line() + "\"";
            if (overlap.loser() < 0) {
                boolean own = overlap.words().equals(description.banner())
                        || overlap.words().equals(description.end());
                problems.add(new Problem(
                        overlap.winnerPlace(),
                        "pattern",
                        "hides " + (own ? "" : "a line of " + description.base() + ", ") + "\"" + overlap.words()
                                + "\": it takes " + line,
                        "if that is not meant, give it more words of its own",
                        own && overlap.always()));
            } else if (by.isEmpty() && overlap.always()) {
                wrong(
                        overlap.loser(),
                        "pattern",
                        "can never match: a placeholder takes what the next one needs, as in " + line,
                        "put words between the two");
            } else if (overlap.always()) {
                wrong(
                        overlap.loser(),
                        "pattern",
                        "can never match: " + by + " takes every line that it was tried with, as " + line,
                        "give it more words of its own, or put it first");
            } else if (!by.isEmpty()) {
                warning(
                        overlap.loser(),
                        "fits " + line + " as does " + by + ", which takes it",
                        "give one of the two more words of its own");
            }
        }
    }

    private void wrong(int line, String key, String wrong, String right) {
        problems.add(new Problem(line, key, wrong, right, true));
    }

    private void warning(int line, String wrong, String right) {
        problems.add(new Problem(line, "pattern", wrong, right, false));
    }
}
