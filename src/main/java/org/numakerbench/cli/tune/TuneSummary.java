package org.numakerbench.cli.tune;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.search.Setting;

/** A result for the terminal. */
final class TuneSummary {
    private static final int SHOWN = 12;

    private TuneSummary() {}

    static String of(TuneResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %s. %s, %s, %.1f board hours; the full grid needs %d loops to say as much.%n",
                SafeText.line(result.name()),
                SafeText.line(result.why()),
                Figures.count(result.spent().loops(), "loop"),
                Figures.count(result.spent().networkErrors(), "network error"),
                result.spent().boardMs() / 3_600_000.0,
                result.spent().fullGridLoops()));
        result.baseline().ifPresent(it -> symptom(text, result, it));
        if (result.recommended().isEmpty()) {
            text.append("No loop was run.\n");
        } else {
            Recommendation best = result.recommended().get();
            recommendation(text, "Recommended", best);
            result.cheapest()
                    .filter(it -> !it.setting().equals(best.setting()))
                    .ifPresent(it -> recommendation(text, "Cheapest that is not worse", it));
        }
        table(text, result.settings());
        for (String remark : result.remarks()) {
            text.append("Note: ").append(SafeText.line(remark)).append('\n');
        }
        return text.toString();
    }

    private static void symptom(StringBuilder text, TuneResult result, Setting baseline) {
        result.settings().stream()
                .filter(it -> it.setting().equals(baseline))
                .filter(it -> it.recovery().trials() > 0)
                .forEach(it -> text.append(String.format(
                        Locale.ROOT,
                        "Symptom: with %s the loop after a network error passed %d times of %d (%.0f to %.0f %%).%n",
                        SafeText.line(it.setting().toString()),
                        it.recovery().successes(),
                        it.recovery().trials(),
                        100 * it.recoveryInterval().lower(),
                        100 * it.recoveryInterval().upper())));
    }

    private static void recommendation(StringBuilder text, String title, Recommendation it) {
        text.append(title).append(": ").append(SafeText.line(it.words())).append('\n');
        for (Map.Entry<String, Long> macro : it.setting().values().entrySet()) {
            text.append("    \"")
                    .append(SafeText.line(macro.getKey()))
                    .append('=')
                    .append(macro.getValue())
                    .append("\",\n");
        }
    }

    private static void table(StringBuilder text, List<SettingResult> settings) {
        List<SettingResult> tried = settings.stream()
                .filter(it -> it.recovery().trials() > 0)
                .sorted(Comparator.<SettingResult>comparingDouble(
                                it -> -it.recoveryInterval().lower())
                        .thenComparingDouble(SettingResult::meanLoopMs))
                .toList();
        text.append(String.format("%-24s %12s %14s %8s %8s%n", "setting", "recovered", "at least", "passed", "s/loop"));
        for (SettingResult it : tried.subList(0, Math.min(SHOWN, tried.size()))) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %12s %12.1f %% %6.0f %% %8.1f%n",
                    it.setting().id(),
                    it.recovery().successes() + " of " + it.recovery().trials(),
                    100 * it.recoveryInterval().lower(),
                    100 * it.pass().rate(),
                    it.meanLoopMs() / 1000));
        }
        long untried = settings.size() - tried.size();
        if (tried.size() > SHOWN || untried > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "and %d more; %d of %d settings cost no loop%n",
                    Math.max(0, tried.size() - SHOWN),
                    untried,
                    settings.size()));
        }
    }
}
