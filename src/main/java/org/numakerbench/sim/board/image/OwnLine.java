package org.numakerbench.sim.board.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A line that a virtual board prints beside the example firmware's.
 *
 * @param at when
 * @param print the line, without its end
 * @param topic on which it publishes before it prints; null: it publishes nothing
 * @param payload what it publishes; null: nothing
 * @param lie what it does instead; null: what it says
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heard,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long delayMs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean prompt) {
    /** A line that waits for nothing. */
    public OwnLine(At at, String print, @Nullable String topic, @Nullable String payload, @Nullable Lie lie) {
        this(at, print, topic, payload, lie, null, null, null);
    }

    /** When in a boot a line comes. */
    public enum At {
        /** Before the network comes up. */
        @JsonProperty("boot")
        BOOT,
        /** Behind the line that the MQTT session is there. */
        @JsonProperty("connected")
        CONNECTED,
        /** Ahead of the end of the MQTT session. */
        @JsonProperty("disconnecting")
        DISCONNECTING,
        /** Ahead of the memory report. */
        @JsonProperty("end")
        END
    }

    /** What a lying board does. */
    public enum Lie {
        /** Publishes nothing. */
        @JsonProperty("not-sent")
        NOT_SENT,
        /** Publishes something else. */
        @JsonProperty("other-payload")
        OTHER_PAYLOAD,
        /** Publishes it elsewhere. */
        @JsonProperty("other-topic")
        OTHER_TOPIC
    }

    public OwnLine {
        if ((topic == null) != (payload == null)) {
            throw new IllegalArgumentException("\"" + print + "\": a topic needs a payload, and a payload a topic");
        }
        boolean session = at == At.CONNECTED || at == At.DISCONNECTING;
        if (topic != null && !session) {
            throw new IllegalArgumentException(
                    "\"" + print + "\": nothing can be published but at connected or disconnecting");
        }
        if (lie != null && topic == null) {
            throw new IllegalArgumentException("\"" + print + "\": a lie needs a topic and a payload");
        }
    }
}
