package org.numakerbench.sim.cloud.policy;

import java.util.List;
import java.util.Map;

/**
 * What somebody wants to do.
 *
 * @param action for example {@code iot:Publish}
 * @param resource the part of the ARN behind the account, for example {@code topic/a/b}
 * @param attributes condition keys and policy variables with their values, for example {@code iot:ClientId}; a key that
 *     is absent is one that cannot be resolved. Keys in lower case: they compare without case
 */
public record AccessRequest(String action, String resource, Map<String, List<String>> attributes) {
    /** The region and account the local AWS IoT pretends to be in. */
    static final String ARN_PREFIX = "arn:aws:iot:us-east-1:123456789012:";

    String arn() {
        return ARN_PREFIX + resource;
    }
}
