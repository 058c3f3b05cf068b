package org.numakerbench.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One build of a series, and what its runs measured.
 *
 * @param image name of the image
 * @param buildId as the manifest names the build
 * @param commit the commit it was built from
 * @param commitNumber its place in the firmware's history
 * @param first when its first run began
 * @param runs in order of time, at least one
 */
public record BuildPoint(
        String image,
        String sha256,
        @Nullable String buildId,
        @Nullable String commit,
        @Nullable Long commitNumber,
        @Nullable String mbedOs,
        @Nullable String toolchain,
        Instant first,
        List<RunPoint> runs) {
    public BuildPoint {
        runs = List.copyOf(runs);
    }

    /** @param bytes the figure of this run */
    public record RunPoint(String run, Instant started, String board, double bytes) {}

    /** Image, build and commit, as far as they are known. */
    public String words() {
        StringBuilder words = new StringBuilder(image);
        if (buildId != null && !buildId.equals(image)) {
            words.append(", build ").append(buildId);
        }
        if (commit != null) {
            words.append(", commit ").append(commit, 0, Math.min(12, commit.length()));
        }
        return words.toString();
    }
}
