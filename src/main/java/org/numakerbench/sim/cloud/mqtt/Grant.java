package org.numakerbench.sim.cloud.mqtt;

/**
 * How a subscriber gets what matches its filter.
 *
 * @param qos 0 or 1
 * @param noLocal whether it does without what it publishes itself (MQTT 5)
 * @param retainAsPublished whether it gets the retain flag as it was published (MQTT 5)
 */
record Grant(int qos, boolean noLocal, boolean retainAsPublished) {
    /** Of overlapping subscriptions the more generous counts. */
    Grant or(Grant other) {
        return new Grant(
                Math.max(qos, other.qos), noLocal && other.noLocal, retainAsPublished || other.retainAsPublished);
    }
}
