package org.numakerbench.sim.cloud.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy.
 *
 * @param allow {@code Effect}
 * @param actions patterns; matched without case
 * @param notActions whether {@code actions} came as {@code NotAction}
 * @param resources patterns with variables
 * @param notResources whether {@code resources} came as {@code NotResource}
 * @param conditions all must hold
 * @param variables whether the policy's version knows variables
 */
record Statement(
        boolean allow,
        List<TextPattern> actions,
        boolean notActions,
        List<String> resources,
        boolean notResources,
        List<Condition> conditions,
        boolean variables) {

    boolean matches(AccessRequest request) {
        boolean action = actions.stream().anyMatch(pattern -> pattern.matches(request.action()));
        return action != notActions
                && resource(request)
                && conditions.stream().allMatch(condition -> condition.holds(request.attributes()));
    }

    private boolean resource(AccessRequest request) {
        boolean matched = false;
        for (String written : resources) {
            Optional<TextPattern> pattern = TextPattern.of(anywhere(written), variables, request.attributes());
            if (pattern.isPresent()) {
                matched |= pattern.get().matches(request.arn());
            } else if (notResources) {
                return false;
            }
        }
        return matched != notResources;
    }

    /** A policy written for any region and account works here: those two parts are not what is tried out locally. */
    private static String anywhere(String written) {
        String[] parts = written.split(":", 6);
        return parts.length == 6 && parts[0].equals("arn")
                ? String.join(":", parts[0], "*", parts[2], "*", "*", parts[5])
                : written;
    }
}
