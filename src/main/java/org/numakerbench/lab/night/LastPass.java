package org.numakerbench.lab.night;

import org.jspecify.annotations.Nullable;

/** When and with which build a cell passed before. */
public record LastPass(
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
}
