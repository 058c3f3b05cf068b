package org.numakerbench.crosscheck.rule;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;
import org.numakerbench.uart.Claim;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Texts of a description with what a line's placeholders took in the places of their names. */
final class Filled {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)\\}");
    /** A segment that leads elsewhere, however it is escaped. */
    private static final Pattern DOTS = Pattern.compile("\\.*");

    private static final int LONGEST_URL = 2000;

    private Filled() {}

    static String text(String template, Claim claim) {
        return filled(template, claim, UnaryOperator.identity());
    }

    /** What the device says stays in its segment, whatever it is; null where no such URL can be made. */
    static @Nullable String url(String template, Claim claim) {
        Matcher named = NAMED.matcher(template);
        while (named.find()) {
            if (DOTS.matcher(text(named.group(), claim)).matches()) {
                return null;
            }
        }
        String url = filled(template, claim, it -> PercentCodec.encode(it, StandardCharsets.UTF_8));
        return url.length() > LONGEST_URL ? null : url;
    }

    /** A text that is one placeholder becomes what it took: a number stays a number. */
    static JsonNode json(JsonNode template, Claim claim) {
        if (template instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(it -> filled.set(it.getKey(), json(it.getValue(), claim)));
            return filled;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            array.forEach(it -> filled.add(json(it, claim)));
            return filled;
        }
        if (!template.isString()) {
            return template;
        }
        Matcher whole = NAMED.matcher(template.stringValue());
        Object value = whole.matches() ? claim.fields().get(whole.group(1)) : null;
        if (value instanceof Long number) {
            return JsonNodeFactory.instance.numberNode(number);
        }
        return value instanceof BigDecimal number
                ? JsonNodeFactory.instance.numberNode(number)
                : JsonNodeFactory.instance.stringNode(text(template.stringValue(), claim));
    }

    private static String filled(String template, Claim claim, UnaryOperator<String> escaped) {
        return NAMED.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(escaped.apply(field(found.group(1), claim))));
    }

    private static String field(String name, Claim claim) {
        Object value = claim.fields().get(name);
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }
}
