package org.numakerbench.cli.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.bench.UsageException;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.NamedMeasure;
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
            description =
                    "max, current, per-loop, stack, static, total, flash, or a measurement; default: ${DEFAULT-VALUE}.")
    private List<String> metrics = List.of("max");

    /** Names of measurements given beside it; they go before. */
    private List<String> names = List.of();

    /** Measurements of series whose names hold a text. */
    static SeriesOptions of(String text, List<String> names) {
        SeriesOptions options = new SeriesOptions();
        options.text = text;
        options.names = List.copyOf(names);
        return options;
    }

    /**
     * What is asked for, as far as this series has it.
     *
     * @param usual when nobody asked
     * @throws UsageException when it is neither one of the heap's figures nor what any run of this series measured
     */
    List<Measure> measures(HistoryStore store, SeriesKey key, List<? extends Measure> usual, boolean asked)
            throws HistoryException {
        if (names.isEmpty() && !asked) {
            return List.copyOf(usual);
        }
        List<NamedMeasure> measured = store.measures(key);
        List<Measure> chosen = new ArrayList<>();
        for (String name : names.isEmpty() ? metrics : names) {
            Optional<Metric> metric = names.isEmpty()
                    ? Stream.of(Metric.values())
                            .filter(it -> it.option().equals(name.toLowerCase(Locale.ROOT)))
                            .findFirst()
                    : Optional.empty();
            List<NamedMeasure> named =
                    measured.stream().filter(it -> it.isBelow(name)).toList();
            if (metric.isPresent()) {
                chosen.add(metric.get());
            } else if (named.isEmpty()) {
                String all = measured.stream().map(NamedMeasure::name).collect(Collectors.joining(", "));
                throw new UsageException(
                        names.isEmpty()
                                ? "--metric " + name + ": known are "
                                        + Stream.of(Metric.values())
                                                .map(Metric::option)
                                                .collect(Collectors.joining(", "))
                                        + (all.isEmpty() ? "" : ", " + all)
                                : name + ": nothing in series " + key.name() + " is called so; "
                                        + (all.isEmpty() ? "nothing is measured there" : "there are " + all));
            } else {
                chosen.addAll(named);
            }
        }
        return chosen;
    }

    /** The same, in words to whom nothing is usual. */
    List<Measure> measures(HistoryStore store, SeriesKey key) throws HistoryException {
        return measures(store, key, List.of(), true);
    }

    /** Series in which something was measured. */
    List<SeriesKey> measured(HistoryStore store) throws HistoryException {
        return found(store, store.measuredSeries());
    }

    /** Series with heap figures. */
    List<SeriesKey> series(HistoryStore store) throws HistoryException {
        return found(store, store.series().stream().map(Listed::series).toList());
    }

    /** @throws UsageException when there is none, with the names of those there are */
    private List<SeriesKey> found(HistoryStore store, List<SeriesKey> all) {
        List<SeriesKey> found = all.stream().filter(it -> it.matches(text)).toList();
        if (found.isEmpty()) {
            throw new UsageException(
                    all.isEmpty()
                            ? "the history " + store.address() + " holds no run with figures yet"
                            : "--series " + text + ": no such series; there are "
                                    + all.stream().map(SeriesKey::name).collect(Collectors.joining(", ")));
        }
        return found;
    }
}
