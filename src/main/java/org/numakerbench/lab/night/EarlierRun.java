package org.numakerbench.lab.night;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run of a cell in an earlier night: the last that passed, say. */
public record EarlierRun(
        String night,
        String image,
        String sha256,
        @Nullable String buildId,
        @Nullable String run,
        long startedMs) {
    /** The build's shortest name. */
    public String build() {
        return buildId != null ? buildId : image;
    }

    /** The day, UTC. */
    public String day() {
        return Instant.ofEpochMilli(startedMs).toString().substring(0, 10);
    }
}
