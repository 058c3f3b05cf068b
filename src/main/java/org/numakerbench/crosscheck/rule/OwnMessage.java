package org.numakerbench.crosscheck.rule;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.crosscheck.timeline.JsonDifference;
import org.numakerbench.crosscheck.timeline.Message;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Claim;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The message that a line of a user's own firmware names, with what the line's placeholders took. */
final class OwnMessage {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)\\}");

    private final FirmwareDescription.Message description;
    private final String topic;
    private final @Nullable String text;
    private final @Nullable JsonNode json;

    OwnMessage(FirmwareDescription.Message description, Claim claim) {
        this.description = description;
        this.topic = filled(description.topic(), claim);
        this.text = description.text() == null ? null : filled(description.text(), claim);
        this.json = description.json() == null ? null : filled(description.json(), claim);
    }

    String topic() {
        return topic;
    }

    /** What differs between the two, for a person; empty when the message is the one. */
    Optional<String> difference(Message message) {
        if (text != null) {
            return message.says(text) ? Optional.empty() : Optional.of("it is not \"" + text + "\"");
        }
        if (json == null) {
            return Optional.empty();
        }
        JsonNode seen = message.json();
        return seen == null
                ? Optional.of("it is no JSON")
                : JsonDifference.first(json, seen, description.tolerance(), description.ignore());
    }

    private static String filled(String template, Claim claim) {
        return NAMED.matcher(template).replaceAll(found -> Matcher.quoteReplacement(text(found.group(1), claim)));
    }

    private static String text(String name, Claim claim) {
        Object value = claim.fields().get(name);
        return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    }

    /** A text that is one placeholder becomes what it took: a number stays a number. */
    private static JsonNode filled(JsonNode template, Claim claim) {
        if (template instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(it -> filled.set(it.getKey(), filled(it.getValue(), claim)));
            return filled;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            array.forEach(it -> filled.add(filled(it, claim)));
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
                : JsonNodeFactory.instance.stringNode(filled(template.stringValue(), claim));
    }
}
