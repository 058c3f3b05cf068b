package org.numakerbench.lab.night;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;

/**
 * A night against the one before.
 *
 * @param cells in the order of the plan
 * @param before the night it is compared with; null for the first of its plan
 * @param heapRegressions what the history says of builds of this night: one sentence each
 */
public record NightReport(
        NightRow night,
        @Nullable NightRow before,
        List<NightCell> cells,
        Map<NightCell.Key, Word> wordsBefore,
        Map<NightCell.Key, Long> heapBefore,
        Map<NightCell.Key, LastPass> lastPasses,
        List<String> heapRegressions,
        List<Remark> remarks) {
    /** Growth or shrinking below this is the noise of a heap. */
    private static final long HEAP_NOISE_BYTES = 64;

    public NightReport {
        cells = List.copyOf(cells);
        wordsBefore = Map.copyOf(wordsBefore);
        heapBefore = Map.copyOf(heapBefore);
        lastPasses = Map.copyOf(lastPasses);
        heapRegressions = List.copyOf(heapRegressions);
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

    /** What a night is to the one before. */
    public static Map<NightCell.Key, Word> words(List<NightCell> cells) {
        return cells.stream().collect(Collectors.toMap(NightCell::key, NightCell::word));
    }

    /** Peak heap by cell, where there is one. */
    public static Map<NightCell.Key, Long> heap(List<NightCell> cells) {
        Map<NightCell.Key, Long> heap = new LinkedHashMap<>();
        for (NightCell cell : cells) {
            Long bytes = cell.heapBytes();
            if (bytes != null) {
                heap.put(cell.key(), bytes);
            }
        }
        return heap;
    }

    /** Did not pass and did the night before, or was not there then. */
    public List<NightCell> newFailures() {
        return select(it -> failed(it.word()) && !failed(before(it)));
    }

    /** Did not pass, and had not the night before. */
    public List<NightCell> stillFailing() {
        return select(it -> failed(it.word()) && failed(before(it)));
    }

    /** Passed, and had not the night before. */
    public List<NightCell> fixed() {
        return select(it -> it.word().isPass() && failed(before(it)));
    }

    /** Passed on retry. */
    public List<NightCell> flaky() {
        return select(it -> it.word() == Word.FLAKY);
    }

    /** Asked for, and never run. */
    public List<NightCell> notRun() {
        return select(it -> it.word() == Word.NOT_RUN);
    }

    private @Nullable Word before(NightCell cell) {
        return wordsBefore.get(cell.key());
    }

    private static boolean failed(@Nullable Word word) {
        return word != null && !word.isPass() && word != Word.NOT_RUN;
    }

    private List<NightCell> select(java.util.function.Predicate<NightCell> which) {
        return cells.stream().filter(which).toList();
    }

    /** Why runs did not pass at once, what is not the device's fault last. */
    public List<Cause> causes() {
        return Cause.of(cells);
    }

    /** A cell whose peak heap changed since the night before. */
    public record HeapChange(NightCell cell, long beforeBytes, long nowBytes) {
        public long growthBytes() {
            return nowBytes - beforeBytes;
        }
    }

    /** The greatest growth first. */
    public List<HeapChange> heapChanges() {
        List<HeapChange> changes = new ArrayList<>();
        for (NightCell cell : cells) {
            Long was = heapBefore.get(cell.key());
            Long is = cell.heapBytes();
            if (was != null && is != null && Math.abs(is - was) >= HEAP_NOISE_BYTES) {
                changes.add(new HeapChange(cell, was, is));
            }
        }
        changes.sort(Comparator.comparingLong(HeapChange::growthBytes).reversed());
        return changes;
    }

    /** Since when a cell fails, in a sentence. */
    public String since(NightCell cell) {
        LastPass last = lastPasses.get(cell.key());
        if (last == null) {
            return "never passed in this plan";
        }
        String when = Instant.ofEpochMilli(last.startedMs()).toString().substring(0, 10);
        return last.sha256().equals(cell.sha256())
                ? "the same build passed on " + when + ": the build is not what changed"
                : "passed last with build " + last.build() + " on " + when;
    }

    /** How many runs ended with each word, gravest first. */
    public Map<Word, Long> counts() {
        Map<Word, Long> counts = new EnumMap<>(Word.class);
        cells.stream().flatMap(it -> it.results().stream()).forEach(it -> counts.merge(it.word(), 1L, Long::sum));
        return counts;
    }

    /** Runs asked for. */
    public long runs() {
        return cells.stream().mapToLong(it -> it.results().size()).sum();
    }

    /** Attempts beyond the first. */
    public long retries() {
        return cells.stream()
                .flatMap(it -> it.results().stream())
                .mapToLong(it -> Math.max(0, it.attempts().size() - 1))
                .sum();
    }

    /** Rows of the matrix. */
    public List<String> places() {
        return List.copyOf(new TreeSet<>(cells.stream().map(NightCell::place).toList()));
    }

    /** Columns of the matrix: build, and its phases where a build comes in several. */
    public List<NightCell.Key> columns() {
        return cells.stream()
                .map(it -> new NightCell.Key("", it.build(), it.phases()))
                .distinct()
                .toList();
    }

    /** Null where the plan asks for nothing. */
    public @Nullable NightCell at(String place, NightCell.Key column) {
        return cells.stream()
                .filter(it -> it.key().equals(new NightCell.Key(place, column.build(), column.phases())))
                .findFirst()
                .orElse(null);
    }

    /**
     * Exit code of the night.
     *
     * @param failOnFlaky a pass on retry is a failure
     * @param failOnHeap so is memory that grew
     */
    public int exitCode(boolean failOnFlaky, boolean failOnHeap) {
        boolean more = failOnFlaky && !flaky().isEmpty() || failOnHeap && !heapRegressions.isEmpty();
        int code = Word.exitCode(cells.stream().map(NightCell::word).toList());
        return more ? 1 : code;
    }

    /** One line: what the night came to. */
    public String headline() {
        String counts = counts().entrySet().stream()
                .sorted(Map.Entry.<Word, Long>comparingByKey().reversed())
                .map(it -> it.getValue() + " " + it.getKey())
                .collect(Collectors.joining(", "));
        return runs() + " runs: " + counts + "; " + newFailures().size() + " new failures, " + fixed().size() + " fixed"
                + (retries() == 0 ? "" : ", " + retries() + " retries");
    }
}
