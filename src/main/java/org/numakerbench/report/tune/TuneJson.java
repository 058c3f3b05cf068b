package org.numakerbench.report.tune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.JsonText;
import org.numakerbench.tune.TuneResult;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.TuneResult.Spent;
import org.numakerbench.tune.search.Interval;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Tally;

/** {@code tune.json}, as {@code schemas/tune.schema.json} describes it. */
public record TuneJson(
        int schema,
        String experiment,
        long seed,
        String started,
        String ended,
        String why,
        double confidence,
        double claim,
        double margin,
        Map<String, List<Long>> factors,
        @Nullable Advice recommended,
        @Nullable Advice cheapest,
        @Nullable Map<String, Long> baseline,
        Spent spent,
        List<Result> settings,
        List<List<Number>> busyMs,
        List<List<Number>> openMs,
        List<String> faults,
        List<String> remarks) {
    record Advice(Map<String, Long> macros, Count fresh, int needed, boolean shown, double lower, String words) {
        static Advice of(Recommendation it) {
            return new Advice(
                    it.setting().values(), Count.of(it.fresh()), it.needed(), it.shown(), it.lower(), it.words());
        }
    }

    record Result(
            Map<String, Long> macros,
            String state,
            @Nullable String why,
            Rate recovery,
            Rate pass,
            long loops,
            long meanLoopMs,
            Map<String, Count> patterns,
            @Nullable Double predicted) {
        static Result of(SettingResult it) {
            Map<String, Count> patterns = new LinkedHashMap<>();
            it.patterns().forEach((pattern, tally) -> patterns.put(pattern, Count.of(tally)));
            return new Result(
                    it.setting().values(),
                    it.state(),
                    it.why(),
                    Rate.of(it.recovery(), it.recoveryInterval()),
                    Rate.of(it.pass(), it.passInterval()),
                    it.loops(),
                    Math.round(it.meanLoopMs()),
                    patterns,
                    it.predicted());
        }
    }

    record Count(long successes, long trials) {
        static Count of(Tally it) {
            return new Count(it.successes(), it.trials());
        }
    }

    record Rate(long successes, long trials, double lower, double upper) {
        static Rate of(Tally it, Interval interval) {
            return new Rate(it.successes(), it.trials(), interval.lower(), interval.upper());
        }
    }

    /** One object. */
    public static String write(TuneResult it) {
        return JsonText.indented(new TuneJson(
                1,
                it.name(),
                it.seed(),
                it.started(),
                it.ended(),
                it.why(),
                it.confidence(),
                it.claim(),
                it.margin(),
                it.factors(),
                it.recommended().map(Advice::of).orElse(null),
                it.cheapest().map(Advice::of).orElse(null),
                it.baseline().map(Setting::values).orElse(null),
                it.spent(),
                it.settings().stream().map(Result::of).toList(),
                curve(it.busy()),
                curve(it.open()),
                it.faults(),
                it.remarks()));
    }

    private static List<List<Number>> curve(List<double[]> points) {
        return points.stream()
                .map(it -> List.<Number>of(Math.round(it[0]), it[1]))
                .toList();
    }
}
