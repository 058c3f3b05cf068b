package org.numakerbench.selftest.own;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.evidence.FirmwareDescription.Says;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.selftest.own.Lie.Kind;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.PatternParts;
import org.numakerbench.uart.PatternParts.Placeholder;
import org.numakerbench.uart.UartParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A board that prints every line of a description once, in its order but for failures, and lies at most once. */
final class Board {
    /** Draws, of which one is read as the line that it is meant to be. */
    private static final int TRIES = 20;

    private static final String ELSEWHERE = "/elsewhere";
    private static final String OTHER = "{\"something\": \"else\"}";

    private final FirmwareDescription description;
    private final Random random;
    private final DeviceSession session;
    private final UartParser reader;

    /** @param reader of this description */
    Board(FirmwareDescription description, Random random, DeviceSession session, UartParser reader) {
        this.description = description;
        this.random = random;
        this.session = session;
        this.reader = reader;
    }

    /** True when the board can print a line so that it is read as that line. */
    boolean canPrint(Line line) {
        return drawn(line).isPresent();
    }

    /**
     * What it prints in one run, beside banner and end.
     *
     * @param lie null: none
     */
    List<Said> says(@Nullable Lie lie) {
        List<Said> all = new ArrayList<>();
        banner().ifPresent(all::add);
        for (Line line : description.lines()) {
            boolean lies = lie != null && lie.line().equals(line);
            if (isPrinted(line) || lies && lie.kind() == Kind.FAILURE_SAID) {
                Optional<Values> values = drawn(line);
                if (values.isPresent()) {
                    all.addAll(lies ? lying(lie, values.get()) : List.of(honest(line, values.get())));
                }
            }
        }
        end().ifPresent(all::add);
        return all;
    }

    /** Banner or end, which the example firmware prints where there is none of its own. */
    private Optional<Said> bound(@Nullable String pattern) {
        if (pattern == null || description.extendsExample()) {
            return Optional.empty();
        }
        Line line = new Line(null, pattern, null, null, null, null, false, null, null, null, null, null);
        return Optional.of(new Said(null, text(line), List.of()));
    }

    /** Some text that a line's pattern takes. */
    String text(Line line) {
        return Values.of(line, description, random).line();
    }

    /** Whether an honest board prints it: not a failure; nor what the example firmware prints anyway, in other words. */
    private boolean isPrinted(Line line) {
        return line.says() != Says.FAILED && !(description.extendsExample() && line.kind() != null);
    }

    private Optional<Values> drawn(Line line) {
        for (int i = 0; i < TRIES && line.pattern() != null; i++) {
            Values values = Values.of(line, description, random);
            List<Claim> claims = reader.accept(Bytes.utf8(values.line() + "\r\n"));
            if (claims.size() == 1 && line.row().equals(claims.get(0).string(FirmwareDescription.ROW))) {
                return Optional.of(values);
            }
        }
        return Optional.empty();
    }

    /** Banner and end, as far as this firmware prints its own. */
    Optional<Said> banner() {
        return bound(description.banner());
    }

    Optional<Said> end() {
        return bound(description.end());
    }

    /** A line as an honest board prints it, once; empty when it does not, or cannot. */
    Optional<Said> honest(Line line) {
        return isPrinted(line) ? drawn(line).map(it -> honest(line, it)) : Optional.empty();
    }

    private Said honest(Line line, Values values) {
        Message message = line.message();
        List<Fact> seen =
                message != null ? List.of(Messages.received(message, values, random)) : session.seen(line, values);
        Said said = new Said(line, values.line(), seen);
        return line.request() == null ? said : said.answering(Messages.answered(line.request(), values));
    }

    private List<Said> lying(Lie lie, Values values) {
        Said honest = honest(lie.line(), values);
        return switch (lie.kind()) {
            case NOT_SENT, FAILURE_HIDDEN -> List.of(undone(honest, values));
            case NOT_DONE -> List.of(lie.isCovered() ? undone(honest, values) : honest);
            case OTHER_TOPIC -> List.of(honest.seeing(List.of(elsewhere(honest))));
            case OTHER_PAYLOAD -> List.of(honest.seeing(List.of(otherPayload(honest))));
            case OTHER_VALUE -> List.of(otherValue(honest, lie, values));
            case SAID_TWICE -> List.of(honest, honest.seeing(List.of()));
            case NOT_SAID -> List.of(honest.saying(""));
            case BEYOND_LIMIT -> List.of(honest(lie.line(), beyond(lie, values)));
            case OTHER_IGNORED -> List.of(honest);
            case FAILURE_SAID -> List.of(honest.seeing(List.of()));
        };
    }

    /** The cloud sees nothing of it, and the server has something else. */
    private static Said undone(Said honest, Values values) {
        Request request = Objects.requireNonNull(honest.line()).request();
        JsonNode nothing = JsonNodeFactory.instance.nullNode();
        return request == null
                ? honest.seeing(List.of())
                : honest.answering(Messages.answered(request, values, nothing));
    }

    /** The line says one thing, and another was done. */
    private Said otherValue(Said honest, Lie lie, Values values) {
        Values done = other(lie, values);
        Request request = lie.line().request();
        return request == null
                ? honest.seeing(honest(lie.line(), done).seen())
                : honest.answering(Messages.answered(request, values, Messages.filled(request.value(), done)));
    }

    private static Fact elsewhere(Said honest) {
        Fact.MqttReceived message = (Fact.MqttReceived) honest.seen().get(0);
        return Messages.received(message.topic() + ELSEWHERE, message.payload().utf8());
    }

    private static Fact otherPayload(Said honest) {
        return Messages.received(((Fact.MqttReceived) honest.seen().get(0)).topic(), OTHER);
    }

    /** Farther off than any tolerance. */
    private Values other(Lie lie, Values values) {
        Placeholder it = placeholder(lie.line(), lie.about());
        if (it.choices().size() > 1) {
            Object old = values.field(it.name());
            return values.with(
                    it.name(),
                    it.choices().stream()
                            .filter(choice -> !choice.equals(old))
                            .findFirst()
                            .orElseThrow());
        }
        Message message = lie.line().message();
        Request request = lie.line().request();
        double tolerance = message == null
                ? request == null || request.tolerance() == null ? 0 : request.tolerance()
                : message.tolerance().values().stream()
                        .mapToDouble(most -> most)
                        .max()
                        .orElse(0);
        return it.isNumber()
                ? values.with(
                        it.name(),
                        ((BigDecimal) values.field(it.name()))
                                .add(BigDecimal.valueOf(Math.ceil(2 * tolerance) + 1)
                                        .stripTrailingZeros())
                                .toPlainString())
                : values.with(it.name(), it.type().startsWith("hex") ? "fade" : Values.word(random));
    }

    private static Values beyond(Lie lie, Values values) {
        Limits limits = Objects.requireNonNull(
                Objects.requireNonNull(lie.line().measure()).limits());
        double beyond = limits.max() != null ? limits.max() + 1 : Objects.requireNonNull(limits.min()) - 1;
        BigDecimal number = BigDecimal.valueOf(limits.max() != null ? Math.ceil(beyond) : Math.floor(beyond));
        return values.with(
                lie.about(), number.setScale(0, RoundingMode.UNNECESSARY).toPlainString());
    }

    private static Placeholder placeholder(Line line, String name) {
        return PatternParts.of(line).stream()
                .map(PatternParts.Part::placeholder)
                .filter(it -> it != null && it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
