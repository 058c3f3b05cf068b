package org.numakerbench.report.night;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.lab.LabView.Remark;
import org.numakerbench.lab.night.AttemptRow;
import org.numakerbench.lab.night.EarlierRun;
import org.numakerbench.lab.night.ItemOutcome;
import org.numakerbench.lab.night.NightCell;
import org.numakerbench.lab.night.NightReport;
import org.numakerbench.lab.night.NightReport.HeapChange;
import org.numakerbench.lab.night.NightRow;
import org.numakerbench.model.Outcome;
import org.numakerbench.model.Owner;
import org.numakerbench.model.Stage;
import org.numakerbench.text.JsonText;

/** A night as JSON, as {@code schemas/night.schema.json} describes it. */
public record NightJson(
        int schema,
        String night,
        String plan,
        String host,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Instant cancelled,
        @Nullable String before,
        int exitCode,
        String verdict,
        String headline,
        Map<ItemOutcome, Long> counts,
        int runs,
        int open,
        int retries,
        List<Cause> causes,
        List<String> heapRegressions,
        List<String> heapSuspects,
        List<Heap> heapChanges,
        @JsonIgnoreProperties("night") List<Remark> remarks,
        List<Cell> cells) {
    record Cause(
            @Nullable Owner owner,
            ItemOutcome word,
            String where,
            @Nullable String code,
            @JsonProperty("new") boolean isNew,
            int runs,
            List<String> boards,
            List<String> builds,
            List<String> since,
            String reason,
            List<String> otherReasons) {
        static Cause of(CauseWords words) {
            var cause = words.cause();
            return new Cause(
                    somebody(cause.owner()),
                    cause.word(),
                    cause.where(),
                    cause.code(),
                    words.isNew(),
                    cause.hits().size(),
                    cause.boards(),
                    cause.builds(),
                    words.since(),
                    cause.reason(),
                    cause.otherReasons());
        }
    }

    record Heap(String place, String build, String phases, long beforeBytes, long nowBytes, boolean sameBuild) {
        static Heap of(HeapChange it) {
            NightCell cell = it.cell();
            return new Heap(
                    cell.place(), cell.build(), cell.phases(), it.beforeBytes(), it.nowBytes(), it.isSameBuild());
        }
    }

    record Cell(
            String place,
            String build,
            String phases,
            String image,
            String sha256,
            String buildId,
            ItemOutcome word,
            @Nullable Owner owner,
            String news,
            @Nullable Earlier before,
            @Nullable Since since,
            @Nullable Long heapBytes,
            List<Run> runs) {
        static Cell of(NightReport report, NightCell it) {
            return new Cell(
                    it.place(),
                    it.build(),
                    it.phases(),
                    it.image(),
                    it.sha256(),
                    it.buildId(),
                    it.word(),
                    somebody(it.worst().owner()),
                    report.news(it).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    Earlier.of(report.earlier().get(it.key())),
                    it.word().isFailure() ? Since.of(report.since(it)) : null,
                    it.heapBytes(),
                    it.results().stream().map(Run::of).toList());
        }
    }

    record Earlier(String night, ItemOutcome word, @Nullable Owner owner, String where) {
        static @Nullable Earlier of(org.numakerbench.lab.night.@Nullable Earlier it) {
            return it == null ? null : new Earlier(it.night(), it.word(), somebody(it.owner()), it.where());
        }
    }

    record Since(
            String sentence,
            @Nullable OtherRun lastPass,
            @Nullable OtherRun firstFailure) {
        static Since of(org.numakerbench.lab.night.Since it) {
            return new Since(it.sentence(), OtherRun.of(it.lastPass()), OtherRun.of(it.firstFailure()));
        }
    }

    /** Of an earlier night. */
    record OtherRun(
            String night,
            String image,
            String sha256,
            String build,
            @Nullable String run,
            @Nullable Instant started) {
        static @Nullable OtherRun of(@Nullable EarlierRun it) {
            return it == null
                    ? null
                    : new OtherRun(it.night(), it.image(), it.sha256(), it.build(), it.run(), time(it.startedMs()));
        }
    }

    record Run(
            String item,
            int repeat,
            @Nullable ItemOutcome word,
            @Nullable String reason,
            List<Attempt> attempts) {
        static Run of(NightCell.Result it) {
            return new Run(
                    it.item().item(),
                    it.item().repeat(),
                    it.isOpen() ? null : it.word(),
                    it.isOpen() ? null : it.reason(),
                    it.attempts().stream().map(Attempt::of).toList());
        }
    }

    record Attempt(
            int number,
            String bench,
            String board,
            @Nullable String run,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Outcome outcome,
            @Nullable Owner owner,
            @Nullable Stage stage,
            @Nullable String code,
            @Nullable String step,
            @Nullable String reason,
            @Nullable Long maxBytes) {
        static Attempt of(AttemptRow it) {
            return new Attempt(
                    it.number(),
                    it.bench(),
                    it.board(),
                    it.run(),
                    time(it.startedMs()),
                    time(it.endedMs()),
                    it.outcome(),
                    it.owner(),
                    it.stage(),
                    it.code(),
                    it.step(),
                    it.reason(),
                    it.maxBytes());
        }
    }

    private static @Nullable Instant time(@Nullable Long ms) {
        return ms == null ? null : Instant.ofEpochMilli(ms);
    }

    private static @Nullable Owner somebody(Owner owner) {
        return owner == Owner.NOBODY ? null : owner;
    }

    private static Map<ItemOutcome, Long> counts(NightReport report) {
        Map<ItemOutcome, Long> counts = new EnumMap<>(ItemOutcome.class);
        for (ItemOutcome word : ItemOutcome.values()) {
            counts.put(word, report.counts().getOrDefault(word, 0L));
        }
        return counts;
    }

    /**
     * One object.
     *
     * @param exitCode of the night
     */
    public static String write(NightReport report, int exitCode) {
        NightRow night = report.night();
        return JsonText.line(new NightJson(
                1,
                night.night(),
                night.plan(),
                night.host(),
                time(night.startedMs()),
                time(night.endedMs()),
                time(night.cancelledMs()),
                report.before() == null ? null : report.before().night(),
                exitCode,
                Verdict.of(report),
                report.headline(),
                counts(report),
                report.runs(),
                report.open(),
                report.retries(),
                report.causes().stream()
                        .map(it -> Cause.of(new CauseWords(report, it)))
                        .toList(),
                report.heapRegressions(),
                report.heapSuspects(),
                report.heapChanges().stream().map(Heap::of).toList(),
                report.remarks(),
                report.cells().stream().map(it -> Cell.of(report, it)).toList()));
    }
}
