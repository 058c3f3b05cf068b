package org.numakerbench.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Which runs of a history somebody looks for. An empty text asks for nothing; each other one must occur in its field, in
 * upper or lower case.
 *
 * @param board part of {@code bench/board}
 * @param image part of the image's name
 * @param build part of the build's ID, or the beginning of its commit
 * @param outcome an outcome's name
 * @param from the first instant that counts
 * @param until the first that does not
 * @param skip so many newer runs are left out
 * @param limit so many at most, 1 to {@value #MOST}
 */
public record RunQuery(
        String board,
        String image,
        String build,
        String outcome,
        Optional<Instant> from,
        Optional<Instant> until,
        int skip,
        int limit) {
    /** Longest page. */
    public static final int MOST = 200;
    /** Nobody turns so many pages. */
    private static final int FARTHEST = 10_000_000;

    public static final RunQuery ALL = new RunQuery("", "", "", "", Optional.empty(), Optional.empty(), 0, 50);

    public RunQuery {
        skip = Math.max(0, Math.min(FARTHEST, skip));
        limit = Math.max(1, Math.min(MOST, limit));
    }

    /** The runs of one board. */
    public static RunQuery ofBoard(String bench, String board, int limit) {
        return new RunQuery(bench + "/" + board, "", "", "", Optional.empty(), Optional.empty(), 0, limit);
    }
}
