package org.numakerbench.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Metric;
import org.numakerbench.history.NamedMeasure;
import org.numakerbench.history.NewestFigure;
import org.numakerbench.history.RunFound;
import org.numakerbench.history.RunQuery;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryStore.Listed;
import org.numakerbench.lab.RunLogs.RunLog;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.model.Outcome;
import org.numakerbench.report.compare.ComparePage;
import org.numakerbench.report.compare.RunComparison;
import org.numakerbench.report.heap.HeapTrendPage;
import org.numakerbench.report.night.NightPage;
import org.numakerbench.report.night.NightReports;
import org.numakerbench.report.run.RunReports;
import org.numakerbench.run.Redaction;
import org.numakerbench.run.Replay;
import org.numakerbench.run.RunRecord;
import org.numakerbench.secret.SecretText;
import org.numakerbench.web.auth.ContentPolicy;
import org.numakerbench.web.page.BoardPage;
import org.numakerbench.web.page.ErrorPage;
import org.numakerbench.web.page.ImagesPage;
import org.numakerbench.web.page.LabNow;
import org.numakerbench.web.page.Layout;
import org.numakerbench.web.page.Links;
import org.numakerbench.web.page.MeasurementsPage;
import org.numakerbench.web.page.NightCard;
import org.numakerbench.web.page.Pages;
import org.numakerbench.web.page.RunRowFound;
import org.numakerbench.web.page.RunsPage;
import org.numakerbench.web.page.Search;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages, each read and printed when it is asked for; on workers only. */
final class Views {
    private static final int NIGHTS = 200;
    private static final int LAST_RUNS = 15;
    /** Passes whose log is looked for. */
    private static final int COMPARED = 10;
    /** Charts on one page. */
    private static final int CHARTS = 24;
    /** Measurements at a glance. */
    private static final int GLANCES = 300;
    /** Of which {@link Meters} tells as many as Prometheus can bear, and how many more there are. */
    private static final int MOST_FIGURES = 10 * Meters.MEASUREMENTS;

    private static final String MEASUREMENTS = "Measurements across builds";

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    private final Sources sources;
    private final OpenHistory history;

    Views(Sources sources, OpenHistory history) {
        this.sources = sources;
        this.history = history;
    }

    Answer lab(Visitor visitor) throws IOException {
        Map<String, String> now = LabNow.read(sources.lab());
        List<String> pieces =
                LabNow.FRONT.stream().map(it -> now.getOrDefault(it, "")).toList();
        return Answer.page(200, Pages.page("lab", visitor.layout("Lab", "/"), pieces));
    }

    Optional<Answer> board(Visitor visitor, String bench, String board) throws IOException {
        String now = LabNow.read(sources.lab()).get(LabNow.board(bench, board));
        if (now == null) {
            return Optional.empty();
        }
        List<RunRowFound> last = history
                .ask(it -> it.search(RunQuery.ofBoard(bench, board, LAST_RUNS)))
                .map(RunFound.Page::runs)
                .orElse(List.of())
                .stream()
                // One board's name may be the end of another's.
                .filter(it -> it.bench().equals(bench) && it.board().equals(board))
                .map(RunRowFound::of)
                .toList();
        return Optional.of(Answer.page(
                200,
                Pages.page(
                        "board",
                        visitor.layout(board, ""),
                        new BoardPage(bench, board, Links.board(bench, board), now, last))));
    }

    Answer runs(Visitor visitor, Search search) throws IOException {
        RunFound.Page none = new RunFound.Page(List.of(), false);
        RunFound.Page found = none;
        String wrong = "";
        try {
            RunQuery query = search.query();
            found = history.ask(it -> it.search(query)).orElse(none);
        } catch (IllegalArgumentException typed) {
            wrong = String.valueOf(typed.getMessage());
        }
        return Answer.page(
                wrong.isEmpty() ? 200 : 400,
                Pages.page("runs", visitor.layout("Runs", "/runs"), RunsPage.of(search, found, wrong)));
    }

    Answer images(Visitor visitor) {
        return Answer.page(
                200, Pages.page("images", visitor.layout("Images", "/images"), ImagesPage.read(sources.images())));
    }

    Answer nights(Visitor visitor) throws IOException {
        List<NightCard> nights =
                sources.lab().nights(NIGHTS).stream().map(NightCard::of).toList();
        return Answer.page(200, Pages.page("nights", visitor.layout("Nights", "/nights"), nights));
    }

    Optional<Answer> night(String name) throws IOException {
        Optional<NightRow> night = sources.lab().nights().find(name);
        if (night.isEmpty()) {
            return Optional.empty();
        }
        NightReport report = new NightReports(sources.lab(), sources.history()).of(night.get());
        String page = NightPage.write(report, Views::link, NightReports.exitCode(report));
        return Optional.of(page(page));
    }

    /** Names come from other hosts, too. */
    private static @Nullable String link(AttemptRow attempt) {
        String run = attempt.run();
        return run != null && Links.isName(run) && Links.isName(attempt.bench())
                ? Links.run(attempt.bench(), run)
                : null;
    }

    /** The whole report, judged again from the log. */
    Optional<Answer> report(Visitor visitor, String bench, String run) throws IOException {
        Optional<Log> log = read(bench, run);
        if (log.isEmpty()) {
            return Optional.empty();
        }
        if (!log.get().complete()) {
            return Optional.of(unfinished(visitor, "its report is there when it has ended"));
        }
        return Optional.of(page(RunReports.html(log.get().judged(run), SecretText.BUILT_IN)));
    }

