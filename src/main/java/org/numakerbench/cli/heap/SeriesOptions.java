package org.numakerbench.cli.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.history.store.HistoryStore.Listed;
import picocli.CommandLine.Option;

/** Which series of a history. */
final class SeriesOptions {
    @Option(
            names = "--series",
            paramLabel = "TEXT",
            description = "Only series whose name holds this text: target/network/toolchain/phases/identity class.")
    private String text = "";

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            split = ",",
            description = "max, current, per-loop, stack, static, total, flash; default: ${DEFAULT-VALUE}.")
    private List<String> metrics = List.of("max");

    /** The metrics asked for; {@code usual} when nobody asked. */
    List<Metric> metrics(List<Metric> usual, boolean asked) {
        if (!asked) {
            return usual;
        }
        List<Metric> chosen = new ArrayList<>();
        for (String name : metrics) {
            chosen.add(Stream.of(Metric.values())
                    .filter(it -> it.option().equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--metric " + name + ": known are "
                            + Stream.of(Metric.values()).map(Metric::option).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    List<Metric> metrics() {
        return metrics(List.of(), true);
    }

    /** @throws UsageException when there is none, with the names of those there are */
    List<SeriesKey> series(HistoryStore store) throws HistoryException {
        List<Listed> all = store.series();
        List<SeriesKey> found = all.stream()
                .map(Listed::series)
                .filter(it -> it.name().contains(text))
                .toList();
        if (found.isEmpty()) {
            throw new UsageException(
                    all.isEmpty()
                            ? "the history " + store.address() + " holds no run with heap figures yet"
                            : "--series " + text + ": no such series; there are "
                                    + all.stream().map(it -> it.series().name()).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
