package org.numakerbench.crosscheck.expect;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended, as far as expectations care.
 *
 * @param toTheEnd the firmware came to its own end: what has not come by then never will
 * @param otherTrouble something else went wrong, from which a line that is missing or late may follow
 * @param leftOut the device said more than is looked at
 * @param nanos when the bench ceased to listen, monotonic; null when it never did
 */
public record RunEnd(
        boolean toTheEnd,
        boolean otherTrouble,
        boolean leftOut,
        @Nullable Long nanos) {}
