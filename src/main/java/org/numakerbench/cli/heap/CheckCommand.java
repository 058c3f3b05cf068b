package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.cli.UsageException;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench heap check}. */
@Command(
        name = "check",
        description = "Fail when memory grew by more than the threshold and nobody accepted it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no regression",
            "1:a regression",
            "2:usage or configuration error",
            "3:the history cannot be read",
            "4:suspect, or nothing to compare with"
        })
final class CheckCommand implements Callable<Integer> {
    /** What a nightly job wants to know when it does not say. */
    private static final List<Metric> USUAL = List.of(Metric.MAX, Metric.CURRENT, Metric.PER_LOOP, Metric.STATIC);

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Option(
            names = "--base",
            paramLabel = "BUILD",
            description = "Compare with builds up to this one only: image, build ID, commit, or a name that git knows "
                    + "in the current directory, as main.")
    private @Nullable String base;

    @Option(names = "--image", paramLabel = "BUILD", description = "The build to judge; default: the newest.")
    private @Nullable String image;

    @Option(
            names = "--threshold",
            paramLabel = "BYTES",
            description = "Growth that passes; default: the profile's heap.maxGrowthBytes, else 64.")
    private @Nullable Long threshold;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the answers as JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print one JSON object a series and metric.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException {
        Profile profile = history.profile();
        HeapLimits limits = profile == null ? HeapLimits.NONE : profile.heap();
        long bytes = threshold != null ? threshold : limits.maxGrowthBytes();
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--metric");
        List<String> bases = new ArrayList<>();
        if (base != null) {
            bases.add(base);
            bases.addAll(GitCommits.of(base));
        } else if (image != null) {
            throw new UsageException("--image " + image + ": give --base too; without it all builds are judged");
        }
        List<HeapCheck> checks = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.series(store)) {
                for (Metric metric : series.metrics(USUAL, asked)) {
                    HeapCheck check = bases.isEmpty()
                            ? trends.check(key, metric, bytes)
                            : trends.check(key, metric, bytes, bases, image);
                    boolean silent = !asked && check.state() == State.UNKNOWN && metric != Metric.MAX;
                    if (!silent) {
                        checks.add(check);
                    }
                }
            }
        }
        for (HeapCheck check : checks) {
            System.out.println(
                    json
                            ? Checks.json(check)
                            : check.state() + "  "
                                    + SafeText.line(check.series().name()) + "  "
                                    + check.metric().words() + ": " + SafeText.line(check.words()));
        }
        if (junit != null) {
            Files.writeString(junit, Checks.junit(checks));
        }
        State worst =
                checks.stream().map(HeapCheck::state).max(State::compareTo).orElse(State.UNKNOWN);
        return switch (worst) {
            case PASS -> ExitCodes.PASS;
            case REGRESSION -> ExitCodes.DEVICE;
            case UNKNOWN, SUSPECT -> ExitCodes.INCONCLUSIVE;
        };
    }
}
