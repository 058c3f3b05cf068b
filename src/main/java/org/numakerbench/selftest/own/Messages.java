package org.numakerbench.selftest.own;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.FirmwareDescription.Message;
import org.numakerbench.evidence.FirmwareDescription.Request;
import org.numakerbench.text.JsonText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The messages that an honest board sends for a line, and those that a lying one sends instead. */
final class Messages {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)\\}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final AtomicLong ANSWERS = new AtomicLong();

    private Messages() {}

    /** What the witness receives of a message with these values. */
    static Fact.MqttReceived received(Message message, Values values, Random random) {
        return received(filled(message.topic(), values), payload(message, values, random));
    }

    static Fact.MqttReceived received(String topic, String payload) {
        return new Fact.MqttReceived(topic, Bytes.utf8(payload), 1, false, false);
    }

    private static String payload(Message message, Values values, Random random) {
        if (message.text() != null) {
            return filled(message.text(), values);
        }
        if (message.json() == null) {
            return Values.word(random);
        }
        JsonNode json = filled(message.json(), values);
        message.tolerance().forEach((pointer, most) -> vary(json, pointer, most * (random.nextDouble() - 0.5)));
        for (String pointer : message.ignore()) {
            put(json, pointer, NODES.numberNode(random.nextInt()));
        }
        return JsonText.line(json);
    }

    /** Names of placeholders that what is compared depends on: the topic's, and the payload's but for what is ignored. */
    static Set<String> compared(Message message) {
        Set<String> names = new HashSet<>();
        collect(message.topic(), names);
        if (message.text() != null) {
            collect(message.text(), names);
        } else if (message.json() != null) {
            JsonNode json = message.json().deepCopy();
            message.ignore().forEach(it -> put(json, it, NODES.nullNode()));
            collect(JsonText.line(json), names);
        }
        return names;
    }

    /** Names of the placeholders in a text. */
    static Set<String> named(String text) {
        Set<String> names = new HashSet<>();
        collect(text, names);
        return names;
    }

    /** What a server answers to the request of a line with these values, when it knows of them. */
    static List<Fact> answered(Request request, Values values) {
        return answered(request, values, filled(request.value(), values));
    }

    /** The same, when something else is there. */
    static List<Fact> answered(Request request, Values values, JsonNode there) {
        long number = ANSWERS.incrementAndGet();
        return List.of(
                new Fact.HttpAsked(number, filled(request.get(), values)),
                new Fact.HttpAnswered(number, 200, Bytes.utf8(JsonText.line(around(request.where(), there)))));
    }

    /** A document that has the value at the pointer. */
    private static JsonNode around(String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        if (last < 0) {
            return value;
        }
        ObjectNode object = NODES.objectNode();
        object.set(pointer.substring(last + 1).replace("~1", "/").replace("~0", "~"), value);
        return around(pointer.substring(0, last), object);
    }

    private static void collect(String text, Set<String> names) {
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            names.add(named.group(1));
        }
    }

    static String filled(String text, Values values) {
        return NAMED.matcher(text).replaceAll(it -> {
            Object value = values.field(it.group(1));
            return Matcher.quoteReplacement(
                    value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value));
        });
    }

    static JsonNode filled(JsonNode template, Values values) {
        if (template instanceof ObjectNode object) {
            ObjectNode filled = NODES.objectNode();
            object.properties().forEach(it -> filled.set(it.getKey(), filled(it.getValue(), values)));
            return filled;
        }
        if (template instanceof ArrayNode array) {
            ArrayNode filled = NODES.arrayNode();
            array.forEach(it -> filled.add(filled(it, values)));
            return filled;
        }
        if (!template.isString()) {
            return template;
        }
        Matcher whole = NAMED.matcher(template.stringValue());
        return whole.matches() && values.field(whole.group(1)) instanceof BigDecimal number
                ? NODES.numberNode(number)
                : NODES.stringNode(filled(template.stringValue(), values));
    }

    private static void vary(JsonNode json, String pointer, double by) {
        JsonNode old = json.at(pointer);
        if (old.isNumber()) {
            put(json, pointer, NODES.numberNode(old.decimalValue().add(BigDecimal.valueOf(by))));
        }
    }

    /** Of a pointer through objects; where there is none on its way, nothing. */
    private static void put(JsonNode json, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = last == 0 ? json : json.at(pointer.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.set(pointer.substring(last + 1).replace("~1", "/").replace("~0", "~"), value);
        }
    }
}