    /** A run beside the last pass of its board, with the same image where there is such. */
    Optional<Answer> compare(Visitor visitor, String bench, String run) throws IOException {
        Optional<Log> log = read(bench, run);
        if (log.isEmpty()) {
            return Optional.empty();
        }
        if (!log.get().complete()) {
            return Optional.of(unfinished(visitor, "it can be compared when it has ended"));
        }
        RunRecord record = log.get().judged(run);
        for (RunFound pass : passes(record)) {
            Optional<Log> other = read(pass.bench(), pass.run());
            if (other.isPresent() && other.get().complete()) {
                RunRecord before = other.get().judged(pass.run());
                return Optional.of(page(ComparePage.write(RunComparison.of(
                        Redaction.of(before, SecretText.BUILT_IN), Redaction.of(record, SecretText.BUILT_IN)))));
            }
        }
        return Optional.of(Errors.page(
                visitor,
                404,
                "Nothing to compare with",
                "No log of a pass of " + record.context().bench() + "/"
                        + record.context().board() + " before this run is known here."));
    }

    /** Of its board, before it: those of its image first, the newest of each first. */
    private List<RunFound> passes(RunRecord run) throws IOException {
        RunContext context = run.context();
        RunQuery query = new RunQuery(
                context.bench() + "/" + context.board(),
                "",
                "",
                Outcome.PASS.name(),
                Optional.empty(),
                Optional.of(run.started()),
                0,
                RunQuery.MOST);
        return history.ask(it -> it.search(query)).map(RunFound.Page::runs).orElse(List.of()).stream()
                // One board's name may be the end of another's.
                .filter(it -> it.bench().equals(context.bench()) && it.board().equals(context.board()))
                .sorted(Comparator.comparing(
                        it -> !it.image().equals(context.image().id())))
                .limit(COMPARED)
                .toList();
    }

    private static Answer page(String page) {
        return Answer.standalone(page, ContentPolicy.withoutScript(page));
    }

    private static Answer unfinished(Visitor visitor, String words) {
        return Errors.page(visitor, 409, "Not finished", "This run goes on still; " + words + ".");
    }

    /** A run's log as far as it is there. */
    private record Log(List<EvidenceEntry> entries, boolean complete) {
        RunRecord judged(String run) throws IOException {
            return Replay.of(entries, "the log of " + run);
        }
    }

    /** Empty when there is none, or nothing in it. */
    private Optional<Log> read(String bench, String run) throws IOException {
        Optional<RunLog> found = sources.logs().open(bench, run, () -> {});
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<EvidenceEntry> entries = new ArrayList<>();
        boolean complete;
        try (RunLog log = found.get()) {
            List<EvidenceEntry> more;
            do {
                more = log.next();
                entries.addAll(more);
                complete = log.isComplete();
            } while (!more.isEmpty() && !complete);
        }
        return complete && entries.isEmpty() ? Optional.empty() : Optional.of(new Log(entries, complete));
    }

    /** @param text only series whose name has it */
    Answer heap(Visitor visitor, String text) throws IOException {
        Optional<List<HeapTrend>> trends = history.ask(store -> {
            HeapTrends reader = new HeapTrends(store);
            List<HeapTrend> all = new ArrayList<>();
            for (Listed listed : store.series()) {
                SeriesKey series = listed.series();
                for (Metric metric : series.matches(text) ? Metric.USUAL : List.<Metric>of()) {
                    if (all.size() < CHARTS) {
                        all.add(reader.trend(series, metric));
                    }
                }
            }
            return all;
        });
        return trends.isEmpty()
                ? noHistory(visitor.layout("Heap", "/heap"), "Memory across builds")
                : charts("Memory across builds", trends.get());
    }

    private static Answer noHistory(Layout layout, String title) {
        return Answer.page(
                200,
                Pages.error(layout, new ErrorPage(200, title, "There is no history yet; the first run makes one.")));
    }

    private static Answer charts(String title, List<HeapTrend> trends) {
        return Answer.standalone(HeapTrendPage.write(title, trends), ChartPolicy.POLICY);
    }

    /**
     * All measurements at a glance, or charts of some.
     *
     * @param text only series whose name has it
     * @param name a measurement, or what its name begins with; empty for the table of all
     */
    Answer measurements(Visitor visitor, String text, String name) throws IOException {
        int most = name.isEmpty() ? GLANCES : CHARTS;
        List<NamedMeasure> leftOut = new ArrayList<>();
        Optional<List<HeapTrend>> trends = history.ask(store -> {
            HeapTrends reader = new HeapTrends(store);
            List<HeapTrend> all = new ArrayList<>();
            for (SeriesKey series : store.measuredSeries()) {
                for (NamedMeasure measure : series.matches(text) ? store.measures(series) : List.<NamedMeasure>of()) {
                    if (measure.isBelow(name) && all.size() < most) {
                        all.add(reader.trend(series, measure));
                    } else if (measure.isBelow(name)) {
                        leftOut.add(measure);
                    }
                }
            }
            return all;
        });
        Layout layout = visitor.layout(MEASUREMENTS, "/measurements");
        if (trends.isEmpty()) {
            return noHistory(layout, MEASUREMENTS);
        }
        return name.isEmpty()
                ? Answer.page(
                        200, Pages.page("measurements", layout, MeasurementsPage.of(trends.get(), leftOut.size())))
                : charts(MEASUREMENTS, trends.get());
    }

    /** What the newest runs measured; none while there is no history, or none that can be read: the lab's figures go on. */
    List<NewestFigure> newestFigures() {
        try {
            return history.ask(it -> it.newestFigures(MOST_FIGURES)).orElse(List.of());
        } catch (HistoryException away) {
            LOG.warn("/metrics has no measurements: {}", away.getMessage());
            return List.of();
        }
    }

    /** Made with the first page. */
    private static final class ChartPolicy {
        private static final String POLICY = ContentPolicy.of(HeapTrendPage.write("Memory across builds", List.of()));
    }
}
