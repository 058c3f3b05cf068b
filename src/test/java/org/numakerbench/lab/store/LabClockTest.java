package org.numakerbench.lab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class LabClockTest {
    private static final Instant NIGHT = Instant.parse("2026-11-28T22:00:00Z");

    @Test
    void countsOnFromWhatTheDatabaseShowed() {
        assertThat(LabClock.from(NIGHT).now()).isCloseTo(NIGHT, within(5, ChronoUnit.SECONDS));
    }

    @Test
    void followsADatabaseThatItHasDriftedFrom() {
        LabClock clock = LabClock.from(NIGHT);

        assertThat(clock.follow(NIGHT.plusSeconds(4))).isTrue();
        assertThat(clock.now()).isAfterOrEqualTo(NIGHT.plusSeconds(4));
        assertThat(clock.follow(clock.now().minusSeconds(4))).isTrue();
        assertThat(clock.now()).isBefore(NIGHT.plusSeconds(4));
    }

    @Test
    void doesNotFollowADatabaseWhoseClockWasSet() {
        LabClock clock = LabClock.from(NIGHT);

        assertThat(clock.follow(NIGHT.plusSeconds(3600))).isFalse();
        assertThat(clock.follow(NIGHT.minusSeconds(3600))).isFalse();
        assertThat(clock.now()).isCloseTo(NIGHT, within(5, ChronoUnit.SECONDS));
    }
}
