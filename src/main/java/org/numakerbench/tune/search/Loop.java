package org.numakerbench.tune.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop of the firmware on a board, as the search sees it.
 *
 * @param visit number of the visit it belongs to
 * @param number within its visit, from 0
 * @param passed the device says so and the cloud saw it
 * @param consequence failed because an earlier loop's failure left something wrong behind
 * @param hung the device went silent and had to be reset
 * @param last no loop follows without a reset between
 * @param disturbed what the network suffered during it, {@code stall 2500 ms}; null: nothing on purpose
 * @param pattern of the disturbance, {@code stall}; null without
 * @param durationMs from its first line to the next loop's
 * @param failure the first thing that failed; null when it passed
 * @param waits what the driver waited for
 */
public record Loop(
        int visit,
        int number,
        boolean passed,
        boolean consequence,
        boolean hung,
        boolean last,
        @Nullable String disturbed,
        @Nullable String pattern,
        long durationMs,
        @Nullable String failure,
        List<Wait> waits) {
    public Loop {
        waits = List.copyOf(waits);
    }

    /**
     * A wait of the driver for its module.
     *
     * @param kind {@code open}: a link being opened; {@code busy}: from the first command the module did not take to the
     *     next that it took
     * @param ended false: it was given up
     */
    public record Wait(String kind, long ms, boolean ended) {
        public static final String OPEN = "open";
        public static final String BUSY = "busy";
    }
}
