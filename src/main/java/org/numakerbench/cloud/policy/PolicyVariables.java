package org.numakerbench.cloud.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What AWS IoT puts in for {@code ${...}} (AWS IoT Core Developer Guide, "Basic policy variables", "Thing policy
 * variables", "X.509 certificate policy variables").
 *
 * @param values those that the bench knows, by name in lower case
 * @param mqtt false for a client of HTTPS, which has neither a client ID nor a thing
 */
record PolicyVariables(Map<String, String> values, boolean mqtt) {
    private static final String THING = "iot:connection.thing.";
    private static final String CLIENT_ID = "iot:clientid";
    private static final List<String> OTHERS = List.of(
            "iot:certificate.", "iot:domainname", "aws:sourceip", "aws:currenttime", "aws:epochtime", "aws:principal");

    /** Text in which there are none. */
    static final PolicyVariables NONE = new PolicyVariables(Map.of(), false);

    /** A client that is not known yet. */
    static final PolicyVariables ANY = new PolicyVariables(Map.of(), true);

    /**
     * A variable.
     *
     * @param known its value, or null
     * @param possible that AWS has a value for it; without one the statement does not match
     */
    record Value(@Nullable String known, boolean possible) {}

    static PolicyVariables of(Need need) {
        return new PolicyVariables(need.attributes(), need.attributes().containsKey(CLIENT_ID));
    }

    /** The variable {@code name}, as between the braces. */
    Value of(String name) {
        if (name.length() == 1 && "*?$".contains(name)) {
            return new Value(name, true);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        String value = values.get(lower);
        // With a certificate that is attached to one thing exclusively, AWS knows the thing whatever the client ID is.
        boolean connection = lower.startsWith(THING) || lower.equals(CLIENT_ID);
        return new Value(
                value, value != null || (connection ? mqtt : OTHERS.stream().anyMatch(lower::startsWith)));
    }
}
