package org.numakerbench.report.heap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.Acceptance;
import org.numakerbench.history.BuildPoint;
import org.numakerbench.history.HeapFinding;
import org.numakerbench.history.HeapTrend;
import org.numakerbench.history.change.Change;
import org.numakerbench.text.JsonText;

/** Series with their builds, runs and findings, as {@code schemas/heap-trend.schema.json} describes. */
public record HeapTrendJson(int schema, List<Trend> trends) {
    record Trend(
            TrendParts.Series series,
            String metric,
            boolean orderedByCommit,
            @Nullable Long limitBytes,
            @JsonIgnoreProperties("first") List<BuildPoint> builds,
            List<Found> findings) {
        static Trend of(HeapTrend it) {
            return new Trend(
                    TrendParts.Series.of(it),
                    it.metric().option(),
                    it.orderedByCommit(),
                    it.limitBytes(),
                    it.builds(),
                    it.findings().stream().map(Found::of).toList());
        }
    }

    record Found(
            String kind,
            double bytes,
            double lowBytes,
            double highBytes,
            @JsonUnwrapped TrendParts.Builds builds,
            boolean leak,
            List<String> differences,

            @JsonIncludeProperties({"bytes", "reason", "who", "at"}) @Nullable
            Acceptance accepted) {
        static Found of(HeapFinding it) {
            Change change = it.change();
            return new Found(
                    change.kind().name().toLowerCase(Locale.ROOT),
                    change.bytes(),
                    change.lowBytes(),
                    change.highBytes(),
                    TrendParts.Builds.of(it),
                    it.isLeak(),
                    it.differences(),
                    it.accepted());
        }
    }

    /** One object. */
    public static String write(List<HeapTrend> trends) {
        return JsonText.indented(
                new HeapTrendJson(1, trends.stream().map(Trend::of).toList()));
    }
}
