package org.numakerbench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.TuneResult.Spent;
import org.numakerbench.tune.experiment.Experiment;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Proportions;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.Standing;
import org.numakerbench.tune.search.Tally;

/** From the loops of an experiment to its result. */
public final class TuneResults {
    private TuneResults() {}

    /**
     * @param started wall-clock times, ISO 8601
     */
    public static TuneResult of(
            Experiment experiment, SearchPlan plan, Tuning.Ended ended, String started, String until) {
        Optional<Standing> winner = ended.search().winner(ended.standings());
        Optional<Recommendation> recommended =
                winner.map(it -> recommended(plan, it, ended.search().straightPasses()));
        Optional<Recommendation> cheapest = winner.map(it -> {
            Standing cheap = ended.search().cheapest(ended.standings(), it);
            return cheap.setting().equals(it.setting())
                    ? recommended(plan, it, ended.search().straightPasses())
                    : cheaper(plan, cheap, it, ended.search().straightPassesOfCheaper());
        });
        List<SettingResult> settings =
                ended.standings().all().stream().map(it -> setting(plan, it)).toList();
        long errors = settings.stream().mapToLong(it -> it.recovery().trials()).sum();
        return new TuneResult(
                experiment.name(),
                plan.seed(),
                started,
                until,
                ended.why(),
                plan.confidence(),
                plan.claim(),
                plan.margin(),
                experiment.factors(),
                settings,
                recommended,
                cheapest,
                plan.baseline(),
                new Spent(
                        ended.loops().size(),
                        errors,
                        ended.loops().stream().mapToLong(Loop::durationMs).sum(),
                        2L * plan.settings().size() * ended.search().straightPasses()),
                ended.standings().busy().curve(),
                ended.standings().open().curve(),
                experiment.faults().stream()
                        .flatMap(it -> it.patterns().stream())
                        .map(Experiment.Pattern::toString)
                        .toList(),
                List.copyOf(ended.lostBoards().keySet()),
                remarks(ended));
    }

    private static Recommendation recommended(SearchPlan plan, Standing it, int needed) {
        boolean shown = it.validation().isSpotless() && it.validation().trials() >= needed;
        double lower = Proportions.exactLower(it.recovery(), plan.confidence());
        String words = shown
                ? String.format(
                        Locale.ROOT,
                        "recovers from more than %s %% of network errors, with %s %% confidence: %d of %d fresh ones, %d"
                                + " were needed",
                        percent(plan.claim()),
                        percent(plan.confidence()),
                        it.validation().successes(),
                        it.validation().trials(),
                        needed)
                : String.format(
                        Locale.ROOT,
                        "recovered from %d of %d network errors: at least %s %% of them, with %s %% confidence; more than"
                                + " %s %% was not shown",
                        it.recovery().successes(),
                        it.recovery().trials(),
                        percent(lower),
                        percent(plan.confidence()),
                        percent(plan.claim()));
        return new Recommendation(it.setting(), it.validation(), needed, shown, lower, words);
    }

    private static Recommendation cheaper(SearchPlan plan, Standing it, Standing winner, int needed) {
        double lower = Proportions.exactLower(it.recovery(), plan.confidence());
        String words = String.format(
                Locale.ROOT,
                "not worse: recovers from more than %s %%, with %s %% confidence (%d of %d fresh ones), in %.1f s a loop"
                        + " where the recommended one takes %.1f s",
                percent(plan.claim() - plan.margin()),
                percent(plan.confidence()),
                it.cheaper().successes(),
                it.cheaper().trials(),
                it.meanLoopMs() / 1000,
                winner.meanLoopMs() / 1000);
        return new Recommendation(it.setting(), it.cheaper(), needed, true, lower, words);
    }

    private static SettingResult setting(SearchPlan plan, Standing it) {
        return new SettingResult(
                it.setting(),
                it.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                it.why(),
                it.recovery(),
                Proportions.exact(it.recovery(), plan.confidence()),
                it.pass(),
                Proportions.exact(it.pass(), plan.confidence()),
                it.loops(),
                it.meanLoopMs(),
                it.patterns(),
                it.predicted());
    }

    private static List<String> remarks(Tuning.Ended ended) {
        List<String> remarks = new ArrayList<>();
        ended.lostBoards().forEach((board, words) -> remarks.add("board " + board + " failed: " + words));
        ended.unbuildable().forEach((setting, words) -> remarks.add(setting + " has no image: " + words));
        Tally none = Tally.NONE;
        long unanswered =
                ended.loops().stream().filter(it -> it.pattern() != null).count()
                        - ended.standings().all().stream()
                                .map(Standing::recovery)
                                .reduce(none, Tally::plus)
                                .trials();
        if (unanswered > 0) {
            remarks.add(
                    unanswered + " network errors have no answer: the bench was stopped before the next loop ended");
        }
        return remarks;
    }

    /** Without needless digits: 99, 99.5. */
    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share).replaceAll("\\.0$", "");
    }
}
