package org.numakerbench.cli.tune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.numakerbench.sim.net.FaultKind;
import org.numakerbench.sim.net.FaultPattern;
import org.numakerbench.tune.Journal;
import org.numakerbench.tune.Progress;
import org.numakerbench.tune.Tuning;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.SearchPlan.Patience;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Standing;

/** How good the search is on the model, beside the full grid. */
public final class SearchFigures {
    static final String SEND = "ESP8266_SEND_TIMEOUT";
    static final String RECV = "ESP8266_RECV_TIMEOUT";
    static final String MISC = "ESP8266_MISC_TIMEOUT";
    static final List<FaultPattern> PATTERNS = List.of(
            new FaultPattern(FaultKind.STALL, 0.9, 200, 3200, 1500, 12000, 0),
            new FaultPattern(FaultKind.RESET, 0.1, 1800, 3200, 0, 0, 0));

    public static void main(String[] args) throws Exception {
        int repetitions = Integer.parseInt(args[0]);
        int race = Integer.parseInt(args[1]);
        List<Setting> settings = new ArrayList<>();
        for (long send : new long[] {500, 1000, 2000, 3000, 5000, 8000}) {
            for (long recv : new long[] {500, 1000, 2000, 5000}) {
                for (long misc : new long[] {500, 1000, 2000, 3000, 5000, 8000}) {
                    if (recv <= send) {
                        Map<String, Long> v = new LinkedHashMap<>();
                        v.put(SEND, send);
                        v.put(RECV, recv);
                        v.put(MISC, misc);
                        settings.add(new Setting(v));
                    }
                }
            }
        }
        Map<Setting, double[]> truth = new LinkedHashMap<>();
        settings.parallelStream().forEach(it -> {
            double[] t = Rehearsal.truth(it, 2, PATTERNS, 20000, 4711);
            synchronized (truth) {
                truth.put(it, t);
            }
        });
        double best = truth.values().stream().mapToDouble(it -> it[0]).max().orElseThrow();
        for (Setting s : settings) {
            if (s.values().get(RECV) == 500)
                System.out.printf("%s %.4f %.0f%n", s.id(), truth.get(s)[0], truth.get(s)[1]);
        }
        System.out.println("best " + best);
        for (boolean full : new boolean[] {false, true}) {
            int good = 0;
            List<Long> loops = new ArrayList<>();
            int cheapGood = 0;
            long start = System.nanoTime();
            for (int seed = 1; seed <= repetitions; seed++) {
                SearchPlan plan = new SearchPlan(
                        settings,
                        settings.get(settings.size() - 1),
                        Optional.of(settings.get(0)),
                        List.of("a", "b", "c", "d"),
                        0.95,
                        0.99,
                        0.02,
                        Integer.parseInt(args[3]),
                        full ? Integer.parseInt(args[2]) : race,
                        full ? 5 : 3,
                        full ? 2L * settings.size() * Integer.parseInt(args[2]) : 8000,
                        seed,
                        full,
                        true,
                        Optional.of(new Patience(
                                s -> s.values().get(MISC),
                                s -> 4 * s.values().get(SEND) + s.values().get(MISC))));
                Path dir = Files.createTempDirectory("tune");
                try (Journal journal = Journal.open(dir.resolve("j.jsonl"))) {
                    Tuning.Ended ended = new Tuning(
                                    plan,
                                    new Rehearsal(seed, 2, PATTERNS, plan.boards()),
                                    journal,
                                    Progress.SILENT,
                                    () -> false)
                            .run("x");
                    Standing winner = ended.search().winner(ended.standings()).orElseThrow();
                    Standing cheap = ended.search().cheapest(ended.standings(), winner);
                    double got = truth.get(winner.setting())[0];
                    double cheapGot = truth.get(cheap.setting())[0];
                    boolean ok = got >= best - 0.02;
                    good += ok ? 1 : 0;
                    cheapGood += cheapGot >= got - 0.02 ? 1 : 0;
                    loops.add((long) ended.loops().size());
                    if (seed <= 12 || !ok) {
                        System.out.printf(
                                "%d %s %.4f cheap %s %.4f %.0f->%.0f loops %d alive %d val %d: %s%n",
                                seed,
                                winner.setting().id(),
                                got,
                                cheap.setting().id(),
                                cheapGot,
                                truth.get(winner.setting())[1],
                                truth.get(cheap.setting())[1],
                                ended.loops().size(),
                                ended.standings().alive().count(),
                                winner.validation().trials(),
                                ended.why());
                    }
                }
            }
            System.out.printf(
                    "full=%s good %d of %d, cheap good %d, loops mean %.0f max %d, %.1f s%n",
                    full,
                    good,
                    repetitions,
                    cheapGood,
                    loops.stream().mapToLong(it -> it).average().orElse(0),
                    loops.stream().mapToLong(it -> it).max().orElse(0),
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
