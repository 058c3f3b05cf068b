package org.numakerbench.uart.expect;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.ExpectedLine;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.HostText;
import org.numakerbench.evidence.OwnPhase;
import org.numakerbench.model.StepTable;
import org.numakerbench.text.Nearest;
import org.numakerbench.uart.DescriptionCheck.Problem;
import org.numakerbench.uart.grammar.Grammar;
import org.numakerbench.uart.grammar.GrammarException;
import org.numakerbench.uart.grammar.TextPattern;

/** What is wrong with what a description expects, forbids and sends. */
public final class ExpectationCheck {
    private static final Duration LONGEST = Duration.ofHours(24);

    private final FirmwareDescription firmware;
    private final @Nullable Grammar grammar;
    private final List<Problem> problems = new ArrayList<>();
    private final List<TextPattern> forbidden = new ArrayList<>();

    private ExpectationCheck(FirmwareDescription firmware, @Nullable Grammar grammar) {
        this.firmware = firmware;
        this.grammar = grammar;
    }

    /**
     * Everything, in the order of the description.
     *
     * @param sound all lines are right, so that it can be said which a pattern may be
     */
    public static List<Problem> problems(FirmwareDescription firmware, boolean sound) {
        ExpectationCheck check = new ExpectationCheck(firmware, sound ? Grammar.of(firmware) : null);
        for (int i = 0; i < firmware.failOn().size(); i++) {
            check.forbidden(i, firmware.failOn().get(i));
        }
        for (int i = 0; i < firmware.expect().size(); i++) {
            check.expected("expect[" + i + "]", firmware.expect().get(i));
        }
        for (int i = 0; i < firmware.send().size(); i++) {
            check.sent("send[" + i + "]", firmware.send().get(i));
        }
        for (int i = 0; i < firmware.phases().size(); i++) {
            check.phase("phases[" + i + "]", i);
        }
        return check.problems;
    }

    private void phase(String key, int place) {
        OwnPhase phase = firmware.phases().get(place);
        boolean builtIn = StepTable.FIRMWARE.isTaken(phase.name());
        if (builtIn) {
            wrong(key + ".name", "is the example firmware's", "call it otherwise");
        } else if (firmware.phases().stream()
                .limit(place)
                .anyMatch(it -> it.has(phase.name()) || phase.has(it.name()))) {
            wrong(key + ".name", "is another phase's, or within it", "give each a name of its own");
        }
        if (phase.begins().equals(phase.ends())) {
            wrong(key + ".ends", "the same as begins", "name the last line of the phase");
        }
        bound(key + ".begins", phase.begins(), place);
        bound(key + ".ends", phase.ends(), place);
        within(key, phase.within());
    }

    private void bound(String key, String name, int place) {
        Line line = firmware.line(name);
        if (line == null) {
            List<String> names = firmware.lines().stream().map(Line::row).toList();
            wrong(
                    key,
                    "no line is called \"" + name + "\"",
                    Nearest.to(name, names)
                            .map(it -> "did you mean \"" + it + "\"?")
                            .orElse("name one of lines:"));
            return;
        }
        boolean taken = firmware.phases().stream()
                .limit(place)
                .anyMatch(it -> it.begins().equals(name) || it.ends().equals(name));
        if (taken) {
            wrong(key, "begins or ends another phase", "name a line of this phase alone");
        }
        OwnPhase its = firmware.phases().get(place);
        if (line.step() != null && !its.has(line.step())) {
            wrong(key, "is a line of step " + line.step(), "leave its step away, or call it " + its.name() + ".NAME");
        }
    }

    private void forbidden(int place, String text) {
        String key = "failOn[" + place + "]";
        try {
            TextPattern pattern = TextPattern.ofPiece(text, "");
            forbidden.add(pattern);
            for (String always : Stream.of(firmware.banner(), firmware.end())
                    .filter(Objects::nonNull)
                    .toList()) {
                if (samples(always).stream().anyMatch(pattern::isIn)) {
                    wrong(
                            key,
                            "stands in \"" + always + "\", which every boot prints",
                            "give it more words of its own");
                }
            }
        } catch (GrammarException wrong) {
            wrong(key, wrong.wrong(), wrong.right());
        }
    }

