package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.cli.ExitCodes;
import org.numakerbench.files.DurableFile;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench check}. */
@Command(
        name = "check",
        description =
                "Fail when a measurement changed for the worse and nobody accepted it; without a name, any of them.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no regression",
            "1:a regression",
            "2:usage or configuration error",
            "3:the history cannot be read",
            "4:suspect, or nothing to compare with"
        })
public final class MeasureCheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Measurements, time.mqtt-connect, or all below a name: time, time.step.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--series", paramLabel = "TEXT", description = "Only series whose name holds this text.")
    private String text = "";

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
            paramLabel = "SIZE",
            description = "A change for the worse that passes, in the unit; default: the floor of each.")
    private double threshold;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the answers as JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print one JSON object a series and measurement.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, ProfileException {
        List<String> bases = new ArrayList<>();
        if (base != null) {
            bases.add(base);
            bases.addAll(GitCommits.of(base));
        } else if (image != null) {
            throw new UsageException("--image " + image + ": give --base too; without it all builds are judged");
        }
        List<HeapCheck> checks = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            SeriesOptions series = SeriesOptions.of(text, names);
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.measured(store)) {
                for (Measure measure : series.measures(store, key, store.measures(key), false)) {
                    checks.add(
                            bases.isEmpty()
                                    ? trends.check(key, measure, threshold)
                                    : trends.check(key, measure, threshold, bases, image));
                }
            }
        }
        for (HeapCheck check : checks) {
            boolean shown = json || !names.isEmpty() || check.state().compareTo(State.UNKNOWN) > 0;
            if (shown) {
                System.out.println(json ? Checks.measureJson(check) : Checks.line(check));
            }
        }
        if (junit != null) {
            DurableFile.replace(junit, Checks.junit("measurements", checks));
        }
        State worst =
                checks.stream().map(HeapCheck::state).max(State::compareTo).orElse(State.UNKNOWN);
        if (!json && names.isEmpty()) {
            System.out.println(SafeText.line(worst + "  " + checks.size() + " measurements"));
        }
        return switch (worst) {
            case PASS -> ExitCodes.PASS;
            case REGRESSION -> ExitCodes.DEVICE;
            case UNKNOWN, SUSPECT -> ExitCodes.INCONCLUSIVE;
        };
    }
}
