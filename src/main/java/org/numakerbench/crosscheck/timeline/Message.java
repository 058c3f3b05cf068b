package org.numakerbench.crosscheck.timeline;

import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.Fact;
import tools.jackson.databind.JsonNode;

/** A message the witness received. Every open claim is compared with it, so what it says is worked out once. */
public final class Message {
    private final long seq;
    private final long nanos;
    private final String topic;
    private final Bytes payload;
    private final int qos;
    private final boolean retained;
    private @Nullable String text;
    private @Nullable String bytes;
    private @Nullable JsonNode json;
    private boolean parsed;

    /**
     * @param seq of its log entry
     * @param nanos when it was received, monotonic
     */
    Message(long seq, long nanos, Fact.MqttReceived received) {
        this.seq = seq;
        this.nanos = nanos;
        this.topic = received.topic();
        this.payload = received.payload();
        this.qos = received.qos();
        this.retained = received.retained();
    }

    /** When it was received, monotonic. */
    public long nanos() {
        return nanos;
    }

    public long seq() {
        return seq;
    }

    /** QoS that the witness received it with. */
    public int qos() {
        return qos;
    }

    public boolean retained() {
        return retained;
    }

    public String topic() {
        return topic;
    }

    public Bytes payload() {
        return payload;
    }

    /** Payload as UTF-8 text. */
    public String text() {
        String known = text;
        if (known == null) {
            known = payload.utf8();
            text = known;
        }
        return known;
    }

    /** Payload as JSON; null when it is none. */
    public @Nullable JsonNode json() {
        if (!parsed) {
            json = Json.parse(text());
            parsed = true;
        }
        return json;
    }

    /** True when these are its words, whether the bytes are read as UTF-8 or one by one, and however a line ends. */
    public boolean says(String words) {
        String said = unix(words);
        // Line ends apart, a text has a byte or more for each character.
        if (said.length() > payload.length()) {
            return false;
        }
        String known = bytes;
        if (known == null) {
            known = unix(payload.latin1());
            bytes = known;
        }
        return said.equals(known) || said.equals(unix(text()));
    }

    private static String unix(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    }

    @Override
    public String toString() {
        return "entry " + seq + " on " + topic + ": " + text();
    }
}
