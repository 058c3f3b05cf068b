package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.heap.HeapTrendCsv;
import org.numakerbench.report.heap.HeapTrendPage;
import org.numakerbench.report.heap.HeapTrendTerminal;
import org.numakerbench.report.measure.MeasureTable;
import org.numakerbench.report.measure.MeasureTrendJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench trend}. */
@Command(
        name = "trend",
        description =
                "Show any measurement over builds, with the builds that changed it; without a name, all at a glance.",
        mixinStandardHelpOptions = true)
public final class MeasureTrendCommand implements Callable<Integer> {
    private static final int COLUMNS = 100;

    @Mixin
    private MeasureOptions measures = new MeasureOptions();

    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Option(names = "--html", paramLabel = "FILE", description = "Write one page with interactive charts.")
    private @Nullable Path html;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write one line a run; - for standard output.")
    private @Nullable Path csv;

    @Option(names = "--json", description = "Print builds, runs and findings as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ProfileException {
        List<HeapTrend> trends = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            SeriesOptions series = measures.series();
            HeapTrends reader = new HeapTrends(store);
            for (SeriesKey key : series.measured(store)) {
                for (Measure measure : series.measures(store, key, store.measures(key), false)) {
                    HeapTrend trend = reader.trend(key, measure);
                    if (!trend.builds().isEmpty()) {
                        trends.add(trend);
                    }
                }
            }
        }
        TrendFiles.write(html, () -> HeapTrendPage.write("Measurements across builds", trends));
        TrendFiles.write(csv, () -> HeapTrendCsv.write(trends));
        boolean toFiles = html != null || csv != null;
        if (json) {
            System.out.println(MeasureTrendJson.write(trends));
        } else if (!toFiles && measures.all()) {
            System.out.print(MeasureTable.write(trends));
        } else if (!toFiles) {
            trends.forEach(it -> System.out.println(HeapTrendTerminal.write(it, COLUMNS, false)));
        }
        return 0;
    }
}
