package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;

/**
 * One try of an item on one board.
 *
 * @param number from 1
 * @param agent host and process that made it
 * @param run name of the run directory; null when there was none
 * @param outcome null while it goes on
 * @param owner who has to act; null for a pass
 * @param code a {@link FailureCode}'s word, perhaps a newer bench's; null for a pass and for what an older bench wrote
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
        @Nullable Outcome outcome,
        @Nullable Stage stage,
        @Nullable Owner owner,
        @Nullable String code,
        @Nullable String step,
        @Nullable String reason,
        @Nullable Long maxBytes) {
    /** {@code bench/board}. */
    public String place() {
        return bench + "/" + board;
    }

    public boolean isPass() {
        return outcome == Outcome.PASS;
    }
}
