package org.numakerbench.selftest.own;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.evidence.FirmwareDescription.Line;
import org.numakerbench.evidence.FirmwareDescription.Measure;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.model.Measurement.Limits;
import org.numakerbench.uart.PatternParts;
import org.numakerbench.uart.PatternParts.Part;
import org.numakerbench.uart.PatternParts.Placeholder;

/** What stands in the place of a line's placeholders in one run: drawn, or another than was drawn. */
final class Values {
    private static final int MOST = 900;
    /** More than any other number, as that of the current heap. */
    private static final Limits HEAP_MAX = new Limits(1000.0, 2000.0);

    private final List<Part> parts;
    private final Map<Part, String> texts;

    private Values(List<Part> parts, Map<Part, String> texts) {
        this.parts = parts;
        this.texts = texts;
    }

    /** Draws those of a line, within its limits. */
    static Values of(Line line, FirmwareDescription description, Random random) {
        List<Part> parts = PatternParts.of(line);
        Map<Part, String> texts = new HashMap<>();
        for (Part part : parts) {
            Placeholder placeholder = part.placeholder();
            if (placeholder != null) {
                texts.put(part, drawn(placeholder, line, description, random));
            }
        }
        return new Values(parts, texts);
    }

    /** The same but for one. */
    Values with(String name, String text) {
        Map<Part, String> others = new HashMap<>(texts);
        others.replaceAll(
                (part, old) -> Objects.requireNonNull(part.placeholder()).name().equals(name) ? text : old);
        return new Values(parts, others);
    }

    /** The line. */
    String line() {
        StringBuilder line = new StringBuilder();
        parts.forEach(it -> line.append(it.placeholder() == null ? it.words() : Objects.requireNonNull(texts.get(it))));
        return line.toString();
    }

    /** What the field of that name is, as a message has it; a number or a text. */
    Object field(String name) {
        for (Part part : parts) {
            Placeholder placeholder = part.placeholder();
            if (placeholder != null && placeholder.name().equals(name)) {
                String text = Objects.requireNonNull(texts.get(part));
                return switch (placeholder.type()) {
                    case "int", "number" -> new BigDecimal(text);
                    case "hex" -> new BigDecimal(Long.parseLong(text, 16));
                    case "hexText" -> "0x" + text;
                    default -> text.strip();
                };
            }
        }
        throw new IllegalArgumentException("{" + name + "} is no placeholder");
    }

    private static String drawn(Placeholder it, Line line, FirmwareDescription description, Random random) {
        if (!it.choices().isEmpty()) {
            return it.choices().get(random.nextInt(it.choices().size()));
        }
        Measure measure = line.measure();
        Limits limits = measure != null && measure.value().equals(it.name()) && measure.limits() != null
                ? measure.limits()
                : "heap-max".equals(line.kind()) ? HEAP_MAX : Limits.NONE;
        return switch (it.type()) {
            case "int" ->
                number(limits, random).setScale(0, RoundingMode.HALF_UP).toPlainString();
            case "number" -> number(limits, random).toPlainString();
            case "hex", "hexText" -> Integer.toHexString(1 + random.nextInt(1 << 16));
            case "spaces" -> " ";
            default -> {
                Message message = line.message();
                yield message == null ? word(random) : new Listening(description).value(it.name(), message, random);
            }
        };
    }

    private static BigDecimal number(Limits limits, Random random) {
        double least = limits.min() != null ? limits.min() : limits.max() != null ? limits.max() - MOST : 1;
        double most = limits.max() != null ? limits.max() : least + MOST;
        double middle = least + (most - least) * (0.25 + random.nextDouble() / 2);
        return BigDecimal.valueOf(middle).setScale(2, RoundingMode.HALF_UP);
    }

    /** Letters and a digit. */
    static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.append(random.nextInt(10)).toString();
    }
}
