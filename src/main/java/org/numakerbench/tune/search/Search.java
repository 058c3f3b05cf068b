package org.numakerbench.tune.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.Figures;

/**
 * The search: learn from generous timeouts, race what may still be the best, validate the winner on fresh loops, then look
 * for a cheaper one that is not worse.
 *
 * <p>Rounds are blocks: in each, every setting that still races is visited once, in random order, each on another board
 * than the round before, so that neither a bad hour nor a bad board decides (Fisher's randomised blocks). Dropping is
 * Maron and Moore's Hoeffding race, 1994, with intervals that hold at any time.
 */
public final class Search {
    /** Baseline trials: enough to show the symptom. */
    private static final int BASELINE_TRIALS = 20;
    /** Cheaper settings that are looked into. */
    private static final int CHEAPER_CANDIDATES = 12;

    private final SearchPlan plan;
    private final int straight;
    private final int straightCheaper;

    public Search(SearchPlan plan) {
        this.plan = plan;
        this.straight = Proportions.straightPasses(plan.claim(), plan.confidence());
        this.straightCheaper = Proportions.straightPasses(plan.claim() - plan.margin(), plan.confidence());
    }

    /** What to do next: visits, or none when the search is over. */
    public record Round(int number, @Nullable Stage stage, List<Assignment> visits, String words) {
        public boolean isEnd() {
            return visits.isEmpty();
        }
    }

    /** Straight passes that the winner needs. */
    public int straightPasses() {
        return straight;
    }

    /** Straight passes that a cheaper one needs. */
    public int straightPassesOfCheaper() {
        return straightCheaper;
    }

    /**
     * The next round.
     *
     * @param number how many rounds are done
     * @param boards that can be used
     * @param assignments of the rounds that are done, by visit
     * @param loops of those rounds
     */
    public Round next(
            int number,
            List<String> boards,
            Map<Integer, Assignment> assignments,
            List<Loop> loops,
            Set<Setting> unbuildable) {
        int visit = assignments.size();
        if (number == 0) {
            return learn(boards, visit);
        }
        Standings standings = Standings.of(plan, assignments, loops, unbuildable);
        if (loops.size() >= plan.budgetLoops()) {
            return end(number, "the budget of " + Figures.count(plan.budgetLoops(), "loop") + " is used up");
        }
        List<Standing> racing = standings
                .alive()
                .filter(it -> it.recovery().trials() < plan.raceTrials())
                .toList();
        if (!racing.isEmpty() && (standings.alive().count() > 1 || plan.full())) {
            return race(boards, number, visit, racing);
        }
        Optional<Standing> candidate = candidate(standings);
        if (candidate.isPresent() && candidate.get().validation().trials() < straight) {
            Standing it = candidate.get();
            return fresh(
                    boards,
                    number,
                    visit,
                    Stage.VALIDATE,
                    it,
                    straight - (int) it.validation().trials());
        }
        if (candidate.isPresent()) {
            for (Standing cheaper : cheaper(standings, candidate.get())) {
                if (cheaper.cheaper().isSpotless() && cheaper.cheaper().trials() < straightCheaper) {
                    return fresh(
                            boards,
                            number,
                            visit,
                            Stage.CHEAPER,
                            cheaper,
                            straightCheaper - (int) cheaper.cheaper().trials());
                }
                if (cheaper.cheaper().isSpotless()) {
                    break;
                }
            }
            return end(number, "the winner is validated");
        }
        return end(number, "no setting that is left can show the claim");
    }

    /** The best-ranked setting whose fresh loops have not failed yet. */
    private Optional<Standing> candidate(Standings standings) {
        return standings
                .alive()
                .filter(it -> it.validation().isSpotless())
                .filter(it -> it.interval().upper() >= plan.claim())
                .min(Comparator.<Standing>comparingLong(it -> -it.validation().trials())
                        .thenComparing(standings.ranking()));
    }

    /** The winner: validated, or else what ranks first. Empty before the first loop. */
    public Optional<Standing> winner(Standings standings) {
        Optional<Standing> validated = standings
                .alive()
                .filter(it -> it.validation().isSpotless() && it.validation().trials() >= straight)
                .min(standings.ranking());
        return validated.or(() -> standings
                .alive()
                .filter(it -> it.recovery().trials() > 0)
                .min(Comparator.<Standing>comparingDouble(
                                it -> -Proportions.exactLower(it.recovery(), plan.confidence()))
                        .thenComparing(standings.ranking())));
    }

