package org.numakerbench.sim.net;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** placeholder */
public record FaultSchedule(long seed, int every, List<FaultPattern> patterns) {
    public static final FaultSchedule NONE = new FaultSchedule(0, 1, List.of());

    public Optional<FaultPlan> plan(long connection) {
        if (patterns.isEmpty() || connection % every != 0) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(seed * 1000003 + connection * 7919);
        random.nextLong();
        double total = patterns.stream().mapToDouble(FaultPattern::share).sum();
        double at = random.nextDouble() * total;
        FaultPattern chosen = patterns.get(patterns.size() - 1);
        for (FaultPattern p : patterns) {
            if (at < p.share()) {
                chosen = p;
                break;
            }
            at -= p.share();
        }
        long bytes = chosen.fromBytes() + (long) (random.nextDouble() * (chosen.toBytes() - chosen.fromBytes() + 1));
        double ms = chosen.toMs() <= chosen.fromMs()
                ? chosen.fromMs()
                : chosen.fromMs() * Math.pow((double) chosen.toMs() / chosen.fromMs(), random.nextDouble());
        return Optional.of(new FaultPlan(chosen.kind(), bytes, Math.round(ms), chosen.bytesPerSecond()));
    }
}
