package org.numakerbench.sim.cloud.mqtt;

import java.time.Instant;

/** The message a topic keeps for those who subscribe later. The payload is never changed. */
public record RetainedMessage(String topic, byte[] payload, int qos, Instant lastModified) {}
