package org.numakerbench.sim.cloud.jobs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.sim.cloud.policy.ThingName;

/**
 * A request topic of jobs, taken apart (Developer Guide, "Jobs device MQTT API operations").
 *
 * @param topic as it was published on; answers go to {@code accepted} and {@code rejected} below it
 * @param jobId empty for operations on all of a thing's jobs
 */
public record JobTopic(String topic, String thing, Operation operation, String jobId) {
    /** The job ID that stands for the next pending execution. */
    static final String NEXT = "$next";

    private static final Pattern BELOW = Pattern.compile("\\$aws/things/(" + ThingName.EXPRESSION + ")/jobs/(.+)");
    private static final Pattern OF_ONE = Pattern.compile("([a-zA-Z0-9_-]{1,64}|\\$next)/(get|update)");
    // What the service publishes; clients only subscribe to it.
    private static final Pattern ANSWER = Pattern.compile("notify|notify-next|.*/(?:accepted|rejected)");

    /** What a client can ask. */
    public enum Operation {
        GET_PENDING,
        START_NEXT,
        DESCRIBE,
        UPDATE,
        /** Nothing that there is: answered with {@code InvalidTopic}. */
        UNKNOWN
    }

    /** Empty when a topic is none on which clients publish to the jobs service. */
    public static Optional<JobTopic> parse(String topic) {
        Matcher below = BELOW.matcher(topic);
        if (!below.matches() || ANSWER.matcher(below.group(2)).matches()) {
            return Optional.empty();
        }
        String thing = below.group(1);
        Matcher one = OF_ONE.matcher(below.group(2));
        if (one.matches()) {
            boolean get = one.group(2).equals("get");
            Operation operation =
                    get ? Operation.DESCRIBE : one.group(1).equals(NEXT) ? Operation.UNKNOWN : Operation.UPDATE;
            return Optional.of(new JobTopic(topic, thing, operation, one.group(1)));
        }
        Operation operation = switch (below.group(2)) {
            case "get" -> Operation.GET_PENDING;
            case "start-next" -> Operation.START_NEXT;
            default -> Operation.UNKNOWN;
        };
        return Optional.of(new JobTopic(topic, thing, operation, ""));
    }

    /** A topic on which the service tells a thing's subscribers. */
    static String notification(String thing, String kind) {
        return "$aws/things/" + thing + "/jobs/" + kind;
    }
}
