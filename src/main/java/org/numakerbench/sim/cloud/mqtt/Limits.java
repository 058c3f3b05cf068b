package org.numakerbench.sim.cloud.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** AWS IoT Core's quotas for MQTT (AWS General Reference, "AWS IoT Core endpoints and quotas"). */
public final class Limits {
    /** Largest payload, in bytes. */
    public static final int PAYLOAD_BYTES = 128 * 1024;

    static final int TOPIC_BYTES = 256;
    static final int SLASHES = 7;
    static final int FILTERS_PER_SUBSCRIBE = 8;
    static final int SUBSCRIPTIONS = 50;
    static final int CLIENT_ID_BYTES = 128;
    static final int UNACKNOWLEDGED = 100;
    static final int TOPIC_ALIASES = 8;
    /** Largest packet of MQTT 5: payload, topic and properties. What AWS says in CONNACK. */
    static final int PACKET_BYTES = 149_504;
    /** How the client IDs begin that the broker makes up for clients of MQTT 5. */
    static final String ASSIGNED_CLIENT_ID = "$GEN/";

    static final Duration SESSION_KEPT = Duration.ofHours(1);
    static final String TOPIC_RULE =
            "use 1 to " + TOPIC_BYTES + " bytes, at most " + SLASHES + " slashes, UTF-8 without NUL, no + or #";
    static final String PAYLOAD_RULE = "send at most " + PAYLOAD_BYTES + " bytes";

    private static final int KEEP_ALIVE_MIN_SECONDS = 30;
    private static final int KEEP_ALIVE_MAX_SECONDS = 1200;

    private Limits() {}

    /** How long a session outlives its connection, of what the client asked for. */
    static Duration sessionKept(Duration asked) {
        return asked.compareTo(SESSION_KEPT) > 0 ? SESSION_KEPT : asked;
    }

    /** The keep-alive time that counts, for that of a CONNECT packet, both in seconds. */
    static int keepAliveSeconds(int asked) {
        return asked == 0
                ? KEEP_ALIVE_MAX_SECONDS
                : Math.min(Math.max(asked, KEEP_ALIVE_MIN_SECONDS), KEEP_ALIVE_MAX_SECONDS);
    }

    /** How long a client may be silent, for the keep-alive time of its CONNECT packet in seconds. */
    static Duration silence(int asked) {
        return Duration.ofMillis(keepAliveSeconds(asked) * 1500L);
    }

    /** Whether a client ID is one that AWS takes. */
    static boolean isClientId(String id) {
        return !id.isEmpty() && !id.startsWith("$") && isUtf8(id) && bytes(id) <= CLIENT_ID_BYTES;
    }

    /** Whether a topic name is one that AWS takes: wildcards are for filters. */
    public static boolean isTopic(String topic) {
        return !topic.isEmpty()
                && isWithin(ReservedTopics.counted(topic))
                && topic.indexOf('#') < 0
                && topic.indexOf('+') < 0;
    }

    static boolean fits(String text) {
        return !text.isEmpty() && isWithin(text);
    }

    private static boolean isWithin(String text) {
        return text.indexOf('\0') < 0
                && isUtf8(text)
                && bytes(text) <= TOPIC_BYTES
                && text.chars().filter(character -> character == '/').count() <= SLASHES;
    }

    /** The codec replaces what is not UTF-8 (MQTT-1.5.3-1); nobody has that character in a name on purpose. */
    private static boolean isUtf8(String decoded) {
        return decoded.indexOf('\uFFFD') < 0;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
