package org.numakerbench.cli.heap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Measure;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.report.heap.HeapTrendCsv;
import org.numakerbench.report.heap.HeapTrendJson;
import org.numakerbench.report.heap.HeapTrendPage;
import org.numakerbench.report.heap.HeapTrendSvg;
import org.numakerbench.report.heap.HeapTrendTerminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench heap trend}. */
@Command(
        name = "trend",
        description = "Draw memory over builds, with the builds that changed it.",
        mixinStandardHelpOptions = true)
final class TrendCommand implements Callable<Integer> {
    @Mixin
    private HistoryOptions history = new HistoryOptions();

    @Mixin
    private SeriesOptions series = new SeriesOptions();

    @Option(names = "--html", paramLabel = "FILE", description = "Write one page with interactive charts.")
    private @Nullable Path html;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Write a chart; several series: FILE-1.svg, FILE-2.svg.")
    private @Nullable Path svg;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write one line a run; - for standard output.")
    private @Nullable Path csv;

    @Option(names = "--json", description = "Print builds, runs and findings as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ProfileException {
        List<HeapTrend> trends = new ArrayList<>();
        try (HistoryStore store = history.open()) {
            HeapTrends reader = new HeapTrends(store);
            for (SeriesKey key : series.series(store)) {
                for (Measure metric : series.measures(store, key)) {
                    HeapTrend trend = reader.trend(key, metric);
                    if (!trend.builds().isEmpty()) {
                        trends.add(trend);
                    }
                }
            }
        }
        TrendFiles.write(html, () -> HeapTrendPage.write("Memory across builds", trends));
        TrendFiles.write(csv, () -> HeapTrendCsv.write(trends));
        for (int i = 0; svg != null && i < trends.size(); i++) {
            HeapTrend trend = trends.get(i);
            TrendFiles.write(trends.size() == 1 ? svg : numbered(svg, i + 1), () -> HeapTrendSvg.write(trend));
        }
        if (json) {
            System.out.println(HeapTrendJson.write(trends));
        } else if (html == null && svg == null && csv == null) {
            draw(trends);
        }
        return 0;
    }

    private static void draw(List<HeapTrend> trends) {
        boolean terminal = System.console() != null;
        boolean colours = terminal && System.getenv("NO_COLOR") == null;
        String columns = System.getenv("COLUMNS");
        int width = columns != null && columns.matches("[0-9]{2,3}") ? Integer.parseInt(columns) : 100;
        if (trends.isEmpty()) {
            System.out.println("no run of these series has such a figure");
        }
        for (HeapTrend trend : trends) {
            System.out.println(HeapTrendTerminal.write(trend, width, colours));
        }
    }

    private static Path numbered(Path file, int number) {
        String name = String.valueOf(file.getFileName());
        int dot = name.toLowerCase(Locale.ROOT).endsWith(".svg") ? name.length() - 4 : name.length();
        return file.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
    }
}
