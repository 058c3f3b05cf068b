package org.numakerbench.report.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.search.Interval;
import org.numakerbench.tune.search.Proportions;
import org.numakerbench.tune.search.Tally;

/**
 * Recovery over a pair of factors, the others taken together.
 *
 * @param across macro whose values are the columns
 * @param down macro whose values are the rows; empty when there is one factor
 */
public record HeatMap(String across, String down, List<Long> columns, List<Row> rows) {
    /** @param value of the factor; -1 when there is one factor */
    public record Row(long value, List<Cell> cells) {}

    /**
     * @param words the rate, or why there is none
     * @param below how many network errors
     * @param tone CSS class, {@code q0} (nothing recovers) to {@code q9}, or {@code none}
     * @param title all of it, for the pointer
     */
    public record Cell(String words, String below, String tone, String title) {}

    /** One for each pair of factors. */
    static List<HeatMap> of(TuneResult result) {
        List<String> names = List.copyOf(result.factors().keySet());
        List<HeatMap> maps = new ArrayList<>();
        if (names.size() == 1) {
            maps.add(of(result, names.get(0), ""));
        }
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                maps.add(of(result, names.get(j), names.get(i)));
            }
        }
        return maps;
    }

    private static HeatMap of(TuneResult result, String across, String down) {
        List<Long> columns = result.factors().getOrDefault(across, List.of());
        List<Row> rows = new ArrayList<>();
        for (long value : down.isEmpty() ? List.of(-1L) : result.factors().getOrDefault(down, List.of())) {
            rows.add(new Row(
                    value,
                    columns.stream()
                            .map(column -> cell(
                                    result,
                                    result.settings().stream()
                                            .filter(it -> it.setting()
                                                    .values()
                                                    .get(across)
                                                    .equals(column))
                                            .filter(it -> down.isEmpty()
                                                    || it.setting().values().get(down) == value)
                                            .toList()))
                            .toList()));
        }
        return new HeatMap(SafeText.line(across), SafeText.line(down), columns, rows);
    }

    private static Cell cell(TuneResult result, List<SettingResult> settings) {
        Tally recovery = settings.stream().map(SettingResult::recovery).reduce(Tally.NONE, Tally::plus);
        if (settings.isEmpty()) {
            return new Cell("", "left out", "none", "no setting: the constraints leave it out");
        }
        if (recovery.trials() == 0) {
            boolean hopeless = settings.stream().allMatch(it -> it.state().equals("hopeless"));
            return new Cell(
                    "–", hopeless ? "hopeless" : "not tried", "none", settings.size() + " settings without a loop");
        }
        Interval interval = Proportions.exact(recovery, result.confidence());
        double ms = settings.stream()
                        .mapToDouble(it -> it.meanLoopMs() * it.loops())
                        .sum()
                / Math.max(1, settings.stream().mapToLong(SettingResult::loops).sum());
        return new Cell(
                percent(recovery.rate()),
                recovery.successes() + "/" + recovery.trials(),
                "q" + (int) Math.min(9, Math.floor(10 * recovery.rate())),
                String.format(
                        Locale.ROOT,
                        "%d of %d network errors recovered from, %.1f to %.1f %%; %.1f s a loop; %d settings",
                        recovery.successes(),
                        recovery.trials(),
                        100 * interval.lower(),
                        100 * interval.upper(),
                        ms / 1000,
                        settings.size()));
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, rate > 0.99 && rate < 1 ? "%.1f %%" : "%.0f %%", 100 * rate);
    }
}
