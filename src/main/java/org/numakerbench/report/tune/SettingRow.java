package org.numakerbench.report.tune;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.numakerbench.report.chart.Svg;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.search.Interval;
import org.numakerbench.tune.search.Tally;

/**
 * A setting in the table.
 *
 * @param values of the factors, in order
 * @param bar drawing of the recovery interval, and where the rate is
 * @param patterns recovery by kind of disturbance
 */
public record SettingRow(
        List<Long> values,
        String state,
        String recovered,
        String rate,
        String interval,
        String bar,
        String pass,
        String seconds,
        String patterns,
        String why) {
    static SettingRow of(SettingResult it, String role) {
        Interval interval = it.recoveryInterval();
        boolean tried = it.recovery().trials() > 0;
        return new SettingRow(
                List.copyOf(it.setting().values().values()),
                role.isEmpty() ? state(it.state()) : role,
                it.recovery().successes() + " of " + it.recovery().trials(),
                tried
                        ? String.format(
                                Locale.ROOT, "%.1f %%", 100 * it.recovery().rate())
                        : "–",
                tried
                        ? String.format(Locale.ROOT, "%.1f to %.1f %%", 100 * interval.lower(), 100 * interval.upper())
                        : "",
                bar(it),
                it.pass().trials() == 0
                        ? "–"
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% (%.0f to %.0f)",
                                100 * it.pass().rate(),
                                100 * it.passInterval().lower(),
                                100 * it.passInterval().upper()),
                it.loops() == 0 ? "–" : String.format(Locale.ROOT, "%.1f", it.meanLoopMs() / 1000),
                it.patterns().entrySet().stream()
                        .map(pattern -> SafeText.line(pattern.getKey()) + " " + words(pattern.getValue()))
                        .collect(Collectors.joining(", ")),
                it.why() == null ? "" : SafeText.line(it.why()));
    }

    private static String bar(SettingResult it) {
        double lower = 100 * it.recoveryInterval().lower();
        double upper = 100 * it.recoveryInterval().upper();
        return Svg.bar("interval", String.format(Locale.ROOT, "%.1f to %.1f %%", lower, upper))
                .rect("range", lower, upper - lower)
                .rect("mark", 100 * it.recovery().rate() - 0.75, 1.5)
                .text();
    }

    private static String words(Tally tally) {
        return tally.successes() + "/" + tally.trials();
    }

    private static String state(String state) {
        return state.equals("racing") ? "may be the best" : state.replace('-', ' ');
    }
}
