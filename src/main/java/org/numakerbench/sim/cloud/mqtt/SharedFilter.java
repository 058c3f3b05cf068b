package org.numakerbench.sim.cloud.mqtt;

import java.util.Optional;

/**
 * A shared subscription, {@code $share/group/filter}.
 *
 * @param filter what is matched with topics
 */
record SharedFilter(String group, String filter) {
    private static final String PREFIX = "$share/";

    /** Whether a filter means to be one. */
    static boolean isMeant(String sent) {
        return sent.equals("$share") || sent.startsWith(PREFIX);
    }

    /** Empty when the group or the filter behind it is not one. */
    static Optional<SharedFilter> parse(String sent) {
        int slash = sent.indexOf('/', PREFIX.length());
        if (!sent.startsWith(PREFIX) || slash <= PREFIX.length()) {
            return Optional.empty();
        }
        SharedFilter shared = new SharedFilter(sent.substring(PREFIX.length(), slash), sent.substring(slash + 1));
        return TopicFilter.hasWildcard(shared.group) || !TopicFilter.isValid(shared.filter)
                ? Optional.empty()
                : Optional.of(shared);
    }
}
