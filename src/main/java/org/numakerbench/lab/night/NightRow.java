package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;

/**
 * One night of a plan.
 *
 * @param night its ID: UTC time and plan
 * @param digest of the plan's text and its images
 * @param settings what hosts must know of the plan, as JSON
 * @param host that began it
 * @param closesMs no run starts after it; null for a night without end
 */
public record NightRow(
        String night,
        String plan,
        String digest,
        String settings,
        String host,
        long startedMs,
        @Nullable Long closesMs,
        @Nullable Long cancelledMs,
        @Nullable Long endedMs) {}
