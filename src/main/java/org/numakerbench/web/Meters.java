package org.numakerbench.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.numakerbench.history.NewestFigure;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView;
import org.numakerbench.lab.LabView.BoardNow;
import org.numakerbench.lab.LabView.BoardState;
import org.numakerbench.lab.LabView.NightNow;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.text.SafeText;

/** Figures for Prometheus; those of the lab are read when they are asked for. */
final class Meters implements AutoCloseable {
    /** Of requests that no route has answered. */
    static final String NO_ROUTE = "none";

    /** Anybody can invent methods; each would be a counter of its own. */
    private static final Set<HttpMethod> METHODS = Set.copyOf(HttpMethod.values());

    private static final int QUEUE = 100_000;
    private static final int NIGHTS = 100;
    /** Each is a series of its own in Prometheus, for ever. */
    static final int MEASUREMENTS = 1_000;

    private static final int LONGEST_LABEL = 200;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge boards = MultiGauge.builder("bench.boards")
            .description("Boards by what they do")
            .register(registry);
    private final MultiGauge items = MultiGauge.builder("bench.night.items")
            .description("Items of each plan's newest night by the word they ended with; open: not ended")
            .register(registry);
    private final MultiGauge measurements = MultiGauge.builder("bench.measurement")
            .description("Median of a measurement in the newest run of its series, in its unit")
            .register(registry);
    private final AtomicLong measurementsLeftOut = new AtomicLong();
    private final AtomicLong nightsUnderWay = new AtomicLong();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicLong runsUnderWay = new AtomicLong();

    Meters(Supplier<Number> streams, Supplier<Number> followers) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        gauge("bench.measurements.left.out", measurementsLeftOut::get, "Measurements that are too many to be told");
        gauge("bench.nights.under.way", nightsUnderWay::get, "Nights that have not ended");
        gauge("bench.queue.length", queued::get, "Items that wait");
        gauge("bench.runs.under.way", runsUnderWay::get, "Boards that run something");
        gauge("bench.web.event.streams", streams, "Browsers that watch");
        gauge("bench.web.followed.runs", followers, "Runs that somebody watches");
    }

    private void gauge(String name, Supplier<Number> value, String description) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** @param route as it is registered, never as it was asked for */
    void answered(String route, HttpMethod method, int status) {
        String known = METHODS.contains(method) ? method.name() : "other";
        Counter.builder("bench.web.requests")
                .description("Requests answered")
                .tags("route", route, "method", known, "status", String.valueOf(status))
                .register(registry)
                .increment();
    }

    /**
     * Everything in Prometheus's words.
     *
     * @param figures what the newest runs measured; empty when the history cannot be read
     */
    String scrape(LabView view, List<NewestFigure> figures) throws LabException {
        measurements.register(
                figures.stream().limit(MEASUREMENTS).map(Meters::measured).toList(), true);
        measurementsLeftOut.set(Math.max(0, figures.size() - MEASUREMENTS));
        List<BoardNow> all = view.boards();
        Map<BoardState, Integer> states = new EnumMap<>(BoardState.class);
        all.forEach(it -> states.merge(it.state(), 1, Integer::sum));
        List<Row<?>> rows = new ArrayList<>();
        for (BoardState state : BoardState.values()) {
            rows.add(row(states.getOrDefault(state, 0), "state", state.name()));
        }
        boards.register(rows, true);
        List<NightNow> nights = view.nights(NIGHTS);
        items.register(items(nights), true);
        nightsUnderWay.set(nights.stream().filter(it -> it.ended() == null).count());
        queued.set(view.queue(QUEUE).stream().filter(it -> !it.running()).count());
        runsUnderWay.set(all.stream().filter(it -> it.run() != null).count());
        return registry.scrape();
    }

    private static List<Row<?>> items(List<NightNow> nights) {
        List<Row<?>> rows = new ArrayList<>();
        Set<String> plans = new HashSet<>();
        for (NightNow night : nights) {
            if (plans.add(night.plan())) {
                for (ItemOutcome word : ItemOutcome.values()) {
                    rows.add(
                            row(night.words().getOrDefault(word.name(), 0), "plan", night.plan(), "word", word.name()));
                }
                rows.add(row(night.items() - night.done(), "plan", night.plan(), "word", "OPEN"));
            }
        }
        return rows;
    }

    /** Firmware and its describers choose these words; escaping is the registry's. */
    private static Row<?> measured(NewestFigure it) {
        return Row.of(
                Tags.of(
                        "series", label(it.series().name()),
                        "name", label(it.measure().name()),
                        "unit", label(it.measure().unit())),
                it.median());
    }

    private static String label(String text) {
        String line = SafeText.line(text);
        return line.length() > LONGEST_LABEL ? line.substring(0, LONGEST_LABEL) : line;
    }

    private static Row<?> row(long value, String... tags) {
        String[] lower = tags.clone();
        for (int i = 1; i < lower.length; i += 2) {
            lower[i] = lower[i - 1].equals("plan") ? lower[i] : lower[i].toLowerCase(Locale.ROOT);
        }
        return Row.of(Tags.of(lower), value);
    }

    @Override
    public void close() {
        registry.close();
    }
}
