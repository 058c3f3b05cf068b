package org.numakerbench.cli.heap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import picocli.CommandLine.Option;

/** Which builds a check compares. */
final class BaseOptions {
    @Option(
            names = "--base",
            paramLabel = "BUILD",
            description = "Compare with builds up to this one only: image, build ID, commit, or a name that git knows "
                    + "in the current directory, as main.")
    private @Nullable String base;

    @Option(names = "--image", paramLabel = "BUILD", description = "The build to judge; default: the newest.")
    private @Nullable String image;

    /**
     * All names of the base; none: all builds are judged.
     *
     * @throws UsageException when a build is named, and nothing to compare it with
     */
    List<String> bases() throws IOException, InterruptedException {
        List<String> bases = new ArrayList<>();
        if (base != null) {
            bases.add(base);
            bases.addAll(GitCommits.of(base));
        } else if (image != null) {
            throw new UsageException("--image " + image + ": give --base too; without it all builds are judged");
        }
        return bases;
    }

    /** @param bases as {@link #bases} gives them */
    HeapCheck check(HeapTrends trends, SeriesKey key, Measure measure, double threshold, List<String> bases)
            throws HistoryException {
        return bases.isEmpty()
                ? trends.check(key, measure, threshold)
                : trends.check(key, measure, threshold, bases, image);
    }
}
