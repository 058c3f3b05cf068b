package org.numakerbench.lab.night;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.text.Figures;

/**
 * A night against those before.
 *
 * @param cells in the order in which they were to be run
 * @param before the night it is compared with; null for the first of its plan
 * @param earlier what each cell was when it ran last: in the night before, unless it did not run in that
 * @param earlierHeap when it told its heap last
 * @param lastPasses when it passed last
 * @param firstFailures when it failed first after that, by who has to answer for it
 * @param heapRegressions what the history says of builds of this night: one sentence each
 * @param heapSuspects the same, where there are too few runs to be sure
 */
public record NightReport(
        NightRow night,
        @Nullable NightRow before,
        List<NightCell> cells,
        Map<NightCell.Key, Earlier> earlier,
        Map<NightCell.Key, Earlier> earlierHeap,
        Map<NightCell.Key, EarlierRun> lastPasses,
        Map<NightCell.Key, Map<Owner, EarlierRun>> firstFailures,
        List<String> heapRegressions,
        List<String> heapSuspects,
        List<Remark> remarks) {
    /** Growth or shrinking up to this is the noise of a heap; what {@code bench heap check} lets pass, too. */
    private static final long HEAP_NOISE_BYTES = 64;

    public NightReport {
        cells = List.copyOf(cells);
        earlier = Map.copyOf(earlier);
        earlierHeap = Map.copyOf(earlierHeap);
        lastPasses = Map.copyOf(lastPasses);
        firstFailures = Map.copyOf(firstFailures);
        heapRegressions = List.copyOf(heapRegressions);
        heapSuspects = List.copyOf(heapSuspects);
        remarks = List.copyOf(remarks);
    }

    /** Groups items and their attempts into cells. */
    public static List<NightCell> cells(List<ItemRow> items, List<AttemptRow> attempts) {
        Map<String, List<AttemptRow>> byItem = attempts.stream()
                .sorted(Comparator.comparingInt(AttemptRow::number))
                .collect(Collectors.groupingBy(AttemptRow::item));
        Map<NightCell.Key, List<NightCell.Result>> cells = new LinkedHashMap<>();
        items.stream()
                .sorted(Comparator.comparingInt(ItemRow::ordinal))
                .forEach(item -> cells.computeIfAbsent(
                                new NightCell.Key(item.place(), item.build(), item.phases()), it -> new ArrayList<>())
                        .add(new NightCell.Result(item, byItem.getOrDefault(item.item(), List.of()))));
        List<NightCell> all = new ArrayList<>();
        cells.forEach((key, results) -> all.add(new NightCell(key.place(), key.build(), key.phases(), results)));
        return all;
    }

    /** What a cell is to the nights before. */
    public enum News {
        /** Fails; did not then, or by somebody else's fault. */
        NEW_FAILURE,
        /** The device fails at another step than then. */
        FAILS_OTHERWISE,
        STILL_FAILING,
        /** Passes at once, and did not then. */
        FIXED,
        NONE
    }

    public News news(NightCell cell) {
        Earlier was = earlier.get(cell.key());
        boolean failedThen = was != null && was.word().isFailure();
        if (!cell.word().isFailure()) {
            return failedThen && cell.word() == ItemOutcome.PASS && !cell.isOpen() ? News.FIXED : News.NONE;
        }
        NightCell.Result worst = cell.worst();
        if (was == null || !failedThen || was.owner() != worst.owner()) {
            return News.NEW_FAILURE;
        }
        boolean otherwise = worst.owner() == Owner.DEVICE
                && !was.where().isEmpty()
                && !was.where().equals(worst.where());
        return otherwise ? News.FAILS_OTHERWISE : News.STILL_FAILING;
    }

    /** Cells with these news. */
    public List<NightCell> with(News news) {
        return select(it -> news(it) == news);
    }

    /** Fail, and did not the night before, or by somebody else's fault. */
    public List<NightCell> newFailures() {
        return with(News.NEW_FAILURE);
    }

    /** Pass at once, and did not the night before. */
    public List<NightCell> fixed() {
        return with(News.FIXED);
    }

    /** Have a run that passed on retry. */
    public List<NightCell> flaky() {
        return select(NightCell::isFlaky);
    }

    private List<NightCell> select(Predicate<NightCell> which) {
        return cells.stream().filter(which).toList();
    }

    /** What the cell was before, in a few words. */
    public String before(NightCell cell) {
        Earlier was = earlier.get(cell.key());
        if (was == null) {
            return before == null ? "first night of this plan" : "not run in the nights before";
        }
        String when = before != null && was.night().equals(before.night()) ? "the night before" : "in " + was.night();
        return switch (was.word()) {
            case PASS -> "passed " + when;
            case FLAKY -> "passed on retry " + when;
            default ->
                was.word() + " " + when + " (" + was.owner().word()
                        + (was.where().isEmpty() ? "" : ", " + was.where()) + ")";
        };
    }

    /** Why runs did not pass at once, and why some were never begun. */
    public List<Cause> causes() {
        return Cause.of(cells);
    }

    /** The causes of some of the cells. */
    public List<Cause> causes(List<NightCell> some) {
        return Cause.of(some).stream().filter(it -> it.word().isFailure()).toList();
    }

    /** A cell whose peak heap changed since the night before. */
    public record HeapChange(NightCell cell, Earlier before, long beforeBytes, long nowBytes) {
        public long growthBytes() {
            return nowBytes - beforeBytes;
        }

        /** What changed is not the build. */
        public boolean isSameBuild() {
            return before.sha256().equals(cell.sha256());
        }
    }

    /** The greatest growth first. */
    public List<HeapChange> heapChanges() {
        List<HeapChange> changes = new ArrayList<>();
        for (NightCell cell : cells) {
            Earlier before = earlierHeap.get(cell.key());
            Long was = before == null ? null : before.heapBytes();
            Long is = cell.heapBytes();
            if (before != null && was != null && is != null && Math.abs(is - was) > HEAP_NOISE_BYTES) {
                changes.add(new HeapChange(cell, before, was, is));
            }
        }
        changes.sort(Comparator.comparingLong(HeapChange::growthBytes).reversed());
        return changes;
    }

    /** Since when a cell fails. */
    public Since since(NightCell cell) {
        return new Since(
                cell,
                lastPasses.get(cell.key()),
                firstFailures
                        .getOrDefault(cell.key(), Map.of())
                        .get(cell.worst().owner()));
    }

    /** How many runs ended with each word, gravest last; those that have not ended are not among them. */
    public Map<ItemOutcome, Long> counts() {
        Map<ItemOutcome, Long> counts = new EnumMap<>(ItemOutcome.class);
        cells.stream()
                .flatMap(it -> it.results().stream())
                .filter(it -> !it.isOpen())
                .forEach(it -> counts.merge(it.word(), 1L, Long::sum));
        return counts;
    }

    /** Runs asked for. */
    public int runs() {
        return cells.stream().mapToInt(it -> it.results().size()).sum();
    }

    /** Runs that have not ended. */
    public int open() {
        return (int) cells.stream()
                .flatMap(it -> it.results().stream())
                .filter(NightCell.Result::isOpen)
                .count();
    }

    /** Attempts beyond the first. */
    public int retries() {
        return cells.stream().mapToInt(NightCell::retries).sum();
    }

    /** Rows of the matrix. */
    public List<String> places() {
        TreeSet<String> places = new TreeSet<>(NaturalOrder.OF_NAMES);
        cells.forEach(it -> places.add(it.place()));
        return List.copyOf(places);
    }

    /** Columns of the matrix: build, and its phases where a build comes in several. The same order every night. */
    public List<NightCell.Key> columns() {
        return cells.stream()
                .map(it -> new NightCell.Key("", it.build(), it.phases()))
                .distinct()
                .sorted(Comparator.comparing(NightCell.Key::build, NaturalOrder.OF_NAMES)
                        .thenComparing(NightCell.Key::phases))
                .toList();
    }

    /** Null where the plan asks for nothing. */
    public @Nullable NightCell at(String place, NightCell.Key column) {
        NightCell.Key key = new NightCell.Key(place, column.build(), column.phases());
        return cells.stream().filter(it -> it.key().equals(key)).findFirst().orElse(null);
    }

    /**
     * Exit code of the night; 4 while nothing worse is known of one that goes on.
     *
     * @param failOnFlaky a pass on retry is a failure
     * @param failOnHeap so is memory that grew
     */
    public int exitCode(boolean failOnFlaky, boolean failOnHeap) {
        boolean more = failOnFlaky && !flaky().isEmpty() || failOnHeap && !heapRegressions.isEmpty();
        if (more) {
            return 1;
        }
        int code = Outcome.exitCode(
                counts().keySet().stream().map(ItemOutcome::countsAs).toList());
        return code == 0 && open() > 0 ? Outcome.INCONCLUSIVE.exitCode() : code;
    }

    /** One line: what the night came to. */
    public String headline() {
        String counts = counts().entrySet().stream()
                .sorted(Map.Entry.<ItemOutcome, Long>comparingByKey().reversed())
                .map(it -> it.getValue() + " " + it.getKey())
                .collect(Collectors.joining(", "));
        return Figures.count(runs(), "run") + (counts.isEmpty() ? "" : ": " + counts)
                + (open() == 0 ? "" : "; " + open() + " not finished yet") + "; "
                + Figures.count(newFailures().size(), "new failure") + ", " + fixed().size() + " fixed"
                + (retries() == 0 ? "" : ", " + (retries() == 1 ? "1 retry" : retries() + " retries"));
    }
}
