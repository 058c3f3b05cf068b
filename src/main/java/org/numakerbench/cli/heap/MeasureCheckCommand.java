package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableFile;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapCheck.State;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    private MeasureOptions measures = new MeasureOptions();

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private BaseOptions builds = new BaseOptions();

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
        List<String> bases = builds.bases();
        List<HeapCheck> checks = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            SeriesOptions series = measures.series();
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.measured(store)) {
                for (Measure measure : series.measures(store, key, store.measures(key), false)) {
                    checks.add(builds.check(trends, key, measure, threshold, bases));
                }
            }
        }
        for (HeapCheck check : checks) {
            boolean shown = json || !measures.all() || check.state().compareTo(State.UNKNOWN) > 0;
            if (shown) {
                System.out.println(json ? Checks.measureJson(check) : Checks.line(check));
            }
        }
        if (junit != null) {
            DurableFile.replace(junit, Checks.junit("measurements", checks));
        }
        State worst = Checks.worst(checks);
        if (!json && measures.all()) {
            System.out.println(SafeText.line(worst + "  " + Figures.count(checks.size(), "measurement")));
        }
        return Checks.exitCode(worst);
    }
}
