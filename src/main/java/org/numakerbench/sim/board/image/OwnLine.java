package org.numakerbench.sim.board.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of a virtual board's that is not the example firmware's. {@code {name}} in its texts is a value drawn anew each time.
 *
 * @param at when
 * @param print the line, without its end
 * @param topic on which it publishes before it prints; null: it publishes nothing
 * @param payload what it publishes; null: nothing
 * @param lie what it does instead; null: what it says
 * @param subscribe filter to which it subscribes before it prints; null: none
 * @param await topic on which a message must arrive before it prints, {@code {payload}} is that message's; null: none
 * @param values by name
 * @param heard text that the host has to send first; null: it waits for none
 * @param delayMs so long it does something else first, once it has heard that; null: not at all
 * @param prompt true for a line without an end; null: it has one
 */
public record OwnLine(
        At at,
        String print,
        @Nullable String topic,
        @Nullable String payload,
        @Nullable Lie lie,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String subscribe,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String await,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        Map<String, Value> values,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heard,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long delayMs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean prompt) {
    private static final Set<At> IN_SESSION = EnumSet.of(At.CONNECTED, At.DISCONNECTING);

    /** When in a boot a line comes. */
    public enum At {
        /** Before the network comes up. */
        @JsonProperty("boot")
        BOOT,
        /** Once the network is up. */
        @JsonProperty("network")
        NETWORK,
        /** Behind the line that the MQTT session is there. */
        @JsonProperty("connected")
        CONNECTED,
        /** When there is no network, or no session. */
        @JsonProperty("failed")
        FAILED,
        /** Ahead of the end of the MQTT session. */
        @JsonProperty("disconnecting")
        DISCONNECTING,
        /** Ahead of the memory report. */
        @JsonProperty("end")
        END
    }

    /** What a lying board does. */
    public enum Lie {
        /** Does nothing of it. */
        @JsonProperty("not-sent")
        NOT_SENT,
        /** Publishes something else, or tells of another message than arrived. */
        @JsonProperty("other-payload")
        OTHER_PAYLOAD,
        /** Publishes, or subscribes, elsewhere. */
        @JsonProperty("other-topic")
        OTHER_TOPIC
    }

    /**
     * A number that varies: normal around a mean.
     *
     * @param about the mean
     * @param spread standard deviation, at least 0
     * @param decimals digits behind the point, 0 to 9
     */
    public record Value(double about, double spread, int decimals) {}

    public OwnLine {
        values = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNullElse(values, Map.of())));
        if ((topic == null) != (payload == null)) {
            throw new IllegalArgumentException("\"" + print + "\": a topic needs a payload, and a payload a topic");
        }
        if (topic != null && !IN_SESSION.contains(at)) {
            throw new IllegalArgumentException(
                    "\"" + print + "\": nothing can be published but at connected or disconnecting");
        }
        if ((subscribe != null || await != null) && !IN_SESSION.contains(at)) {
            throw new IllegalArgumentException(
                    "\"" + print + "\": nothing can be received but at connected or disconnecting");
        }
        if (lie != null && !isPossible(lie, topic, subscribe, await)) {
            throw new IllegalArgumentException(
                    "\"" + print + "\": a lie needs what it is about: a topic and a payload, subscribe: or await:");
        }
    }

    private static boolean isPossible(
            Lie lie, @Nullable String topic, @Nullable String subscribe, @Nullable String await) {
        return switch (lie) {
            case NOT_SENT -> topic != null || subscribe != null || await != null;
            case OTHER_PAYLOAD -> topic != null || await != null;
            case OTHER_TOPIC -> topic != null || subscribe != null;
        };
    }

    /** One that waits for no text of the host's. */
    public OwnLine(
            At at,
            String print,
            @Nullable String topic,
            @Nullable String payload,
            @Nullable Lie lie,
            @Nullable String subscribe,
            @Nullable String await,
            @Nullable Map<String, Value> values) {
        this(at, print, topic, payload, lie, subscribe, await, values, null, null, null);
    }

    /** One that publishes at most. */
    public OwnLine(At at, String print, @Nullable String topic, @Nullable String payload, @Nullable Lie lie) {
        this(at, print, topic, payload, lie, null, null, null);
    }

    @Override
    public Map<String, Value> values() {
        return Objects.requireNonNull(values);
    }

    /** True when the line needs more of the board than to print beside the example firmware. */
    boolean needsScratch() {
        return subscribe != null || await != null || at == At.FAILED;
    }
}
