package org.numakerbench.cli.heap;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench accept}. */
@Command(
        name = "accept",
        description = "Take a change of a measurement as it is: bench check passes it from then on.",
        mixinStandardHelpOptions = true)
public final class MeasureAcceptCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The measurement, or all below a name: time.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "IMAGE", description = "The first image that has the change.")
    private String image = "";

    @Mixin
    private AcceptOptions words = new AcceptOptions();

    @Option(names = "--series", paramLabel = "TEXT", description = "Only series whose name holds this text.")
    private String text = "";

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Override
    public Integer call() throws IOException, ProfileException {
        words.requireWords();
        int accepted = 0;
        try (HistoryStore store = history.open()) {
            SeriesOptions series = SeriesOptions.of(text, List.of(name));
            HeapTrends trends = new HeapTrends(store);
            for (SeriesKey key : series.measured(store)) {
                for (Measure measure : series.measures(store, key, List.of(), false)) {
                    for (HeapFinding finding : trends.trend(key, measure).findings()) {
                        if (finding.firstBad().image().equals(image)) {
                            words.accept(history, store, key, measure, finding, (long) Math.ceil(finding.worse()));
                            accepted++;
                        }
                    }
                }
            }
        }
        if (accepted == 0) {
            throw new UsageException("no change of " + name + " begins with image " + image + "; bench trend " + name
                    + " shows what there is");
        }
        return 0;
    }
}
