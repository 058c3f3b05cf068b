package org.numakerbench.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.numakerbench.sim.board.esp8266.DriverTimeouts;
import org.numakerbench.sim.board.esp8266.LoopModel;
import org.numakerbench.sim.board.esp8266.LoopModel.Played;
import org.numakerbench.sim.board.esp8266.ModuleTraits;
import org.numakerbench.sim.board.esp8266.SimulatedTime;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.sim.net.FaultPlan;
import org.numakerbench.sim.net.FaultSchedule;
import org.numakerbench.tune.AtWaits;
import org.numakerbench.tune.Trials;
import org.numakerbench.tune.Visitor;
import org.numakerbench.tune.search.Assignment;
import org.numakerbench.tune.search.Loop;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Stage;

/**
 * Boards that are imagined: visits are played on the model of driver and module, on simulated time. Boards differ by up to
 * a third, and so do hours. The same seed gives the same loops, whatever the order of visits.
 */
public final class Rehearsal implements Visitor {
    /** The firmware's command timeout, and a bench's limit of silence. */
    private static final long COMMAND_MS = 30_000;

    private static final long SILENCE_MS = 45_000;

    private final long seed;
    private final int every;
    private final List<FaultPattern> patterns;
    private final Map<String, Double> slowness = new HashMap<>();

    /** @param boards their names */
    public Rehearsal(long seed, int every, List<FaultPattern> patterns, List<String> boards) {
        this.seed = seed;
        this.every = every;
        this.patterns = List.copyOf(patterns);
        SplittableRandom random = new SplittableRandom(seed);
        for (String board : boards) {
            slowness.put(board, 0.85 + 0.5 * random.nextDouble());
        }
    }

    @Override
    public void visit(Assignment visit, int trials, int firstNumber, Consumer<Loop> loops) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + visit.visit() * 8191L + firstNumber);
        double hour = 0.9 + 0.2 * new SplittableRandom(seed * 31 + visit.round()).nextDouble();
        double factor = slowness.getOrDefault(visit.board(), 1.0) * hour;
        new Player(visit, random, factor, loops).play(trials, firstNumber);
    }

    /**
     * The true recovery rate of a setting, counted over many disturbances on ordinary modules.
     *
     * @return rate, and mean time of a loop in milliseconds
     */
    public static double[] truth(Setting setting, int every, List<FaultPattern> patterns, int disturbances, long seed) {
        Rehearsal many = new Rehearsal(seed, every, patterns, List.of("a", "b", "c", "d"));
        int[] seen = new int[2];
        long[] time = new long[2];
        for (int visit = 0; seen[1] < disturbances; visit++) {
            String board = List.of("a", "b", "c", "d").get(visit % 4);
            Loop[] before = new Loop[1];
            many.visit(new Assignment(visit, visit, Stage.RACE, setting, board, 5), 5, 0, loop -> {
                time[0] += loop.durationMs();
                time[1]++;
                Loop last = before[0];
                if (last != null && last.pattern() != null && !last.last()) {
                    seen[0] += loop.passed() ? 1 : 0;
                    seen[1]++;
                }
                if (loop.pattern() != null && loop.hung()) {
                    seen[1]++;
                }
                before[0] = loop;
            });
        }
        return new double[] {(double) seen[0] / seen[1], (double) time[0] / time[1]};
    }

    /** One visit. */
    private final class Player {
        private final Assignment visit;
        private final SplittableRandom random;
        private final double factor;
        private final Consumer<Loop> loops;
        private final SimulatedTime time = new SimulatedTime();
        private final AtWaits waits = new AtWaits();

        Player(Assignment visit, SplittableRandom random, double factor, Consumer<Loop> loops) {
            this.visit = visit;
            this.random = random;
            this.factor = factor;
            this.loops = loops;
        }

        void play(int wanted, int firstNumber) {
            Trials trials = new Trials(wanted, false);
            int number = firstNumber;
            Trials.Next next = Trials.Next.RESET;
            while (next == Trials.Next.RESET) {
                LoopModel model = boot();
                boolean chained = false;
                do {
                    Played played = model.play();
                    next = trials.after(played.passed(), played.hung(), played.fault() != null);
                    loops.accept(loop(played, number++, chained, next != Trials.Next.GO_ON));
                    chained = !played.passed();
                } while (next == Trials.Next.GO_ON);
            }
        }

        private LoopModel boot() {
            LoopModel model = new LoopModel(
                    time,
                    ModuleTraits.ordinary(random.nextLong(), factor),
                    DriverTimeouts.of(macros()),
                    new FaultSchedule(random.nextLong(), every, patterns),
                    COMMAND_MS,
                    SILENCE_MS,
                    line -> waits.line(line, time.nanos()));
            model.boot();
            return model;
        }

        private Map<String, String> macros() {
            Map<String, String> macros = new TreeMap<>();
            visit.setting().values().forEach((name, value) -> macros.put(name, String.valueOf(value)));
            return macros;
        }

        private Loop loop(Played played, int number, boolean chained, boolean last) {
            FaultPlan fault = played.fault();
            return new Loop(
                    visit.visit(),
                    number,
                    played.passed(),
                    !played.passed() && chained && fault == null,
                    played.hung(),
                    last,
                    fault == null ? null : fault.kind().word() + " " + fault.durationMs() + " ms",
                    fault == null ? null : fault.kind().word(),
                    (played.endNanos() - played.startNanos()) / 1_000_000,
                    played.failed(),
                    waits.take());
        }
    }
}
