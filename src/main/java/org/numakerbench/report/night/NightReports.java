package org.numakerbench.report.night;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.FindingWords;
import org.numakerbench.history.HeapCheck;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrends;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.Measure;
import org.numakerbench.history.Metric;
import org.numakerbench.history.SeriesKey;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.history.store.HistoryStore;
import org.numakerbench.lab.LabException;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.lab.agent.NightSettings;
import org.numakerbench.lab.night.Earlier;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.ItemRow;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.lab.store.LabStore;
import org.numakerbench.secret.CleanRecords;
import org.numakerbench.secret.OwnSecrets;

/** Gathers what there is to report of a night from the lab's database and the heap history. */
public final class NightReports {
    /** Heap has its own figures. */
    private static final List<String> NOT_WATCHED = List.of("heap.", "ram.", "flash.", "time.step.");

    /** A cell that did not run in the night before is compared with the last in which it did, so many nights back. */
    private static final int NIGHTS_BACK = 7;

    private final LabStore store;
    private final HistoryAddress history;

    public NightReports(LabStore store, HistoryAddress history) {
        this.store = store;
        this.history = history;
    }

    /** @throws LabException when the lab's database cannot be read; a history that cannot is a remark in the report */
    public NightReport of(NightRow night) throws LabException {
        List<ItemRow> items = store.nights().items(night.night());
        List<NightCell> cells = NightReport.cells(items, store.attempts().of(night.night()));
        Map<NightCell.Key, Earlier> earlier = new HashMap<>();
        Map<NightCell.Key, Earlier> earlierHeap = new HashMap<>();
        Optional<NightRow> before = store.nights().before(night);
        lookBack(before, keys(cells), earlier, earlierHeap);
        List<Remark> remarks = new ArrayList<>(store.remarksOf(night));
        List<String> regressions = new ArrayList<>();
        List<String> suspects = new ArrayList<>();
        String hindrance = heap(items, NightSettings.of(night).heapGrowthBytes(), regressions, suspects);
        if (hindrance != null) {
            remarks.add(new Remark(store.database().clock().now(), night.night(), "this report", hindrance));
        }
        // Other hosts have written most of it.
        return new CleanRecords(OwnSecrets.text())
                .clean(new NightReport(
                        night,
                        before.orElse(null),
                        cells,
                        earlier,
                        earlierHeap,
                        store.earlierRuns().lastPasses(night),
                        store.earlierRuns().firstFailures(night),
                        regressions,
                        suspects,
                        remarks));
    }

    /** Exit code of a night, by what its plan says of flaky runs and of memory. */
    public static int exitCode(NightReport report) throws LabException {
        NightSettings settings = NightSettings.of(report.night());
        return report.exitCode(settings.failOnFlaky(), settings.failOnHeapRegression());
    }

    private static Set<NightCell.Key> keys(List<NightCell> cells) {
        return cells.stream().map(NightCell::key).collect(Collectors.toCollection(HashSet::new));
    }

    private void lookBack(
            Optional<NightRow> newest,
            Set<NightCell.Key> wanted,
            Map<NightCell.Key, Earlier> earlier,
            Map<NightCell.Key, Earlier> heap)
            throws LabException {
        Optional<NightRow> night = newest;
        for (int back = 0; back < NIGHTS_BACK && night.isPresent(); back++) {
            if (earlier.size() == wanted.size() && heap.size() == wanted.size()) {
                return;
            }
            NightRow its = night.get();
            for (NightCell cell : NightReport.cells(
                    store.nights().items(its.night()), store.attempts().of(its.night()))) {
                Earlier was = Earlier.of(its, cell);
                if (wanted.contains(cell.key()) && was.word() != ItemOutcome.NOT_RUN) {
                    earlier.putIfAbsent(cell.key(), was);
                }
                if (wanted.contains(cell.key()) && was.heapBytes() != null) {
                    heap.putIfAbsent(cell.key(), was);
                }
            }
            night = store.nights().before(its);
        }
    }

    /** Null, or why memory could not be looked at. */
    private @Nullable String heap(
            List<ItemRow> items, long maxGrowthBytes, List<String> regressions, List<String> suspects) {
        if (history instanceof HistoryAddress.Embedded it && Files.notExists(it.file())) {
            return "whether memory or a measurement got worse is not known: there is no heap history at " + it.file();
        }
        try (HistoryStore open = HistoryStore.open(history)) {
            Set<String> builds = items.stream().map(ItemRow::sha256).collect(Collectors.toSet());
            HeapTrends trends = new HeapTrends(open);
            for (SeriesKey series : seriesOf(items, open)) {
                for (Measure measure : watched(open, series)) {
                    HeapCheck check = trends.check(series, measure, measure instanceof Metric ? maxGrowthBytes : 0);
                    for (HeapFinding finding : check.findings()) {
                        if (builds.contains(finding.firstBad().sha256())) {
                            (check.state() == HeapCheck.State.REGRESSION ? regressions : suspects)
                                    .add(series.words() + ": " + FindingWords.of(finding));
                        }
                    }
                }
            }
            return null;
        } catch (HistoryException away) {
            return "whether memory or a measurement got worse is not known: " + away.getMessage();
        }
    }

    /** The heap's figures, and what else its runs measure; of times those of the whole, for its steps' would say it twice. */
    private static List<Measure> watched(HistoryStore open, SeriesKey series) throws HistoryException {
        List<Measure> all = new ArrayList<>(Metric.USUAL);
        open.measures(series).stream()
                .filter(it -> NOT_WATCHED.stream().noneMatch(it.name()::startsWith))
                .forEach(all::add);
        return all;
    }

    /** Those that may have runs of this night. */
    private static List<SeriesKey> seriesOf(List<ItemRow> items, HistoryStore open) throws HistoryException {
        Set<String> kinds =
                items.stream().map(it -> it.target() + " " + it.phases()).collect(Collectors.toSet());
        return Stream.concat(open.series().stream().map(HistoryStore.Listed::series), open.measuredSeries().stream())
                .distinct()
                .filter(it -> kinds.contains(it.target() + " " + it.phases()))
                .toList();
    }
}
