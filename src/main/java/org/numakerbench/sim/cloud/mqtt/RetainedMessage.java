package org.numakerbench.sim.cloud.mqtt;

import java.time.Instant;

/** The message a topic keeps for those who subscribe later. The payload is never changed. */
public final class RetainedMessage {
    private final Message message;
    private final Instant lastModified;

    RetainedMessage(Message message, Instant lastModified) {
        this.message = message;
        this.lastModified = lastModified;
    }

    /** Its topic. */
    public String topic() {
        return message.topic();
    }

    /** Its payload. */
    public byte[] payload() {
        return message.payload();
    }

    /** The QoS it was published with: 0 or 1. */
    public int qos() {
        return message.qos();
    }

    /** When it was published. */
    public Instant lastModified() {
        return lastModified;
    }

    Message message() {
        return message;
    }
}
