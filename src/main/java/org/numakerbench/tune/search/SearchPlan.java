package org.numakerbench.tune.search;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What is searched, and by which rules.
 *
 * @param settings all that the factors and constraints allow
 * @param generous of them the one to learn from
 * @param baseline the one to show the symptom with: the driver's defaults
 * @param confidence of every statement, 0.95
 * @param claim the winner is to be better than this, 0.99
 * @param margin what "not worse" may be worse by, 0.02
 * @param learnTrials disturbances to learn from
 * @param raceTrials disturbances after which a setting is known well enough to be validated
 * @param visitTrials disturbances between two flashes
 * @param budgetLoops no round begins once so many loops were run
 * @param full every setting gets its race trials; none is dropped, none is predicted
 * @param monotone a longer timeout never recovers worse
 * @param patience how long the driver waits in all before it leaves a link behind; empty: nothing is predicted
 */
public record SearchPlan(
        List<Setting> settings,
        Setting generous,
        Optional<Setting> baseline,
        List<String> boards,
        double confidence,
        double claim,
        double margin,
        int learnTrials,
        int raceTrials,
        int visitTrials,
        long budgetLoops,
        long seed,
        boolean full,
        boolean monotone,
        Optional<Patience> patience) {
    public SearchPlan {
        settings = List.copyOf(settings);
        boards = List.copyOf(boards);
    }

    /** The same plan on these boards. */
    public SearchPlan on(List<String> others) {
        return new SearchPlan(
                settings,
                generous,
                baseline,
                others,
                confidence,
                claim,
                margin,
                learnTrials,
                raceTrials,
                visitTrials,
                budgetLoops,
                seed,
                full,
                monotone,
                patience);
    }

    /**
     * The driver's patience under a setting, as its source tells it; milliseconds.
     *
     * @param open before it gives up opening a link
     * @param most before it gives up a module that takes no command, at most
     * @param least the same where it gives up soonest
     */
    public record Patience(
            ToDoubleFunction<Setting> open, ToDoubleFunction<Setting> most, ToDoubleFunction<Setting> least) {}
}
