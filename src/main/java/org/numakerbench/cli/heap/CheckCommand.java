package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.ImageRuns;
import org.numakerbench.bench.Profiles;
import org.numakerbench.files.DurableFile;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.Profile;
import org.numakerbench.profile.Profile.HeapLimits;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
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
    /** With the suspect run itself these are the five that tell what more builds would, and one to spare. */
    private static final int RERUNS = 5;

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Mixin
    private BaseOptions builds = new BaseOptions();

    @Option(
            names = "--threshold",
            paramLabel = "BYTES",
            description = "Growth that passes; default: the profile's heap.maxGrowthBytes, else 64.")
    private @Nullable Long threshold;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the answers as JUnit XML.")
    private @Nullable Path junit;

    @Option(
            names = "--rerun",
            paramLabel = "PROFILE",
            description = "Run a suspect build again at once, five times on this profile's boards, and judge again.")
    private @Nullable Path rerun;

    @Option(names = "--json", description = "Print one JSON object a series and metric.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException, ImageException {
        Profile profile = history.profile();
        HeapLimits limits = profile == null ? HeapLimits.NONE : profile.heap();
        long bytes = threshold != null ? threshold : limits.maxGrowthBytes();
        List<String> bases = builds.bases();
        List<HeapCheck> checks = checks(bytes, bases);
        if (rerun != null && runAgain(rerun, checks)) {
            checks = checks(bytes, bases);
        }
        for (HeapCheck check : checks) {
            System.out.println(json ? Checks.json(check) : Checks.line(check));
        }
        if (junit != null) {
            DurableFile.replace(junit, Checks.junit(checks));
        }
        return Checks.exitCode(Checks.worst(checks));
    }

    private List<HeapCheck> checks(long bytes, List<String> bases) throws IOException, ProfileException {
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--metric");
        List<HeapCheck> checks = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.series(store)) {
                for (Measure metric : series.measures(store, key, Metric.USUAL, asked)) {
                    HeapCheck check = builds.check(trends, key, metric, bytes, bases);
                    boolean silent = !asked && check.state() == State.UNKNOWN && metric != Metric.MAX;
                    if (!silent) {
                        checks.add(check);
                    }
                }
            }
        }
        return checks;
    }

    /** True when there was something to run again. */
    private boolean runAgain(Path profileFile, List<HeapCheck> checks)
            throws IOException, InterruptedException, ProfileException, ImageException {
        Set<String> suspects = new LinkedHashSet<>();
        for (HeapCheck check : checks) {
            if (check.state() == State.SUSPECT) {
                check.findings().forEach(it -> suspects.add(it.firstBad().image()));
            }
        }
        if (suspects.isEmpty()) {
            return false;
        }
        Profile profile = Profiles.read(profileFile);
        try (ImageRuns runs = ImageRuns.of(profile, List.of(), history.runs(), history.address())) {
            for (String suspect : suspects) {
                Image found = Images.find(profile.images(), suspect);
                for (int i = 0; i < RERUNS; i++) {
                    System.err.println(
                            SafeText.line("bench: suspect " + suspect + ", run " + (i + 1) + " of " + RERUNS));
                    runs.next(found);
                }
            }
        }
        return true;
    }
}
