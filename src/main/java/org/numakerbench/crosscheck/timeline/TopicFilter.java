package org.numakerbench.crosscheck.timeline;

/** MQTT topic filters as AWS IoT matches them: {@code a/#} does not match {@code a}; wildcards never match {@code $}. */
public final class TopicFilter {
    private TopicFilter() {}

    /** True when a subscription to {@code filter} receives {@code topic}. */
    public static boolean matches(String filter, String topic) {
        if (topic.startsWith("$") && !filter.startsWith("$")) {
            return false;
        }
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return levels.length > i;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
