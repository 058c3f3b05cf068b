package org.numakerbench.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.ExpectedLine.Order;
import org.numakerbench.model.Direction;
import org.numakerbench.model.Measurement.Limits;
import tools.jackson.databind.JsonNode;

/**
 * What a user's own firmware prints, as its description has it. It stands in the log, so that the log alone can be judged
 * again.
 *
 * @param name of its file, for people
 * @param base description it extends: {@link #EXAMPLE}; null: nothing but its own lines is known
 * @param banner pattern of the first line of a boot; null: the base's
 * @param end pattern of the last line; null: the base's
 * @param lines its own, in the file's order
 * @param listen topic filters that the witness subscribes to, beside those of the lines' topics
 * @param expect lines that a good boot prints; null in old logs
 * @param failOn patterns of what must stand nowhere in a line; null in old logs
 * @param send what the bench sends to the board; null in old logs
 * @param phases its parts, in the order of a good boot; null in old logs
 */
public record FirmwareDescription(
        @Nullable String name,
        @JsonProperty("extends") @Nullable String base,
        @Nullable String banner,
        @Nullable String end,
        List<Line> lines,
        List<String> listen,
        @Nullable List<ExpectedLine> expect,
        @Nullable List<String> failOn,
        @Nullable List<HostText> send,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<OwnPhase> phases) {
    /** The example firmware, which every bench knows. */
    public static final String EXAMPLE = "nuvoton-aws-iot";

    /** Row of {@link #banner}, as claims name it. */
    public static final String BANNER = "banner";

    /** Row of {@link #end}, as claims name it. */
    public static final String END = "end";

    /** In the topic of a message or a URL: the device's AWS IoT thing, where the line has no placeholder of that name. */
    public static final String THING = "thing";

    /** Field of a claim that names its line. */
    public static final String ROW = "row";

    private static final Pattern PLACEHOLDER_LEVEL = Pattern.compile("[^/{]*\\{\\w+\\}[^/]*");

    public FirmwareDescription {
        lines = List.copyOf(lines);
        listen = List.copyOf(listen);
        expect = expect == null ? List.of() : List.copyOf(expect);
        failOn = failOn == null ? List.of() : List.copyOf(failOn);
        send = send == null ? List.of() : List.copyOf(send);
        phases = phases == null ? List.of() : List.copyOf(phases);
    }

    /** Of which nothing is expected, and to which nothing is sent. */
    public FirmwareDescription(
            @Nullable String name,
            @Nullable String base,
            @Nullable String banner,
            @Nullable String end,
            List<Line> lines,
            List<String> listen) {
        this(name, base, banner, end, lines, listen, null, null, null);
    }

    /** Without phases. */
    public FirmwareDescription(
            @Nullable String name,
            @Nullable String base,
            @Nullable String banner,
            @Nullable String end,
            List<Line> lines,
            List<String> listen,
            @Nullable List<ExpectedLine> expect,
            @Nullable List<String> failOn,
            @Nullable List<HostText> send) {
        this(name, base, banner, end, lines, listen, expect, failOn, send, null);
    }

    /** The same, of a file of this name. */
    public FirmwareDescription named(String file) {
        return new FirmwareDescription(file, base, banner, end, lines, listen, expect, failOn, send, phases);
    }

    /** The same, of which nothing is expected, and to which nothing is sent. */
    public FirmwareDescription withoutExpectations() {
        return new FirmwareDescription(name, base, banner, end, lines, listen);
    }

    /** The same, of which this is expected, and to which this is sent. */
    public FirmwareDescription expecting(List<ExpectedLine> lines, List<String> never, List<HostText> texts) {
        return new FirmwareDescription(name, base, banner, end, this.lines, listen, lines, never, texts, phases);
    }

    /**
     * The same for one device.
     *
     * @param thing AWS IoT thing name, which {@link #THING} in a topic or URL stands for
     */
    public FirmwareDescription about(String thing) {
        List<Line> about = lines.stream().map(it -> it.about(thing)).toList();
        return new FirmwareDescription(name, base, banner, end, about, listen, expect, failOn, send, phases);
    }

    /** The same without its phases: what is expected of them is expected no more. */
    public FirmwareDescription withoutPhases() {
        return new FirmwareDescription(name, base, banner, end, lines, listen, expect, failOn, send);
    }

    /** All lines that a good boot prints: those it expects, and behind them begin and end of each phase, one phase behind the other. */
    public List<ExpectedLine> expected() {
        List<ExpectedLine> all = new ArrayList<>(expect);
        String before = null;
        for (OwnPhase it : phases) {
            all.add(new ExpectedLine(it.begins(), before, null, Order.ANY, null, null, null, it.name()));
            all.add(new ExpectedLine(it.ends(), it.begins(), it.within(), Order.ANY, null, null, null, it.name()));
            before = it.ends();
        }
        return all;
    }

    /** The phase that this line begins or ends, or to which its step belongs; null when there is none. */
    public @Nullable OwnPhase phaseOf(Line line) {
        return phases.stream()
                .filter(it -> it.begins().equals(line.row())
                        || it.ends().equals(line.row())
                        || line.step() != null && it.has(line.step()))
                .findFirst()
                .orElse(null);
    }

    /** The phase that this line ends; null when it ends none. */
    public @Nullable OwnPhase endedBy(Line line) {
        return phases.stream()
                .filter(it -> it.ends().equals(line.row()))
                .findFirst()
                .orElse(null);
    }

    /** True when the example firmware's lines are known beside its own. */
    public boolean extendsExample() {
        return EXAMPLE.equals(base);
    }

    /** True when the cloud shows some of what it says: the example firmware's tests, or messages and kinds of its lines. */
    public boolean hasEvidenceInTheCloud() {
        return extendsExample() || lines.stream().anyMatch(it -> it.namesEvidence() || it.kind() != null);
    }

    /**
     * Filters by which a witness receives what the lines speak of: the topics of their messages, a level with a placeholder
     * being any, and {@link #listen}. A topic that is all placeholder tells none.
     */
    public List<String> filters() {
        Set<String> filters = new LinkedHashSet<>();
        for (Line line : lines) {
            Message message = line.message();
            if (message != null) {
                String filter = PLACEHOLDER_LEVEL.matcher(message.topic()).replaceAll("+");
                if (!filter.startsWith("+")) {
                    filters.add(filter);
                }
            }
        }
        filters.addAll(listen);
        return List.copyOf(filters);
    }

    /** The line that a claim names; null when there is none. */
    public @Nullable Line line(@Nullable String row) {
        return lines.stream().filter(it -> it.row().equals(row)).findFirst().orElse(null);
    }

    /** Whether a line claims success or failure. */
    public enum Says {
        @JsonProperty("ok")
        OK,
        @JsonProperty("failed")
        FAILED
    }

    /** What is made of a line. */
    public enum Trust {
        @JsonProperty("judged")
        JUDGED,
        @JsonProperty("neutral")
        NEUTRAL
    }

    /**
     * One line of the firmware.
     *
     * @param name as reports call it; null: its pattern
     * @param pattern in the language of the grammar; null when there is a {@code regex}
     * @param regex in the syntax of RE2, of the whole line; its named groups are the fields
     * @param kind kind of the example firmware's claims that it is; null: one of its own
     * @param step it belongs to; null: the one that is running
     * @param interrupts true when it may begin in the middle of another line
     * @param standing null: what follows from the rest
     * @param reason why it carries no claim that could be judged
     * @param published message that it claims to have published
     * @param received message that it claims to have received
     * @param request that the bench makes to see whether it is true; null in old logs
     */
    public record Line(
            @Nullable String name,
            @Nullable String pattern,
            @Nullable String regex,
            @Nullable String kind,
            @Nullable String step,
            @Nullable Says says,
            boolean interrupts,
            @Nullable Trust standing,
            @Nullable String reason,
            @Nullable Message published,
            @Nullable Message received,
            @Nullable Measure measure,
            @Nullable Request request) {
        /** Of which the bench asks nobody. */
        public Line(
                @Nullable String name,
                @Nullable String pattern,
                @Nullable String regex,
                @Nullable String kind,
                @Nullable String step,
                @Nullable Says says,
                boolean interrupts,
                @Nullable Trust standing,
                @Nullable String reason,
                @Nullable Message published,
                @Nullable Message received,
                @Nullable Measure measure) {
            this(
                    name,
                    pattern,
                    regex,
                    kind,
                    step,
                    says,
                    interrupts,
                    standing,
                    reason,
                    published,
                    received,
                    measure,
                    null);
        }

        /** As claims and reports name it. */
        public String row() {
            return name != null ? name : text();
        }

        /** Its pattern or expression. */
        public String text() {
            return pattern != null ? pattern : String.valueOf(regex);
        }

        private Line about(String thing) {
            boolean own = text().contains("{" + THING + ":") || text().contains("<" + THING + ">");
            return own
                    ? this
                    : new Line(
                            name,
                            pattern,
                            regex,
                            kind,
                            step,
                            says,
                            interrupts,
                            standing,
                            reason,
                            published == null ? null : published.about(thing),
                            received == null ? null : received.about(thing),
                            measure,
                            request == null ? null : request.about(thing));
        }

        /** The message that the cloud must have seen; null when it names none. */
        public @Nullable Message message() {
            return published != null ? published : received;
        }

        /** True when somebody beside the device can tell whether it is true: the cloud, or who answers a request. */
        public boolean namesEvidence() {
            return message() != null || request != null;
        }
    }

    /**
     * A GET that the bench makes once the line is read. In its URL behind the host, and in the value, {@code {name}} stands for what
     * the line's placeholder took.
     *
     * @param get URL, http or https
     * @param pointer JSON pointer into the answer; null: the whole answer
     * @param value what must stand there, by value
     * @param tolerance how far a number may be off; null: not at all
     */
    public record Request(
            String get,
            @Nullable String pointer,
            JsonNode value,
            @Nullable Double tolerance) {
        /** Where to look in the answer, as RFC 6901 has it. */
        public String where() {
            return pointer == null ? "" : pointer;
        }

        private Request about(String thing) {
            return new Request(get.replace("{" + THING + "}", thing), pointer, value, tolerance);
        }
    }

    /**
     * A message that a line speaks of. In all its texts {@code {name}} stands for what the line's placeholder took.
     *
     * @param text of the payload; null: not compared as text
     * @param json payload by value; null: not compared so
     * @param tolerance by JSON pointer: how far a number may be off
     * @param ignore JSON pointers of what is not compared
     */
    public record Message(
            String topic,
            @Nullable String text,
            @Nullable JsonNode json,
            Map<String, Double> tolerance,
            List<String> ignore) {
        public Message {
            tolerance = Collections.unmodifiableMap(new TreeMap<>(tolerance));
            ignore = List.copyOf(ignore);
            // A log has null where there is none.
            json = json == null || json.isNull() ? null : json;
        }

        private Message about(String thing) {
            return new Message(topic.replace("{" + THING + "}", thing), text, json, tolerance, ignore);
        }
    }

    /**
     * A number that a line prints.
     *
     * @param name of its history
     * @param value placeholder that takes it
     * @param direction which way it gets better; null: neither
     * @param floor smaller changes between builds are none, in the unit; null: nothing is known of it
     * @param limits what every sample has to keep to; null: none
     */
    public record Measure(
            String name,
            String value,
            @Nullable String unit,
            @Nullable Direction direction,
            @Nullable Double floor,
            @Nullable Limits limits) {}
}