    private void expected(String key, ExpectedLine line) {
        Optional<LineTest> test = line(key + ".line", line.line());
        after(key, line.after());
        within(key, line.within());
        if (line.times() != null && (line.min() != null || line.max() != null)) {
            wrong(key + ".times", "given beside min or max", "keep one of the two");
        } else if (line.times() != null && line.times() < 1 || line.max() != null && line.max() < 1) {
            wrong(key, "comes less than once", "name what must never come in failOn:");
        } else if (line.least() < 0 || line.least() > line.most()) {
            wrong(key + ".min", "is greater than max", "exchange the two");
        }
        boolean forbiddenToo = test.stream()
                .flatMap(it -> it.samples().stream())
                .anyMatch(sample -> forbidden.stream().anyMatch(it -> it.isIn(sample)));
        if (forbiddenToo) {
            wrong(key + ".line", "must come, and must never come by failOn:", "take it out of one of the two");
        }
    }

    private void sent(String key, HostText text) {
        after(key, text.after());
        within(key, text.within());
        if (text.answer() == null && text.within() != null) {
            wrong(key + ".within", "given without an answer that is awaited", "add answer:, or leave it away");
        }
        Optional<LineTest> answer = text.answer() == null ? Optional.empty() : line(key + ".answer", text.answer());
        List<byte[]> echoes = text.text()
                .lines()
                .map(it -> it.getBytes(StandardCharsets.UTF_8))
                .toList();
        if (answer.isPresent() && echoes.stream().anyMatch(answer.get()::takes)) {
            wrong(key + ".answer", "takes the text itself, which many boards echo", "give the words of the answer");
        }
        if (echoes.stream().anyMatch(it -> forbidden.stream().anyMatch(forbid -> forbid.isIn(it)))) {
            wrong(key + ".text", "has what failOn: forbids, and many boards echo it", "give failOn: more words");
        }
    }

    private void after(String key, @Nullable String after) {
        if (after != null) {
            line(key + ".after", after);
        }
    }

    private void within(String key, @Nullable Duration within) {
        if (within != null && (within.isNegative() || within.isZero() || within.compareTo(LONGEST) > 0)) {
            wrong(key + ".within", "is no time that a run may take", "use 1ms to " + LONGEST.toHours() * 60 + "m");
        }
    }

    private Optional<LineTest> line(String key, String nameOrPattern) {
        try {
            LineTest test = LineTest.of(nameOrPattern, firmware);
            if (grammar != null && firmware.line(nameOrPattern) == null && !isKnown(nameOrPattern)) {
                problems.add(new Problem(
                        -1, key, "no line that the firmware is known to print is like it", near(nameOrPattern), false));
            }
            return Optional.of(test);
        } catch (GrammarException wrong) {
            wrong(key, wrong.wrong(), wrong.right().isEmpty() ? "see docs/own-firmware.md" : wrong.right());
            return Optional.empty();
        }
    }

    private boolean isKnown(String pattern) {
        return pattern.equals(FirmwareDescription.BANNER) && firmware.banner() != null
                || pattern.equals(FirmwareDescription.END) && firmware.end() != null
                || TextPattern.ofLine(pattern, "").isLikeOneOf(Objects.requireNonNull(grammar));
    }

    private String near(String written) {
        List<String> names = firmware.lines().stream()
                .flatMap(it -> Stream.of(it.row(), it.text()))
                .distinct()
                .toList();
        return Nearest.to(written, names)
                .map(it -> "did you mean \"" + it + "\"? Or add it to lines:")
                .orElse("add it to lines:");
    }

    private static List<byte[]> samples(String pattern) {
        try {
            return TextPattern.ofLine(pattern, "").samples();
        } catch (GrammarException toldAlready) {
            return List.of();
        }
    }

    private void wrong(String key, String wrong, String right) {
        problems.add(new Problem(-1, key, wrong, right.isEmpty() ? "see docs/own-firmware.md" : right, true));
    }
}
