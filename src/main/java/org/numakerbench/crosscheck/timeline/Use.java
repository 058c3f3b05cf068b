package org.numakerbench.crosscheck.timeline;

import org.jspecify.annotations.Nullable;

/**
 * An observation that a ruling rests on: it confirms no second claim of the same role.
 *
 * @param seq of its log entry
 * @param filter one event tells of several; null for other roles
 */
public record Use(Role role, long seq, @Nullable String filter) {
    /** What an observation is used as evidence for. */
    public enum Role {
        PUBLISH,
        ARRIVAL,
        /** A change of the shadow that was asked for RESTfully. */
        REST_CHANGE,
        CONNECT,
        DISCONNECT,
        /** Subscribing to a filter, or unsubscribing from it. */
        SUBSCRIPTION
    }

    public static Use of(Role role, long seq) {
        return new Use(role, seq, null);
    }
}
