package org.numakerbench.cli.heap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench heap accept}. */
@Command(
        name = "accept",
        description = "Take a change as it is: heap check passes it from then on.",
        mixinStandardHelpOptions = true)
final class AcceptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE", description = "The first image that has the change, as heap check names it.")
    private String image = "";

    @Mixin
    private AcceptOptions words = new AcceptOptions();

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, ProfileException {
        words.requireWords();
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--metric");
        List<String> known = new ArrayList<>();
        int accepted = 0;
        try (HistoryStore store = history.open()) {
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.series(store)) {
                for (Measure metric : series.measures(store, key, List.of(Metric.values()), asked)) {
                    for (HeapFinding finding : trends.trend(key, metric).findings()) {
                        if (!finding.firstBad().image().equals(image)) {
                            known.add(finding.firstBad().image());
                            continue;
                        }
                        words.accept(history, store, key, metric, finding, Math.round(finding.worse()));
                        accepted++;
                    }
                }
            }
        }
        if (accepted == 0) {
            throw new UsageException("no change begins with image " + image + "; "
                    + (known.isEmpty()
                            ? "there is none at all"
                            : "changes begin with "
                                    + String.join(
                                            ", ", known.stream().distinct().toList())));
        }
        return 0;
    }
}