    /** The cheapest setting shown not to be worse than {@code winner}; the winner itself when none is. */
    public Standing cheapest(Standings standings, Standing winner) {
        return cheaper(standings, winner).stream()
                .filter(it -> it.cheaper().isSpotless() && it.cheaper().trials() >= straightCheaper)
                .min(Comparator.comparingDouble(Standing::meanLoopMs))
                .orElse(winner);
    }

    private List<Standing> cheaper(Standings standings, Standing winner) {
        return standings
                .alive()
                .filter(it -> it.recovery().trials() > 0 && it.meanLoopMs() < winner.meanLoopMs())
                .filter(it -> it.recovery().rate() >= winner.recovery().rate() - plan.margin())
                .filter(it -> it.expected() == null || it.expected() >= plan.claim())
                .filter(it -> standings.alive().noneMatch(other -> isRuledOut(it, other)))
                .sorted(Comparator.<Standing>comparingLong(Search::begun).thenComparingDouble(Standing::meanLoopMs))
                .limit(CHEAPER_CANDIDATES)
                .toList();
    }

    /** One that was begun and has not failed is resumed: its time gets surer as it goes, and others' seem shorter. */
    private static long begun(Standing candidate) {
        return candidate.cheaper().isSpotless() ? -candidate.cheaper().trials() : 0;
    }

    /** Where longer timeouts never recover worse, what failed with longer ones need not be tried with shorter ones. */
    private boolean isRuledOut(Standing candidate, Standing other) {
        return plan.monotone()
                && !other.cheaper().isSpotless()
                && !other.setting().equals(candidate.setting())
                && candidate.setting().isNowhereAbove(other.setting());
    }

    private Round learn(List<String> boards, int visit) {
        List<Assignment> visits = new ArrayList<>();
        if (plan.full()) {
            return race(boards, 0, visit, List.of());
        }
        spread(boards, visits, visit, 0, Stage.LEARN, plan.generous(), plan.learnTrials());
        plan.baseline()
                .filter(it -> !it.equals(plan.generous()))
                .ifPresent(it -> spread(boards, visits, visit, 0, Stage.LEARN, it, BASELINE_TRIALS));
        return new Round(0, Stage.LEARN, visits, "learning from " + plan.generous());
    }

    private Round race(List<String> boards, int number, int visit, List<Standing> racing) {
        List<Setting> order = new ArrayList<>(
                number == 0 && racing.isEmpty()
                        ? plan.settings()
                        : racing.stream().map(Standing::setting).toList());
        List<Setting> share = List.copyOf(order);
        Collections.shuffle(order, new Random(plan.seed() * 31 + number));
        List<Assignment> visits = new ArrayList<>();
        for (Setting setting : order) {
            // Boards get equal shares, and each setting moves on by one every round.
            String board = boards.get((share.indexOf(setting) + number) % boards.size());
            visits.add(new Assignment(visit + visits.size(), number, Stage.RACE, setting, board, plan.visitTrials()));
        }
        return new Round(number, Stage.RACE, visits, order.size() + " settings race");
    }

    private Round fresh(List<String> boards, int number, int visit, Stage stage, Standing candidate, int missing) {
        List<Assignment> visits = new ArrayList<>();
        // What fails mostly fails soon: the first rounds are short.
        long sofar = stage == Stage.VALIDATE
                ? candidate.validation().trials()
                : candidate.cheaper().trials();
        int most = (int) Math.min(boards.size() * (long) plan.visitTrials(), Math.max(boards.size(), sofar));
        spread(boards, visits, visit, number, stage, candidate.setting(), Math.min(most, missing));
        return new Round(
                number,
                stage,
                visits,
                (stage == Stage.VALIDATE ? "validating " : "checking whether cheaper is as good: ")
                        + candidate.setting() + ", " + missing + " passes to go");
    }

    private void spread(
            List<String> boards,
            List<Assignment> visits,
            int firstVisit,
            int round,
            Stage stage,
            Setting setting,
            int trials) {
        int left = trials;
        for (int board = 0; left > 0; board++) {
            int share = Math.max(1, (trials + boards.size() - 1) / boards.size());
            int count = Math.min(Math.min(plan.visitTrials(), share), left);
            visits.add(new Assignment(
                    firstVisit + visits.size(),
                    round,
                    stage,
                    setting,
                    boards.get((board + round) % boards.size()),
                    count));
            left -= count;
        }
    }

    private static Round end(int number, String words) {
        return new Round(number, null, List.of(), words);
    }
}
