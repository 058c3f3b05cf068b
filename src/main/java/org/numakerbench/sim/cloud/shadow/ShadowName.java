package org.numakerbench.sim.cloud.shadow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.numakerbench.sim.cloud.policy.ThingName;

/**
 * Names one shadow: a thing, and the shadow's own name if it is not the classic (unnamed) one.
 *
 * @param thing thing name
 * @param shadow shadow name, or null for the classic shadow
 */
public record ShadowName(String thing, @Nullable String shadow) {
    static final Pattern SHADOW = Pattern.compile("[$a-zA-Z0-9:_-]{1,64}");
    private static final Pattern REQUEST =
            Pattern.compile("\\$aws/things/([^/]+)/shadow(?:/name/([^/]+))?/(update|get|delete)");

    /** What a client can ask of a shadow by publishing. */
    public enum Operation {
        UPDATE,
        GET,
        DELETE
    }

    /** A request topic, taken apart. */
    public record Request(ShadowName name, Operation operation) {}

    /** The classic shadow of a thing. */
    public static ShadowName classic(String thing) {
        return new ShadowName(thing, null);
    }

    /** Takes a request topic apart; empty when the topic is not one of the three request topics. */
    public static Optional<Request> parseRequest(String topic) {
        Matcher matcher = REQUEST.matcher(topic);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Operation operation = switch (matcher.group(3)) {
            case "update" -> Operation.UPDATE;
            case "get" -> Operation.GET;
            default -> Operation.DELETE;
        };
        return Optional.of(new Request(new ShadowName(matcher.group(1), matcher.group(2)), operation));
    }

    /** Whether the thing's name keeps to AWS's characters and length. */
    boolean isThingValid() {
        return ThingName.isValid(thing);
    }

    /** Whether the shadow's own name does; the classic shadow has none. */
    boolean isShadowValid() {
        return shadow == null || SHADOW.matcher(shadow).matches();
    }

    /** The topic below this shadow's prefix, for example {@code topic("update/accepted")}. */
    public String topic(String suffix) {
        String prefix = "$aws/things/" + thing + "/shadow/";
        return shadow == null ? prefix + suffix : prefix + "name/" + shadow + "/" + suffix;
    }

    /** The name that error texts quote: the thing's for a classic shadow, the shadow's own otherwise. */
    public String spoken() {
        return shadow == null ? thing : shadow;
    }

    /** The resource part of a policy ARN: {@code thing/T} or {@code thing/T/S}. */
    public String resource() {
        return shadow == null ? "thing/" + thing : "thing/" + thing + "/" + shadow;
    }
}
