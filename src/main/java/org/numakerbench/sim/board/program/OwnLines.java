package org.numakerbench.sim.board.program;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.board.image.OwnLine;
import org.numakerbench.sim.board.image.OwnLine.Lie;
import org.numakerbench.sim.board.wire.HaltLine;
import org.numakerbench.sim.board.wire.Uart;

/** What a virtual board prints and does that the example firmware does not. One object a boot. */
final class OwnLines {
    private static final Pattern NAMED = Pattern.compile("\\{(\\w+)\\}");
    private static final String ELSEWHERE = "/elsewhere";
    private static final String OTHER = "{\"other\": true}";
    private static final String PAYLOAD = "payload";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<OwnLine> lines;
    private final Uart uart;
    private final HaltLine halt;
    private final Random random = new Random();
    private final Map<String, String> told = new HashMap<>();
    private final Deque<MqttClient.Message> arrived = new ArrayDeque<>();

    OwnLines(List<OwnLine> lines, Uart uart, HaltLine halt) {
        this.lines = lines;
        this.uart = uart;
        this.halt = halt;
    }

    /** A value that the board itself measured: {@code {name}} from now on. */
    void tell(String name, long value) {
        told.put(name, String.valueOf(value));
    }

    /** A message came by a subscription. */
    void arrived(MqttClient.Message message) {
        arrived.add(message);
    }

    /** The lines of a place, in their order; {@code mqtt} is the session there, null where there is none. */
    void print(OwnLine.At at, @Nullable MqttClient mqtt) {
        for (OwnLine line : lines) {
            if (line.at() == at) {
                awaitHost(line);
                Map<String, String> values = new HashMap<>(told);
                line.values().forEach((name, value) -> values.put(name, drawn(value)));
                if (subscribe(line, mqtt) && publish(line, values, mqtt) && await(line, values, mqtt)) {
                    uart.print(Boolean.TRUE.equals(line.prompt()) ? "%s" : "%s\n", filled(line.print(), values));
                }
            }
        }
    }

    /** For ever, as firmware that reads its standard input does. */
    private void awaitHost(OwnLine line) {
        StringBuilder last = new StringBuilder();
        while (line.heard() != null && last.indexOf(line.heard()) < 0) {
            int read = uart.poll();
            if (read >= 0) {
                last.append((char) read);
            }
        }
        if (line.delayMs() != null) {
            halt.sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(line.delayMs()));
        }
    }

    private String drawn(OwnLine.Value value) {
        double number = value.about() + value.spread() * random.nextGaussian();
        return String.format(Locale.ROOT, "%." + value.decimals() + "f", number);
    }

    /** Braces around anything else, JSON's, stay. */
    private static String filled(String text, Map<String, String> values) {
        return NAMED.matcher(text)
                .replaceAll(it ->
                        Matcher.quoteReplacement(Objects.requireNonNullElse(values.get(it.group(1)), it.group())));
    }

    private static boolean subscribe(OwnLine line, @Nullable MqttClient mqtt) {
        if (line.subscribe() == null || line.lie() == Lie.NOT_SENT) {
            return true;
        }
        String filter = line.subscribe() + (line.lie() == Lie.OTHER_TOPIC ? ELSEWHERE : "");
        return mqtt != null && mqtt.subscribe(filter) == MqttClient.OK;
    }

    /** Like the firmware it keeps silent of a publish that fails. */
    private static boolean publish(OwnLine line, Map<String, String> values, @Nullable MqttClient mqtt) {
        if (line.topic() == null) {
            return true;
        }
        if (mqtt == null) {
            return false;
        }
        if (line.lie() == Lie.NOT_SENT) {
            return true;
        }
        String topic = line.topic() + (line.lie() == Lie.OTHER_TOPIC ? ELSEWHERE : "");
        String payload = line.lie() == Lie.OTHER_PAYLOAD ? OTHER : filled(String.valueOf(line.payload()), values);
        return mqtt.publish(topic, payload.getBytes(StandardCharsets.UTF_8)) == MqttClient.OK;
    }

    private boolean await(OwnLine line, Map<String, String> values, @Nullable MqttClient mqtt) {
        if (line.await() == null) {
            return true;
        }
        if (line.lie() == Lie.NOT_SENT) {
            values.put(PAYLOAD, OTHER);
            return true;
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        MqttClient.Message message = taken(line.await());
        while (message == null && mqtt != null && deadline - System.nanoTime() > 0 && mqtt.yield(deadline)) {
            message = taken(line.await());
        }
        if (message == null) {
            return false;
        }
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        values.put(PAYLOAD, line.lie() == Lie.OTHER_PAYLOAD ? OTHER : text);
        return true;
    }

    private MqttClient.@Nullable Message taken(String topic) {
        MqttClient.Message found = arrived.stream()
                .filter(it -> it.topic().equals(topic))
                .findFirst()
                .orElse(null);
        if (found != null) {
            arrived.remove(found);
        }
        return found;
    }
}
