package org.numakerbench.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as a search tells of it.
 *
 * @param maxBytes peak heap; null when the device gave none
 */
public record RunFound(
        String run,
        String bench,
        String board,
        Instant started,
        String outcome,
        String target,
        String image,
        @Nullable String buildId,
        @Nullable String commit,
        @Nullable Long maxBytes) {

    /**
     * One page of what was found, newest first.
     *
     * @param more whether older ones follow
     */
    public record Page(List<RunFound> runs, boolean more) {
        public Page {
            runs = List.copyOf(runs);
        }
    }
}
