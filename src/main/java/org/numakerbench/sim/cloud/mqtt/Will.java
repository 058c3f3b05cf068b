package org.numakerbench.sim.cloud.mqtt;

import java.time.Duration;

/**
 * What a client wants published when it vanishes.
 *
 * @param expirySeconds of the message, from the moment it is published; 0 for a message that does not expire
 * @param delay how long to wait for the client to come back (MQTT 5)
 */
record Will(
        String topic,
        byte[] payload,
        int qos,
        boolean retain,
        MessageProperties properties,
        long expirySeconds,
        Duration delay) {}
