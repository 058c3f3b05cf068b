package org.numakerbench.sim.cloud.mqtt;

/**
 * A message under way. The payload is shared by all receivers and never changed.
 *
 * @param qos 0 or 1
 * @param retained whether it comes from the store of retained messages; live deliveries never do
 */
record Message(String topic, byte[] payload, int qos, boolean retained) {
    Message atMost(int grantedQos) {
        return grantedQos >= qos ? this : new Message(topic, payload, grantedQos, retained);
    }
}
