package org.numakerbench.sim.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultScheduleTest {
    private static final FaultPattern STALL = new FaultPattern(FaultKind.STALL, 3, 100, 5_000, 10, 10_000, 0);
    private static final FaultPattern RESET = new FaultPattern(FaultKind.RESET, 1, 0, 0, 0, 0, 0);

    @Property(tries = 200)
    void aPlanDependsOnSeedAndConnectionAloneAndNotOnTheOrderOfCalls(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int every,
            @ForAll("patterns") List<FaultPattern> of) {
        FaultSchedule schedule = new FaultSchedule(seed, every, of);
        List<Optional<FaultPlan>> inOrder =
                LongStream.range(0, 40).mapToObj(schedule::plan).toList();
        List<Long> shuffled = LongStream.range(0, 40).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(seed));
        FaultSchedule again = new FaultSchedule(seed, every, of);
        Map<Long, Optional<FaultPlan>> anyOrder = new HashMap<>();
        shuffled.forEach(connection -> anyOrder.put(connection, again.plan(connection)));
        for (int i = 0; i < 40; i++) {
            assertThat(anyOrder.get((long) i)).isEqualTo(inOrder.get(i));
        }
    }

    @Property(tries = 300)
    void everyDrawnPlanLiesWithinItsPattern(
            @ForAll long seed, @ForAll @LongRange(min = 0) long connection, @ForAll("pattern") FaultPattern pattern) {
        FaultPlan plan =
                new FaultSchedule(seed, 1, List.of(pattern)).plan(connection).orElseThrow();
        assertThat(plan.kind()).isEqualTo(pattern.kind());
        assertThat(plan.afterBytes()).isBetween(pattern.fromBytes(), pattern.toBytes());
        assertThat(plan.durationMs()).isBetween(pattern.fromMs(), pattern.toMs());
        assertThat(plan.bytesPerSecond()).isEqualTo(pattern.bytesPerSecond());
    }

    @Property(tries = 100)
    void oneConnectionInSoManyMeetsAFaultBeginningWithTheFirst(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int every) {
        FaultSchedule schedule = new FaultSchedule(seed, every, List.of(STALL, RESET));
        assertThat(LongStream.range(0, 200)
                        .filter(connection -> schedule.plan(connection).isPresent()))
                .containsExactlyElementsOf(LongStream.range(0, 200)
                        .filter(connection -> connection % every == 0)
                        .boxed()
                        .toList());
    }

    @Test
    void withoutPatternsThereIsNeverAFault() {
        assertThat(LongStream.range(0, 1000).mapToObj(FaultSchedule.NONE::plan)).allMatch(Optional::isEmpty);
        assertThat(new FaultSchedule(7, 1, List.of()).plan(0)).isEmpty();
    }

    @Test
    void patternsAreDrawnByTheirShares() {
        FaultSchedule schedule = new FaultSchedule(1, 1, List.of(STALL, RESET));
        int draws = 40_000;
        long stalls = plans(schedule, draws).stream()
                .filter(plan -> plan.kind() == FaultKind.STALL)
                .count();
        // 0.75 with a standard deviation of 0.0022: 0.01 is more than four of them
        assertThat((double) stalls / draws).isCloseTo(0.75, within(0.01));
    }

    @Test
    void bytesAreDrawnUniformlyAndBothEndsOccur() {
        FaultPattern few = new FaultPattern(FaultKind.RESET, 1, 5, 8, 0, 0, 0);
        Map<Long, Long> counts = plans(new FaultSchedule(2, 1, List.of(few)), 40_000).stream()
                .collect(Collectors.groupingBy(FaultPlan::afterBytes, Collectors.counting()));
        assertThat(counts).containsOnlyKeys(5L, 6L, 7L, 8L);
        assertThat(counts.values())
                .allSatisfy(count -> assertThat(count / 40_000.0).isCloseTo(0.25, within(0.01)));
    }

    @Test
    void durationsAreDrawnLogUniformlySoThatEveryDecadeIsMetAsOften() {
        List<FaultPlan> plans = plans(new FaultSchedule(3, 1, List.of(STALL)), 30_000);
        double shortest = share(plans, 10, 99);
        double middle = share(plans, 100, 999);
        assertThat(shortest).isCloseTo(1 / 3.0, within(0.02));
        assertThat(middle).isCloseTo(1 / 3.0, within(0.02));
    }

    @Test
    void aDurationWithOneEndIsFixed() {
        FaultPattern equal = new FaultPattern(FaultKind.STALL, 1, 0, 0, 70, 70, 0);
        FaultPattern zero = new FaultPattern(FaultKind.DROP, 1, 0, 0, 0, 70, 0);
        assertThat(plans(new FaultSchedule(4, 1, List.of(equal, zero)), 200)).allMatch(plan -> plan.durationMs() == 70);
    }

    @Test
    void neighbouringSeedsAndConnectionsShareNothing() {
        FaultPattern wide = new FaultPattern(FaultKind.RESET, 1, 0, 1L << 40, 0, 0, 0);
        List<Long> drawn = LongStream.range(0, 100)
                .boxed()
                .flatMap(seed -> plans(new FaultSchedule(seed, 1, List.of(wide)), 100).stream())
                .map(FaultPlan::afterBytes)
                .toList();
        assertThat(drawn).doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultSchedule(0, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 0, 0, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, Double.NaN, 0, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 1, 2, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 1, -1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 1, 0, 1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 1, 0, 1, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.STALL, 1, 0, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(FaultKind.THROTTLE, 1, 0, 1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultPlan(FaultKind.RESET, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultPlan(FaultKind.DELAY, 0, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FaultPlan(FaultKind.DELAY, 0, FaultPlan.LONGEST_MS + 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultPlan(FaultKind.THROTTLE, 0, 0, -1));
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsWrittenInSmallLettersWithHyphens(FaultKind kind) {
        assertThat(kind.word()).matches("[a-z]+(-[a-z]+)*");
        assertThat(FaultKind.HALF_CLOSE.word()).isEqualTo("half-close");
    }

    @Provide
    Arbitrary<List<FaultPattern>> patterns() {
        return pattern().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<FaultPattern> pattern() {
        Arbitrary<Long> bytes = Arbitraries.longs().between(0, Long.MAX_VALUE - 1);
        Arbitrary<Long> durations = Arbitraries.longs().between(1, FaultPlan.LONGEST_MS);
        return Combinators.combine(
                        Arbitraries.of(FaultKind.class),
                        Arbitraries.doubles().between(0.01, 1000),
                        bytes,
                        bytes,
                        durations,
                        durations,
                        Arbitraries.longs().between(1, 1_000_000))
                .as((kind, share, bytes1, bytes2, ms1, ms2, rate) -> new FaultPattern(
                        kind,
                        share,
                        Math.min(bytes1, bytes2),
                        Math.max(bytes1, bytes2),
                        Math.min(ms1, ms2),
                        Math.max(ms1, ms2),
                        rate));
    }

    private static FaultPattern pattern(
            FaultKind kind, double share, long fromBytes, long toBytes, long fromMs, long toMs) {
        return new FaultPattern(kind, share, fromBytes, toBytes, fromMs, toMs, 0);
    }

    private static List<FaultPlan> plans(FaultSchedule schedule, int connections) {
        return LongStream.range(0, connections)
                .mapToObj(schedule::plan)
                .flatMap(Optional::stream)
                .toList();
    }

    private static double share(List<FaultPlan> plans, long fromMs, long toMs) {
        return (double) plans.stream()
                        .filter(plan -> plan.durationMs() >= fromMs && plan.durationMs() <= toMs)
                        .count()
                / plans.size();
    }
}
