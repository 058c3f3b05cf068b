package org.numakerbench.sim.cloud.mqtt;

/** One who gets what matches a filter. */
sealed interface Subscriber permits Session, SharedGroup {
    /** Takes a message that was published just now. */
    void deliver(Message message, Grant grant);
}
