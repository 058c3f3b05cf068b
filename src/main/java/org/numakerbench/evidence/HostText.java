package org.numakerbench.evidence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the bench sends to a board that runs a user's own firmware, once a boot.
 *
 * @param after name of one of the description's lines, or a pattern: of the line, or the prompt without a line end, behind
 *     which it is sent
 * @param text exactly as it is sent
 * @param answer name or pattern of the line that comes then; null: none is awaited
 * @param within how long the answer may take; null: {@link #PATIENCE}
 * @param step that the answer belongs to; null: that of the line it names, or {@link ExpectedLine#STEP}
 */
public record HostText(
        String after,
        String text,
        @Nullable String answer,
        @Nullable Duration within,
        @Nullable String step) {
    /** For an answer of which nobody said more. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long its answer may take. */
    public Duration patience() {
        return within == null ? PATIENCE : within;
    }
}
