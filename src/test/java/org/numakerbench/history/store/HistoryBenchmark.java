package org.numakerbench.history.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.Metric;
import org.numakerbench.history.Rows;
import org.numakerbench.history.RunRow;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.Databases.Kind;

/**
 * A history of a million runs on both databases: how long one series takes with all that is found in it, beside reading
 * its figures with plain JDBC; and how long one more run takes, beside a plain file that is forced to the disk.
 */
public final class HistoryBenchmark {
    private static final int SERIES = 50;
    private static final int BUILDS = 1000;
    private static final int RUNS = 20;
    private static final int TIMES = 15;

    private HistoryBenchmark() {}

    /** Argument: fewer builds, to try it. */
    public static void main(String[] arguments) throws Exception {
        int builds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : BUILDS;
        Path scratch = Files.createTempDirectory("history-benchmark");
        try {
            for (Kind kind : Kind.values()) {
                measure(kind, Databases.fresh(kind, scratch), builds, scratch);
            }
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private static SeriesKey series(int number) {
        return new SeriesKey("NUMAKER_PFM_M487", "ethernet-" + number, "GCC_ARM", "mqtt", "17.14.17.14");
    }

    private static void measure(Kind kind, HistoryAddress address, int builds, Path scratch) throws Exception {
        try (HistoryStore store = HistoryStore.open(address)) {
            long start = System.nanoTime();
            for (int number = 0; number < SERIES; number++) {
                fill(store, series(number), number * builds * RUNS, builds);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%n%s: %,d runs, filled in %.0f s%n", kind, store.runs(), seconds);
            double[] trend = times(() -> {
                HeapTrend read = new HeapTrends(store).trend(series(SERIES / 2), Metric.MAX);
                if (read.builds().size() != builds || read.findings().isEmpty()) {
                    throw new IllegalStateException("not what was put in: " + read.findings());
                }
            });
            double[] plain = times(() -> plain(address));
            report("one series with its findings", trend, "plain JDBC read of it", plain);
            int[] more = {SERIES * builds * RUNS};
            double[] insert = times(() -> store.put(row(series(1), builds - 1, more[0]++, 1)));
            Path file = Files.createTempFile(scratch, "plain", "");
            double[] append = times(() -> {
                try (var out = java.nio.channels.FileChannel.open(
                        file, java.nio.file.StandardOpenOption.WRITE, java.nio.file.StandardOpenOption.APPEND)) {
                    out.write(java.nio.ByteBuffer.wrap(new byte[400]));
                    out.force(false);
                }
            });
            report("one more run", insert, "400 bytes forced to a file", append);
        }
    }

    private static void fill(HistoryStore store, SeriesKey series, int from, int builds) throws Exception {
        List<RunRow> rows = new ArrayList<>();
        for (int build = 0; build < builds; build++) {
            for (int run = 0; run < RUNS; run++) {
                rows.add(row(series, build, from + build * RUNS + run, builds));
            }
        }
        store.putAll(rows);
    }

    private static RunRow row(SeriesKey series, int build, int number, int builds) {
        long noise = 8L * (number * 2654435761L >>> 7 & 3);
        return Rows.run(series, Rows.image(build), number, 50_000 + noise + (build > builds / 2 ? 512 : 0), 1351);
    }

    private static void plain(HistoryAddress address) throws Exception {
        SeriesKey key = series(SERIES / 2);
        try (Connection connection = Connections.to(address).getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select run.image_id, run.run, run.started_ms,"
                                + " run.board, run.max_bytes from run join series on series.series_id = run.series_id"
                                + " where series.network = ? and comparable = 1 order by started_ms")) {
            statement.setString(1, key.network());
            long sum = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum += rows.getLong(5) + rows.getString(2).length() + rows.getLong(3);
                }
            }
            if (sum == 0) {
                throw new IllegalStateException("nothing read");
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double[] times(Work work) throws Exception {
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        return millis;
    }

    private static void report(String name, double[] own, String other, double[] theirs) {
        double first = own[0];
        double median = median(own);
        double beside = median(theirs);
        System.out.printf(
                Locale.ROOT,
                "  %s: first %.1f ms, median %.1f ms; %s: median %.1f ms; ratio %.2f%n",
                name,
                first,
                median,
                other,
                beside,
                median / beside);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
