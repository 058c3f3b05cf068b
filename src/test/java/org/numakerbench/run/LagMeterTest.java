package org.numakerbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.numakerbench.evidence.Fact;

class LagMeterTest {
    private static final long MS = 1_000_000;

    private long now = 77;
    private final LagMeter meter = new LagMeter(() -> now, Duration.ofMinutes(1));
    private final List<Fact.HostLag> told = new ArrayList<>();

    private void beatAfter(long ms) {
        now += ms * MS;
        Fact.HostLag lag = meter.beat(0);
        if (lag != null) {
            told.add(lag);
        }
    }

    private void beats(int count, long ms) {
        for (int i = 0; i < count; i++) {
            beatAfter(ms);
        }
    }

    @Test
    void aHostThatKeepsUpIsToldOfEveryHalfMinute() {
        beats(6_000, 10);

        assertThat(told).containsExactly(new Fact.HostLag(30_000, 0, 0), new Fact.HostLag(30_000, 0, 0));
        assertThat(meter.nanos()).isEqualTo(now);
    }

    @Test
    void aStallIsToldAtOnceAndForAllItsLength() {
        beats(300, 10);
        beatAfter(11_010);

        assertThat(told).containsExactly(new Fact.HostLag(14_010, 10_999, 10_999));
    }

    @Test
    void manySmallLagsAreToldWhenTheyComeToHalfASecond() {
        beats(100, 31);

        assertThat(told).hasSize(4).allSatisfy(lag -> {
            assertThat(lag.sinceMs()).isEqualTo(775);
            assertThat(lag.lateMs()).isEqualTo(500);
            assertThat(lag.stalledMs()).isEqualTo(20);
        });
    }

    @Test
    void theLastBeatTellsTheRestHoweverLittle() {
        beats(100, 12);
        now += 110 * MS;

        assertThat(meter.last()).isEqualTo(new Fact.HostLag(1_310, 199, 99));
        assertThat(meter.last()).isEqualTo(new Fact.HostLag(0, 0, 0));
    }

    @Test
    void itsClockStandsStillWhileTheHostStallsAndKnowsOfItBeforeTheNextBeat() {
        long before = meter.nanos();
        now += 11_000 * MS;
        assertThat(meter.nanos() - before).isEqualTo(11 * MS);

        beatAfter(0);
        assertThat(meter.nanos() - before).isEqualTo(11 * MS);

        beats(10, 10);
        assertThat(meter.nanos() - before).isEqualTo(111 * MS);
    }

    @Test
    void itsClockNeverGoesBackAndNeverFasterThanTheMonotonicOne() {
        Random random = new Random(1);
        long awake = meter.nanos();
        for (int i = 0; i < 10_000; i++) {
            long step = random.nextInt(30) * MS + random.nextInt(1_000_000);
            now += step;
            if (random.nextBoolean()) {
                meter.beat(0);
            }
            long later = meter.nanos();
            assertThat(later).isBetween(awake, awake + step);
            awake = later;
        }
    }

    @Test
    void waitsGrowByNoMoreThanTheRunMayLast() {
        long before = meter.nanos();
        beatAfter(600_000);

        assertThat(Duration.ofNanos(meter.nanos() - before)).isEqualTo(Duration.ofMinutes(9));
    }

    @Test
    void aHostThatSleptWasStalledThoughTheMonotonicClockStoodStill() {
        now += 10 * MS;

        assertThat(meter.beat(3_600_000 * MS)).isEqualTo(new Fact.HostLag(3_600_000, 3_600_000, 3_600_000));
        assertThat(meter.nanos()).isEqualTo(now);
    }
}
