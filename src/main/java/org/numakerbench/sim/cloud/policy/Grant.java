package org.numakerbench.sim.cloud.policy;

import java.util.List;
import java.util.Optional;

/**
 * What one certificate has.
 *
 * @param policies all count together: what one denies no other allows
 * @param things the things it is attached to
 */
public record Grant(List<Policy> policies, Things things) {
    /** Keeps its own copy. */
    public Grant {
        policies = List.copyOf(policies);
    }

    /** Which thing a connection stands for. */
    @FunctionalInterface
    public interface Things {
        /** The thing that a client ID means with this certificate, if it is attached to one. */
        Optional<ThingFacts> of(String clientId);
    }

    /** A certificate of the bench's own: attached to whatever thing is named like its client ID. */
    public static Grant ofAnyThing(Policy policy) {
        return new Grant(
                List.of(policy),
                clientId -> ThingName.isValid(clientId)
                        ? Optional.of(new ThingFacts(clientId, null, java.util.Map.of()))
                        : Optional.empty());
    }
}
