package org.numakerbench.report.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.report.HtmlText;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.search.Setting;

/** One self-contained page, from the template {@code src/main/jte/report/tune/tune.jte}. It asks nothing of any network. */
public final class TunePage {
    /**
     * A recommended setting.
     *
     * @param facts rates and times
     * @param lines to paste into {@code mbed_app.json}
     * @param shown whether its claim was shown
     */
    public record Card(String title, String setting, String words, String facts, String lines, boolean shown) {}

    private TunePage() {}

    /** The page as text. */
    public static String write(TuneResult result) {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", SafeText.line(result.name()));
        model.put("when", SafeText.line(result.started() + " to " + result.ended()));
        model.put("why", SafeText.line(result.why()));
        model.put("cards", cards(result));
        model.put("symptom", symptom(result));
        model.put(
                "factors",
                result.factors().keySet().stream().map(SafeText::line).toList());
        model.put("maps", HeatMap.of(result));
        model.put("tried", rows(result, true));
        model.put("untried", rows(result, false));
        model.put("curves", curves(result));
        model.put("sure", sure(result));
        model.put("remarks", result.remarks().stream().map(SafeText::line).toList());
        return HtmlText.of("report/tune/tune.jte", model);
    }

    private static List<Card> cards(TuneResult result) {
        List<Card> cards = new ArrayList<>();
        Optional<Recommendation> best = result.recommended();
        Optional<Recommendation> cheap = result.cheapest();
        boolean same = best.isPresent()
                && cheap.isPresent()
                && best.get().setting().equals(cheap.get().setting());
        best.ifPresent(it ->
                cards.add(card(result, same ? "Recommended, and the cheapest that is not worse" : "Recommended", it)));
        if (!same) {
            cheap.ifPresent(it -> cards.add(card(result, "Cheapest that is not worse", it)));
        }
        return cards;
    }

    private static Card card(TuneResult result, String title, Recommendation it) {
        String facts = of(result, it.setting())
                .map(found -> String.format(
                        Locale.ROOT,
                        "Recovered from %d of %d network errors in all (%.1f to %.1f %%); %.0f %% of loops passed; %.1f s a"
                                + " loop.",
                        found.recovery().successes(),
                        found.recovery().trials(),
                        100 * found.recoveryInterval().lower(),
                        100 * found.recoveryInterval().upper(),
                        100 * found.pass().rate(),
                        found.meanLoopMs() / 1000))
                .orElse("");
        StringBuilder lines = new StringBuilder("\"macros\": [\n");
        List<String> macros = it.setting().values().entrySet().stream()
                .map(macro -> "    \"" + SafeText.line(macro.getKey()) + "=" + macro.getValue() + "\"")
                .toList();
        lines.append(String.join(",\n", macros)).append("\n]");
        return new Card(
                title,
                SafeText.line(it.setting().toString()),
                SafeText.line(it.words()),
                facts,
                lines.toString(),
                it.shown());
    }

    private static Optional<SettingResult> of(TuneResult result, Setting setting) {
        return result.settings().stream()
                .filter(it -> it.setting().equals(setting))
                .findFirst();
    }

    /** The defaults beside the recommended setting. */
    private static List<SettingRow> symptom(TuneResult result) {
        List<SettingRow> rows = new ArrayList<>();
        result.baseline()
                .flatMap(it -> of(result, it))
                .filter(it -> it.recovery().trials() > 0)
                .ifPresent(it -> rows.add(SettingRow.of(it, "the driver's defaults")));
        if (!rows.isEmpty()) {
            result.recommended()
                    .flatMap(it -> of(result, it.setting()))
                    .ifPresent(it -> rows.add(SettingRow.of(it, "recommended")));
        }
        return rows;
    }

    private static List<SettingRow> rows(TuneResult result, boolean tried) {
        return result.settings().stream()
                .filter(it -> it.loops() > 0 == tried)
                .sorted(Comparator.<SettingResult>comparingInt(
                                it -> role(result, it).isEmpty() ? 1 : 0)
                        .thenComparingDouble(it -> -it.recoveryInterval().lower())
                        .thenComparingDouble(SettingResult::meanLoopMs))
                .map(it -> SettingRow.of(it, role(result, it)))
                .toList();
    }

    private static String role(TuneResult result, SettingResult it) {
        if (result.recommended()
                .filter(best -> best.setting().equals(it.setting()))
                .isPresent()) {
            return "recommended";
        }
        return result.cheapest()
                        .filter(best -> best.setting().equals(it.setting()))
                        .isPresent()
                ? "cheapest"
                : "";
    }

    private static List<StepCurve> curves(TuneResult result) {
        List<StepCurve> curves = new ArrayList<>();
        if (!result.busy().isEmpty()) {
            curves.add(StepCurve.of("How long a disturbed module took no command", result.busy()));
        }
        if (!result.open().isEmpty()) {
            curves.add(StepCurve.of("How long links took to open", result.open()));
        }
        return curves;
    }

    private static List<String> sure(TuneResult result) {
        List<String> sure = new ArrayList<>();
        sure.add(String.format(
                Locale.ROOT,
                "Every statement holds with %.0f %% confidence. A setting is said to recover from more than %.1f %% of network"
                        + " errors when it recovered from every one of a number that was fixed beforehand (exact, one-sided);"
                        + " a cheaper one counts as not worse when the same shows more than %.1f %%.",
                100 * result.confidence(),
                100 * result.claim(),
                100 * (result.claim() - result.margin())));
        sure.add(String.format(
                Locale.ROOT,
                "It took %s with %s, %.1f board hours. To say as much of every one of the %d settings the"
                        + " full grid needs %d loops.",
                Figures.count(result.spent().loops(), "loop"),
                Figures.count(result.spent().networkErrors(), "network error"),
                result.spent().boardMs() / 3_600_000.0,
                result.settings().size(),
                result.spent().fullGridLoops()));
        sure.add(
                "A network error is a disturbance by the link; it is recovered from when the loop after it passes, as the"
                        + " device says and the cloud saw. Consequences of earlier failures do not count into the pass rate.");
        for (String fault : result.faults()) {
            sure.add("Disturbed by: " + SafeText.line(fault));
        }
        sure.add("Seed " + result.seed() + ".");
        return sure;
    }
}
