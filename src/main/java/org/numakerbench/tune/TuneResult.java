package org.numakerbench.tune;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.tune.search.Interval;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Tally;

/**
 * What an experiment found, as every report reads it.
 *
 * @param name of the experiment
 * @param seed of everything that was drawn
 * @param started wall-clock time, ISO 8601
 * @param ended the same
 * @param why what ended it
 * @param confidence of every statement, 0.95
 * @param claim what the recommended setting was to be better than
 * @param margin what "not worse" may be worse by
 * @param factors macro names and their values
 * @param settings in the experiment's order
 * @param recommended the best by recovery rate, then pass rate, then time per loop; empty when no loop was run
 * @param cheapest the quickest that is not worse than the recommended one; the same one when none is
 * @param baseline the driver's defaults
 * @param busy how long a disturbed module took no command: pairs of milliseconds and the share that was over by then
 * @param open how long links took to open, the same way
 * @param faults patterns of the link, one line each
 * @param failedBoards those that were given up
 * @param remarks what a reader must know: boards that failed, rounds cut off
 */
public record TuneResult(
        String name,
        long seed,
        String started,
        String ended,
        String why,
        double confidence,
        double claim,
        double margin,
        Map<String, List<Long>> factors,
        List<SettingResult> settings,
        Optional<Recommendation> recommended,
        Optional<Recommendation> cheapest,
        Optional<Setting> baseline,
        Spent spent,
        List<double[]> busy,
        List<double[]> open,
        List<String> faults,
        List<String> failedBoards,
        List<String> remarks) {
    public TuneResult {
        settings = List.copyOf(settings);
        faults = List.copyOf(faults);
        failedBoards = List.copyOf(failedBoards);
        remarks = List.copyOf(remarks);
    }

    /**
     * A recommended setting and how sure it is.
     *
     * @param fresh fresh network errors it was validated with, and from how many it recovered
     * @param needed straight recoveries that the statement takes
     * @param shown true when it recovered from all of them
     * @param lower what its recovery rate is at least, by all of its loops, one-sided and exact
     * @param words the statement for people
     */
    public record Recommendation(Setting setting, Tally fresh, int needed, boolean shown, double lower, String words) {}

    /**
     * One setting.
     *
     * @param state {@code racing}, {@code hopeless}, {@code dropped} or {@code build-failed}
     * @param why it is in this state; null while it may be the best
     * @param recovery how often the loop after a network error passed
     * @param recoveryInterval exact, two-sided
     * @param pass how often a loop passed that no earlier failure spoiled
     * @param passInterval exact, two-sided
     * @param meanLoopMs 0 before the first loop
     * @param patterns recovery by kind of disturbance
     * @param predicted highest recovery rate by what was learned; null: not predicted
     */
    public record SettingResult(
            Setting setting,
            String state,
            @Nullable String why,
            Tally recovery,
            Interval recoveryInterval,
            Tally pass,
            Interval passInterval,
            long loops,
            double meanLoopMs,
            Map<String, Tally> patterns,
            @Nullable Double predicted) {}

    /**
     * What it took.
     *
     * @param boardMs time of all loops together
     * @param fullGridLoops loops that the full grid needs to say the same of every setting
     */
    public record Spent(long loops, long networkErrors, long boardMs, long fullGridLoops) {}
}
