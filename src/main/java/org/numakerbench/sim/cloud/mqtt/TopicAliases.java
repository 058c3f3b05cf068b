package org.numakerbench.sim.cloud.mqtt;

/** The short names that a client of MQTT 5 gives its topics, for one connection. */
final class TopicAliases {
    private final String[] topics = new String[Limits.TOPIC_ALIASES + 1];

    /**
     * The topic that a PUBLISH is about.
     *
     * @param topic as sent; empty when the alias stands for it
     * @param alias as sent; negative when there is none
     */
    String resolve(String topic, long alias) throws RefusedException {
        if (alias < 0) {
            return topic;
        }
        if (alias == 0 || alias > Limits.TOPIC_ALIASES) {
            throw RefusedException.fatal(
                    ReasonCode.TOPIC_ALIAS_INVALID,
                    topic,
                    "topic alias " + alias,
                    "use 1 to " + Limits.TOPIC_ALIASES + ", the topic alias maximum in CONNACK");
        }
        if (!topic.isEmpty()) {
            topics[(int) alias] = topic;
        } else if (topics[(int) alias] == null) {
            throw RefusedException.fatal(
                    ReasonCode.PROTOCOL_ERROR,
                    topic,
                    "topic alias " + alias + " stands for no topic yet",
                    "send the topic with the alias first, in every connection anew");
        }
        return topics[(int) alias];
    }
}
