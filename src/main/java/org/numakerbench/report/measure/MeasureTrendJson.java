package org.numakerbench.report.measure;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.change.Change;
import org.numakerbench.model.Direction;
import org.numakerbench.report.heap.TrendParts;
import org.numakerbench.text.JsonText;

/** Measurements over builds, as {@code schemas/measurement-trend.schema.json} describes. */
public record MeasureTrendJson(int schema, List<Trend> trends) {
    record Trend(
            TrendParts.Series series,
            String name,
            String unit,
            Direction direction,
            double floor,
            boolean orderedByCommit,
            List<Build> builds,
            List<Found> findings) {
        static Trend of(HeapTrend it) {
            return new Trend(
                    TrendParts.Series.of(it),
                    it.metric().option(),
                    it.metric().unit(),
                    it.metric().direction(),
                    it.metric().rules().floorBytes(),
                    it.orderedByCommit(),
                    it.builds().stream().map(Build::of).toList(),
                    it.findings().stream().map(Found::of).toList());
        }
    }

    record Build(
            String image,
            String sha256,
            @Nullable String buildId,
            @Nullable String commit,
            @Nullable Long commitNumber,
            List<Run> runs) {
        static Build of(BuildPoint it) {
            return new Build(
                    it.image(),
                    it.sha256(),
                    it.buildId(),
                    it.commit(),
                    it.commitNumber(),
                    it.runs().stream()
                            .map(run -> new Run(run.run(), run.started(), run.board(), run.bytes()))
                            .toList());
        }
    }

    record Run(String run, Instant started, String board, double value) {}

    record Found(
            String kind,
            double size,
            double low,
            double high,
            boolean worse,
            @JsonUnwrapped TrendParts.Builds builds,
            List<String> differences,

            @JsonIncludeProperties({"reason", "who", "at"}) @Nullable
            Acceptance accepted) {
        static Found of(HeapFinding it) {
            Change change = it.change();
            return new Found(
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.bytes(),
                    change.lowBytes(),
                    change.highBytes(),
                    it.isGrowth(),
                    TrendParts.Builds.of(it),
                    it.differences(),
                    it.accepted());
        }
    }

    /** In one line. */
    public static String write(List<HeapTrend> trends) {
        return JsonText.MAPPER.writeValueAsString(
                new MeasureTrendJson(1, trends.stream().map(Trend::of).toList()));
    }
}
