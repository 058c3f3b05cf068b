package org.numakerbench.sim.cloud.mqtt;

import java.util.List;
import java.util.regex.Pattern;
import org.numakerbench.sim.cloud.jobs.JobTopic;
import org.numakerbench.sim.cloud.shadow.ShadowName;

/**
 * Which of AWS's {@code $} topics there are here (Developer Guide, "Reserved topics"): shadows, jobs, lifecycle events and
 * Basic Ingest. All others are refused, when they are subscribed to as when they are published on.
 */
public final class ReservedTopics {
    /** What would make it work, for those who publish. */
    public static final String PUBLISH_RULE =
            "publish without retain on a topic without $, or on a request topic of a shadow or of jobs, or on $aws/rules/";

    /** The same for subscribers. */
    static final String SUBSCRIBE_RULE = "use a filter without $, or one for shadows, jobs or lifecycle events: "
            + "$aws/things/THING/shadow/..., $aws/things/THING/jobs/..., $aws/events/presence|subscriptions/...";

    // "The first three levels" of Basic Ingest: they count neither for the slashes nor for the length.
    private static final Pattern BASIC_INGEST = Pattern.compile("^\\$aws/rules/[a-zA-Z0-9_]{1,128}(?:/|$)");

    private static final List<String[]> SERVED = List.of(
            levels("$aws/things/+/shadow/#"),
            levels("$aws/things/+/jobs/#"),
            levels("$aws/events/presence/#"),
            levels("$aws/events/subscriptions/#"));

    private ReservedTopics() {}

    /** Whether a message on this topic goes to a rule and to no subscriber. */
    static boolean isBasicIngest(String topic) {
        return BASIC_INGEST.matcher(topic).lookingAt();
    }

    /** The part of a topic that its limits count. */
    static String counted(String topic) {
        return BASIC_INGEST.matcher(topic).replaceFirst("");
    }

    /** Whether a client may publish there, permission aside. */
    public static boolean maySend(String topic, boolean retain) {
        return !topic.startsWith("$")
                || !retain
                        && (ShadowName.parseRequest(topic).isPresent()
                                || JobTopic.parse(topic).isPresent()
                                || isBasicIngest(topic));
    }

    /** Whether a filter can match anything that is ever published here, permission aside. */
    static boolean maySubscribe(String filter) {
        return !filter.startsWith("$") || SERVED.stream().anyMatch(served -> meet(levels(filter), served, 0));
    }

    /** Whether some topic matches both filters. */
    private static boolean meet(String[] one, String[] other, int from) {
        if (from == one.length || from == other.length) {
            return one.length == other.length;
        }
        if (one[from].equals("#") || other[from].equals("#")) {
            return true;
        }
        boolean same = one[from].equals(other[from]) || one[from].equals("+") || other[from].equals("+");
        return same && meet(one, other, from + 1);
    }

    private static String[] levels(String filter) {
        return filter.split("/", -1);
    }
}
