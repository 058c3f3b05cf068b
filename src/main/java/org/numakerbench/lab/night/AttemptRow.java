package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;

/**
 * One try of an item on one board.
 *
 * @param number from 1
 * @param agent host and process that made it
 * @param run name of the run directory; null when there was none
 * @param outcome null while it goes on
 * @param owner who has to act: {@code device}, {@code cloud}, {@code bench}; null for a pass
 * @param step first step that went wrong
 * @param maxBytes peak heap; null when the device gave none
 */
public record AttemptRow(
        String attempt,
        String item,
        int number,
        String bench,
        String board,
        String agent,
        @Nullable String run,
        @Nullable String buildId,
        long startedMs,
        @Nullable Long endedMs,
        @Nullable String outcome,
        @Nullable String stage,
        @Nullable String owner,
        @Nullable String step,
        @Nullable String reason,
        @Nullable Long maxBytes) {
    /** {@code bench/board}. */
    public String place() {
        return bench + "/" + board;
    }

    public boolean isPass() {
        return "PASS".equals(outcome);
    }
}
