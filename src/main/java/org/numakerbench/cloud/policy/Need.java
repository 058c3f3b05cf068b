package org.numakerbench.cloud.policy;

import java.util.Map;

/**
 * One permission that a step of a run needs.
 *
 * @param step as in reports, or {@code witness.…}
 * @param action for example {@code iot:Publish}
 * @param resource behind the account: {@code topic/a/b}, {@code client/x}
 * @param attributes policy variables that have a value, names in lower case without {@code ${}}
 */
public record Need(String step, String action, String resource, Map<String, String> attributes) {
    public Need {
        attributes = Map.copyOf(attributes);
    }
}
