package org.numakerbench.sim.cloud.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The MQTT 5 properties of a message that go with it to its subscribers: payload format, content type, response topic,
 * correlation data, user properties.
 *
 * @param passedOn never changed
 * @param bytes their size in a packet, at most
 */
record MessageProperties(MqttProperties passedOn, int bytes) {
    static final MessageProperties NONE = new MessageProperties(MqttProperties.NO_PROPERTIES, 0);

    private static final Set<Integer> PASSED_ON = Set.of(
            MqttProperties.PAYLOAD_FORMAT_INDICATOR,
            MqttProperties.CONTENT_TYPE,
            MqttProperties.RESPONSE_TOPIC,
            MqttProperties.CORRELATION_DATA,
            MqttProperties.USER_PROPERTY);

    /** What of a PUBLISH or a will goes with the message. */
    static MessageProperties of(MqttProperties sent) {
        if (sent.isEmpty()) {
            return NONE;
        }
        MqttProperties kept = new MqttProperties();
        int bytes = 0;
        for (MqttProperty<?> each : sent.listAll()) {
            if (PASSED_ON.contains(each.propertyId())) {
                kept.add(each);
                bytes += size(each);
            }
        }
        return new MessageProperties(kept, bytes);
    }

    /** For a packet: with the seconds the message has left, if it ends at all. */
    MqttProperties withExpiry(long seconds) {
        MqttProperties all = new MqttProperties();
        for (MqttProperty<?> each : passedOn.listAll()) {
            all.add(each);
        }
        all.add(new IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int) seconds));
        return all;
    }

    /** A number among properties, unsigned. */
    static long number(MqttProperties properties, int id, long otherwise) {
        return properties.getProperty(id) instanceof IntegerProperty found
                ? Integer.toUnsignedLong(found.value())
                : otherwise;
    }

    /** A text among properties; empty when it is not there. */
    static String text(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof StringProperty found ? found.value() : "";
    }

    private static int size(MqttProperty<?> property) {
        int header = 5;
        if (property instanceof StringProperty text) {
            return header + length(text.value());
        }
        if (property instanceof BinaryProperty binary) {
            return header + binary.value().length;
        }
        if (property instanceof UserProperties pairs) {
            int sum = 0;
            for (StringPair pair : pairs.value()) {
                sum += header + length(pair.key) + length(pair.value);
            }
            return sum;
        }
        return header;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
